import { isIPv4, isIPv6 } from "node:net";
import type * as pulumi from "@pulumi/pulumi";
import { isRecordName, normalizeDomain } from "../../common/domains";
import { checkWholeNumber } from "../shared/checks";
import { ArgumentError, type Faults } from "../shared/errors";
import type { DnsAlias, DnsEndpoint, DnsTarget } from "./args";

/**
 * Hosted zone of every CloudFront distribution.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html
 */
export const CLOUDFRONT_ZONE_ID = "Z2FDTNDATAQYW2";

/** Default TTL of values, in seconds. */
const DEFAULT_TTL = 60;

/** Largest TTL in seconds. @see https://www.rfc-editor.org/rfc/rfc2181#section-8 */
const MAX_TTL = 2_147_483_647;

/** A target with all defaults filled in. */
export type ResolvedTarget =
  | { readonly alias: DnsAlias; readonly ttl?: undefined }
  | { readonly alias?: undefined; readonly values: readonly pulumi.Input<string>[]; readonly ttl: number };

/** Fills in the default TTL of a target. */
export function resolveTarget({ alias, values, ttl = DEFAULT_TTL }: DnsTarget): ResolvedTarget {
  return alias ? { alias } : { values, ttl };
}

/** Checks one target: the number of its values, and their form; `single` allows one value only. */
export function checkTarget(
  faults: Faults,
  path: string,
  type: string,
  target: DnsTarget,
  single: boolean,
): void {
  if (target.alias) {
    const { zoneId, evaluateTargetHealth } = target.alias;
    faults.expect(
      zoneId !== CLOUDFRONT_ZONE_ID || evaluateTargetHealth !== true,
      `${path}.alias.evaluateTargetHealth`,
      true,
      "false for CloudFront, whose health Route 53 cannot evaluate",
    );
    return;
  }
  const { values, ttl } = target;
  checkWholeNumber(faults, `${path}.ttl`, ttl, 0, MAX_TTL);
  const one = single || type === "CNAME";
  faults.expect(
    one ? values.length === 1 : values.length > 0,
    `number of ${path}.values`,
    values.length,
    one ? "exactly 1" : "at least 1",
  );
  for (const value of values) checkValue(faults, `${path}.values`, type, value);
}

function checkValue(faults: Faults, path: string, type: string, value: pulumi.Input<string>): void {
  if (typeof value !== "string") return;
  if (type === "A") faults.expect(isIPv4(value), path, value, "an IPv4 address");
  if (type === "AAAA") faults.expect(isIPv6(value), path, value, "an IPv6 address");
  if (type === "CNAME") faults.expect(isRecordName(normalizeDomain(value)), path, value, "a domain name");
}

/** Whether Route 53 can detect that this endpoint is down; an alias whose zone is still unknown counts as yes. */
export function hasHealth({ target, healthCheck }: DnsEndpoint): boolean {
  if (healthCheck !== undefined) return true;
  return (
    target.alias !== undefined &&
    target.alias.evaluateTargetHealth !== false &&
    target.alias.zoneId !== CLOUDFRONT_ZONE_ID
  );
}

/** An alias after its hosted zone became known. */
export interface KnownAlias {
  /** Hosted zone of the target. */
  readonly zoneId: string;
  /** Value of the caller's argument. */
  readonly evaluateTargetHealth: boolean | undefined;
  /** Whether the record needs the target's health, because it is a failover primary without a health check. */
  readonly healthRequired: boolean;
}

/**
 * Whether Route 53 evaluates the target's health: by default for every target but CloudFront.
 *
 * @throws {ArgumentError} when the target is a CloudFront distribution and its health is required
 */
export function shouldEvaluateHealth(name: string, key: string, alias: KnownAlias): boolean {
  const { zoneId, evaluateTargetHealth, healthRequired } = alias;
  if (zoneId !== CLOUDFRONT_ZONE_ID) return evaluateTargetHealth ?? true;
  const argument = `records.${key}: evaluateTargetHealth of an alias to CloudFront`;
  if (evaluateTargetHealth) throw new ArgumentError(name, argument, true, "false");
  if (healthRequired) {
    throw new ArgumentError(name, argument, false, "a healthCheck in addition, since it is the primary");
  }
  return false;
}
