import { isIPv4, isIPv6 } from "node:net";
import type * as pulumi from "@pulumi/pulumi";
import { isRecordName, normalizeDomain } from "../../common/domains";
import { HEALTH_CHECKER_REGIONS, isRegionCode } from "../../common/regions";
import { expectLabels, expectOneOf, expectWhole } from "../shared/checks";
import { ArgumentError, type Faults } from "../shared/errors";
import type { DnsEndpoint, DnsHealthCheck, DnsRecord, DnsTarget } from "./records";

/**
 * Hosted zone of every CloudFront distribution.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html
 */
export const CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2";

/** Largest TTL in seconds. @see https://www.rfc-editor.org/rfc/rfc2181#section-8 */
const MAX_TTL = 2_147_483_647;

/** Largest weight. @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html */
const MAX_WEIGHT = 255;

/** TTL in seconds of values that name none. */
export const DEFAULT_TTL = 60;

/** Checks one target: as many values as its place allows, each in the type's form. */
export function checkTarget(
  faults: Faults,
  path: string,
  type: string,
  target: DnsTarget,
  single: boolean,
): void {
  if (target.alias) {
    const { zoneId, evaluateTargetHealth } = target.alias;
    const legal = zoneId !== CLOUDFRONT_ZONE || evaluateTargetHealth !== true;
    faults.expect(
      legal,
      `${path}.alias.evaluateTargetHealth`,
      true,
      "false for CloudFront, whose health Route 53 cannot see",
    );
    return;
  }
  const { values, ttl } = target;
  expectWhole(faults, `${path}.ttl`, ttl, 0, MAX_TTL);
  const one = single || type === "CNAME";
  const enough = one ? values.length === 1 : values.length > 0;
  faults.expect(enough, `number of ${path}.values`, values.length, one ? "exactly 1" : "at least 1");
  for (const value of values) checkValue(faults, `${path}.values`, type, value);
}

function checkValue(faults: Faults, path: string, type: string, value: pulumi.Input<string>): void {
  if (typeof value !== "string") return;
  if (type === "A") faults.expect(isIPv4(value), path, value, "an IPv4 address");
  if (type === "AAAA") faults.expect(isIPv6(value), path, value, "an IPv6 address");
  if (type === "CNAME") faults.expect(isRecordName(normalizeDomain(value)), path, value, "a domain name");
}

/** Checks what only the routing policy of a record asks for. */
export function checkPolicy(faults: Faults, path: string, record: DnsRecord): void {
  if (record.policy === "simple") return;
  const keys = Object.keys(record.endpoints);
  expectLabels(faults, `${path}.endpoints`, keys);
  faults.expect(keys.length > 0, `${path}.endpoints`, {}, "at least one endpoint");
  if (record.policy === "weighted") checkWeights(faults, path, record.endpoints);
  if (record.policy === "latency") {
    for (const key of keys) {
      const region = isRegionCode(key);
      faults.expect(region, `a key of ${path}.endpoints`, key, "a region code such as eu-west-1");
    }
  }
  if (record.policy === "failover") {
    faults.expect(
      keys.length === 2,
      `number of ${path}.endpoints`,
      keys.length,
      "exactly 2, the primary and the other",
    );
    const primary = record.endpoints[record.primary];
    if (
      faults.expect(primary !== undefined, `${path}.primary`, record.primary, `one of ${keys.join(", ")}`)
    ) {
      const healthy = primary !== undefined && hasHealth(primary);
      faults.expect(
        healthy,
        `${path}.endpoints.${record.primary}.healthCheck`,
        primary?.healthCheck,
        "a health check, or an alias that evaluates its target's health; a primary without never fails over",
      );
    }
  }
}

/** Whether Route 53 can learn that this endpoint is down; an alias whose zone is known only later counts until then. */
export function hasHealth({ target, healthCheck }: DnsEndpoint): boolean {
  if (healthCheck !== undefined) return true;
  return (
    target.alias !== undefined &&
    target.alias.evaluateTargetHealth !== false &&
    target.alias.zoneId !== CLOUDFRONT_ZONE
  );
}

