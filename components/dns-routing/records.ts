import type * as pulumi from "@pulumi/pulumi";
import type { HealthCheckerRegion } from "../../common/regions";

/** An existing hosted zone to write into, or a new public one. */
export type DnsZone = CreatedZone | AdoptedZone;

/** A public hosted zone that is made here; its name servers must be entered at the parent zone or the registrar. */
export interface CreatedZone {
  /** Domain such as example.com; a trailing dot and upper case do not matter. */
  readonly name: string;
  readonly id?: undefined;
  /** Whether a destroy also takes records that others wrote into the zone. @default false */
  readonly forceDestroy?: boolean | undefined;
}

/** A hosted zone that exists already and stays when this goes. */
export interface AdoptedZone {
  /** Id of the zone, such as Z0123456789EXAMPLE. */
  readonly id: pulumi.Input<string>;
  /** Domain of the zone, needed to check that each record lies inside it. */
  readonly name: string;
}

/** An AWS resource that a record points at; its addresses are looked up by Route 53, its TTL is the service's. */
export interface DnsAlias {
  /** DNS name of the resource, such as that of a load balancer or a distribution. */
  readonly dnsName: pulumi.Input<string>;
  /** Hosted zone of that name: the load balancer's, or Z2FDTNDATAQYW2 for CloudFront. */
  readonly zoneId: pulumi.Input<string>;
  /** Whether the resource's own health counts; CloudFront must not have it. @default - true, false for CloudFront's zone id */
  readonly evaluateTargetHealth?: boolean | undefined;
}

/** Where a record leads: an alias, or values of the record's type. */
export type DnsTarget =
  | { readonly alias: DnsAlias; readonly values?: undefined; readonly ttl?: undefined }
  | {
      readonly alias?: undefined;
      /** Values in the type's form; one alone for CNAME and under every policy but simple. */
      readonly values: readonly pulumi.Input<string>[];
      /** Seconds that resolvers may keep the answer, 0 to 2147483647; equal in all endpoints of a weighted record. @default 60 */
      readonly ttl?: number | undefined;
    };

/** Types of records that can be written. */
export const DNS_TYPES = ["A", "AAAA", "CAA", "CNAME", "HTTPS", "MX", "NS", "SRV", "SVCB", "TXT"] as const;

/** Type of a record. */
export type DnsType = (typeof DNS_TYPES)[number];

interface DnsRecordBase {
  /** Full name, inside the zone: example.com, www.example.com, *.example.com. */
  readonly name: string;
  /** Type of the record. @default "A" */
  readonly type?: DnsType | undefined;
}

/** One of several answers of a routed record. */
export interface DnsEndpoint {
  /** Where this answer leads. */
  readonly target: DnsTarget;
  /** Key of the health check that takes this answer out of service. @default - always in service */
  readonly healthCheck?: string | undefined;
}

/** One of several answers, with its share of the queries. */
export interface WeightedEndpoint extends DnsEndpoint {
  /** Share of the queries relative to the sum of all weights, 0 to 255; at least one of a record is above 0. */
  readonly weight: number;
}

/** The same answer for everyone. */
export interface SimpleRecord extends DnsRecordBase {
  readonly policy: "simple";
  /** Where it leads. */
  readonly target: DnsTarget;
}

/** Answers in proportion to weights. */
export interface WeightedRecord extends DnsRecordBase {
  readonly policy: "weighted";
  /** Answers by region or another label, which becomes the set identifier. */
  readonly endpoints: Readonly<Record<string, WeightedEndpoint>>;
}

/** The answer of the region with the lowest latency from where the query comes. */
export interface LatencyRecord extends DnsRecordBase {
  readonly policy: "latency";
  /** Answers by region code, which becomes the set identifier. */
  readonly endpoints: Readonly<Record<string, DnsEndpoint>>;
}

/** The primary's answer while it is healthy, else the other's. */
export interface FailoverRecord extends DnsRecordBase {
  readonly policy: "failover";
  /** Key of the endpoint that answers while it is healthy; it has a health check, or an alias whose target's health counts. */
  readonly primary: string;
  /** Exactly two answers, by region or another label, which becomes the set identifier. */
  readonly endpoints: Readonly<Record<string, DnsEndpoint>>;
}

/** A record and its routing policy. */
export type DnsRecord = SimpleRecord | WeightedRecord | LatencyRecord | FailoverRecord;

/** A check of one endpoint from many places: healthy while more than 18 % of the checkers say so. */
export interface DnsHealthCheck {
  /** Name that is resolved and connected to, over IPv4. */
  readonly fqdn: pulumi.Input<string>;
  /** What is spoken; HTTPS does not validate the certificate. @default "HTTPS" */
  readonly protocol?: "HTTPS" | "HTTP" | "TCP" | undefined;
  /** Port, 1 to 65535. @default - 443 for HTTPS, 80 for HTTP; needed for TCP */
  readonly port?: number | undefined;
  /** Path that must answer 2xx or 3xx, up to 255 characters from a slash on; not for TCP. @default "/" */
  readonly path?: string | undefined;
  /** Text that the first 5,120 bytes of the answer must hold, 1 to 255 characters; not for TCP. @default - any answer */
  readonly searchString?: string | undefined;
  /** Seconds between two requests of one checker, 10 or 30; changing it replaces the check. @default 30 */
  readonly interval?: 10 | 30 | undefined;
  /** Equal results in a row that change a checker's mind, 1 to 10. @default 3 */
  readonly failureThreshold?: number | undefined;
  /** Where checkers are used, at least three. @default - all of them */
  readonly checkerRegions?: readonly HealthCheckerRegion[] | undefined;
}
