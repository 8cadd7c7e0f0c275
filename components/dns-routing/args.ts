import type * as pulumi from "@pulumi/pulumi";
import type { LogRetentionDays } from "../../common/log-retention";
import type { HealthCheckerRegion } from "../../common/regions";
import type { Tags } from "../shared/tags";

/** Record types that a {@link DnsRecord} may have. */
export const DNS_TYPES = ["A", "AAAA", "CAA", "CNAME", "HTTPS", "MX", "NS", "SRV", "SVCB", "TXT"] as const;

/** Type of a record. */
export type DnsType = (typeof DNS_TYPES)[number];

/** An existing hosted zone, or a new public one. */
export type DnsZone = CreatedZone | AdoptedZone;

/** A public hosted zone that the component creates; its name servers must be entered at the parent zone or the registrar. */
export interface CreatedZone {
  /** Domain such as example.com; a trailing dot and upper case do not matter. */
  readonly name: string;
  /** Absent: an id adopts an existing zone. */
  readonly id?: undefined;
  /** Whether a destroy also deletes records that others created in the zone. @default false */
  readonly forceDestroy?: boolean | undefined;
  /** Log of the queries that the zone answers. @default - none */
  readonly queryLog?: DnsQueryLog | undefined;
}

/**
 * Log group in us-east-1 of the queries that a zone answers, each with time, name, type and edge location.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html
 */
export interface DnsQueryLog {
  /** Days for which CloudWatch Logs retains the queries. @default 30 */
  readonly retentionDays?: LogRetentionDays | undefined;
  /** ARN of a KMS key in us-east-1, whose policy lets CloudWatch Logs use it. @default - the encryption of CloudWatch Logs */
  readonly kmsKeyArn?: pulumi.Input<string> | undefined;
}

/** An existing hosted zone, which a destroy of the component leaves in place. */
export interface AdoptedZone {
  /** Id of the zone, such as Z0123456789EXAMPLE. */
  readonly id: pulumi.Input<string>;
  /** Domain of the zone, required to check that each record lies inside it. */
  readonly name: string;
}

/** An AWS resource that a record points at; Route 53 looks up its addresses, the service sets its TTL. */
export interface DnsAlias {
  /** DNS name of the resource, such as a load balancer or a distribution. */
  readonly dnsName: pulumi.Input<string>;
  /** Hosted zone of that name: the load balancer's, or Z2FDTNDATAQYW2 for CloudFront. */
  readonly zoneId: pulumi.Input<string>;
  /** Whether Route 53 evaluates the resource's own health; not supported for CloudFront. @default - true, false for CloudFront */
  readonly evaluateTargetHealth?: boolean | undefined;
}

/** Target of a record: an alias, or values of the record's type. */
export type DnsTarget =
  | {
      /** AWS resource that answers. */
      readonly alias: DnsAlias;
      /** Absent beside an alias. */
      readonly values?: undefined;
      /** Absent beside an alias, whose service sets the TTL. */
      readonly ttl?: undefined;
    }
  | {
      /** Absent beside values. */
      readonly alias?: undefined;
      /** Values in the type's form; exactly one for CNAME and for every policy but simple. */
      readonly values: readonly pulumi.Input<string>[];
      /** Seconds that resolvers may cache the answer, 0 to 2147483647; equal in all endpoints of a weighted record. @default 60 */
      readonly ttl?: number | undefined;
    };

interface DnsRecordBase {
  /** Full name, inside the zone: example.com, www.example.com, *.example.com. */
  readonly name: string;
  /** Type of the record. @default "A" */
  readonly type?: DnsType | undefined;
}

/** One of several endpoints of a routed record. */
export interface DnsEndpoint {
  /** Target of this endpoint. */
  readonly target: DnsTarget;
  /** Key of the health check that takes this endpoint out of service. @default - always in service */
  readonly healthCheck?: string | undefined;
}