function checkWeights(
  faults: Faults,
  path: string,
  endpoints: Extract<DnsRecord, { policy: "weighted" }>["endpoints"],
): void {
  const all = Object.entries(endpoints);
  for (const [key, { weight }] of all) {
    expectWhole(faults, `${path}.endpoints.${key}.weight`, weight, 0, MAX_WEIGHT);
  }
  const weights = all.map(([, { weight }]) => weight);
  const some = all.length === 0 || weights.some((weight) => weight !== 0);
  faults.expect(
    some,
    `weights of ${path}`,
    weights,
    "at least one above 0; all at 0 would share the queries equally",
  );
  const ttls = all.flatMap(([, { target }]) => (target.alias ? [] : [target.ttl ?? DEFAULT_TTL]));
  const equal = new Set(ttls).size <= 1;
  faults.expect(
    equal,
    `TTLs of ${path}`,
    ttls,
    "the same in every endpoint, as Route 53 demands of weighted records",
  );
}

/** Checks one health check. */
export function checkHealthCheck(faults: Faults, path: string, check: DnsHealthCheck): void {
  const { fqdn, protocol = "HTTPS", port, path: resource, searchString, checkerRegions } = check;
  if (typeof fqdn === "string") {
    faults.expect(
      isRecordName(normalizeDomain(fqdn)),
      `${path}.fqdn`,
      fqdn,
      "a domain name such as api.example.com",
    );
  }
  expectOneOf(faults, `${path}.protocol`, protocol, ["HTTPS", "HTTP", "TCP"]);
  expectWhole(faults, `${path}.port`, port, 1, 65_535);
  expectOneOf(faults, `${path}.interval`, check.interval, [10, 30]);
  expectWhole(faults, `${path}.failureThreshold`, check.failureThreshold, 1, 10);
  if (protocol === "TCP") {
    faults.expect(port !== undefined, `${path}.port`, port, "a port, since TCP has none of its own");
    faults.expect(resource === undefined, `${path}.path`, resource, "none with TCP");
    faults.expect(searchString === undefined, `${path}.searchString`, searchString, "none with TCP");
  } else {
    const good = resource === undefined || /^\/\S{0,254}$/.test(resource);
    faults.expect(good, `${path}.path`, resource, "a path of up to 255 characters that begins with a slash");
    const text = searchString === undefined || (searchString.length >= 1 && searchString.length <= 255);
    faults.expect(text, `${path}.searchString`, searchString, "a text of 1 to 255 characters");
  }
  if (checkerRegions === undefined) return;
  for (const region of checkerRegions)
    expectOneOf(faults, `${path}.checkerRegions`, region, HEALTH_CHECKER_REGIONS);
  const distinct = new Set(checkerRegions).size;
  faults.expect(
    distinct >= 3 && distinct === checkerRegions.length,
    `${path}.checkerRegions`,
    checkerRegions,
    "at least three regions, each once",
  );
}

/** An alias whose hosted zone may have become known only just now. */
export interface KnownAlias {
  /** Hosted zone of the target. */
  readonly zone: string;
  /** What the caller asked for. */
  readonly evaluateTargetHealth: boolean | undefined;
  /** Whether the answer's health must be known, and no health check tells it. */
  readonly healthless: boolean;
}

/**
 * Whether the target's health counts: it does, but for CloudFront.
 *
 * @throws {ArgumentError} when a target that turns out to be CloudFront was to tell its health
 */
export function evaluatesHealth(name: string, key: string, alias: KnownAlias): boolean {
  const { zone, evaluateTargetHealth, healthless } = alias;
  if (zone !== CLOUDFRONT_ZONE) return evaluateTargetHealth ?? true;
  const argument = `records.${key}: evaluateTargetHealth of an alias into CloudFront`;
  if (evaluateTargetHealth) throw new ArgumentError(name, argument, true, "false");
  if (healthless) throw new ArgumentError(name, argument, false, "a healthCheck beside it, on a primary");
  return false;
}

/**
 * Checks that the adopted zone bears the name that the records were checked against.
 *
 * @throws {ArgumentError} when it does not
 */
export function expectZoneName(name: string, wanted: string, found: { name: string; zoneId: string }): void {
  const real = normalizeDomain(found.name);
  if (real !== wanted) {
    throw new ArgumentError(name, "zone.name", wanted, `${real}, the name of zone ${found.zoneId}`);
  }
}