/** One of several endpoints, with its share of the queries. */
export interface WeightedEndpoint extends DnsEndpoint {
  /** Share of the queries relative to the sum of all weights, 0 to 255; at least one weight of a record is above 0. */
  readonly weight: number;
}

/** One target for all clients. */
export interface SimpleRecord extends DnsRecordBase {
  /** Routing policy. */
  readonly policy: "simple";
  /** Target of the record. */
  readonly target: DnsTarget;
}

/** Endpoints that share the queries in proportion to their weights. */
export interface WeightedRecord extends DnsRecordBase {
  /** Routing policy. */
  readonly policy: "weighted";
  /** Endpoints by region or another label, which becomes the set identifier. */
  readonly endpoints: Readonly<Record<string, WeightedEndpoint>>;
}

/** Endpoints in several regions; a client gets the one with the lowest latency. */
export interface LatencyRecord extends DnsRecordBase {
  /** Routing policy. */
  readonly policy: "latency";
  /** Endpoints by region code, which becomes the set identifier. */
  readonly endpoints: Readonly<Record<string, DnsEndpoint>>;
}

/** A primary endpoint, and a secondary that clients get while the primary is unhealthy. */
export interface FailoverRecord extends DnsRecordBase {
  /** Routing policy. */
  readonly policy: "failover";
  /** Key of the primary endpoint; it needs a health check, or an alias that evaluates its target's health. */
  readonly primary: string;
  /** Exactly two endpoints, by region or another label; the set identifier is `primary-` or `secondary-` and the label. */
  readonly endpoints: Readonly<Record<string, DnsEndpoint>>;
}

/** A record with a routing policy other than simple. */
export type RoutedRecord = WeightedRecord | LatencyRecord | FailoverRecord;

/** A record and its routing policy. */
export type DnsRecord = SimpleRecord | RoutedRecord;

/** A check of one endpoint by checkers in several regions; healthy while more than 18 % of them report success. */
export interface DnsHealthCheck {
  /** Name that the checkers resolve and connect to, over IPv4. */
  readonly fqdn: pulumi.Input<string>;
  /** Protocol of the check; HTTPS does not validate the certificate. @default "HTTPS" */
  readonly protocol?: "HTTPS" | "HTTP" | "TCP" | undefined;
  /** Port, 1 to 65535. @default - 443 for HTTPS, 80 for HTTP; required for TCP */
  readonly port?: number | undefined;
  /** Path that must return 2xx or 3xx, up to 255 characters with a leading slash; not for TCP. @default "/" */
  readonly path?: string | undefined;
  /** String that the first 5,120 bytes of the body must contain, 1 to 255 characters; not for TCP. @default - any body */
  readonly searchString?: string | undefined;
  /** Seconds between two requests of one checker, 10 or 30; a change replaces the check. @default 30 */
  readonly interval?: 10 | 30 | undefined;
  /** Consecutive results after which a checker changes its verdict, 1 to 10. @default 3 */
  readonly failureThreshold?: number | undefined;
  /** Regions of the checkers, at least three. @default - all of them */
  readonly checkerRegions?: readonly HealthCheckerRegion[] | undefined;
}

/** Arguments of {@link DnsRouting}. */
export interface DnsRoutingArgs {
  /** Zone of the records: `{ name }` creates one, `{ id, name }` adopts an existing one. */
  readonly zone: DnsZone;
  /** Records by a label that becomes part of the children's names. @default - none */
  readonly records?: Readonly<Record<string, DnsRecord>> | undefined;
  /** Health checks by the key that endpoints refer to. @default - none */
  readonly healthChecks?: Readonly<Record<string, DnsHealthCheck>> | undefined;
  /**
   * ARNs of SNS topics in us-east-1, where the metrics of health checks are. Each health check gets an alarm that notifies them
   * when the endpoint becomes unhealthy and when it recovers. @default - none, no alarms
   */
  readonly alarmTopicArns?: readonly pulumi.Input<string>[] | undefined;
  /** Tags of zone, health checks and alarms; they override the provider's default tags. @default - none */
  readonly tags?: Tags | undefined;
}
