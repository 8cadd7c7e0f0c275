import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { normalizeDomain } from "../../common/domains";
import { ArgumentError } from "../shared/errors";
import type { Tags } from "../shared/tags";
import type { AdoptedZone, CreatedZone, DnsZone } from "./args";
import { createQueryLog, type ResolvedQueryLog, resolveQueryLog } from "./query-log";

/** A zone with its name in normal form and all defaults filled in. */
export type ResolvedZone =
  | AdoptedZone
  | (CreatedZone & { readonly forceDestroy: boolean; readonly queryLog: ResolvedQueryLog | undefined });

/** Fills in the defaults of a zone. */
export function resolveZone(zone: DnsZone): ResolvedZone {
  const name = normalizeDomain(zone.name);
  return zone.id === undefined
    ? {
        ...zone,
        name,
        forceDestroy: zone.forceDestroy ?? false,
        queryLog: zone.queryLog && resolveQueryLog(zone.queryLog),
      }
    : { ...zone, name };
}

/** Id and name servers of a hosted zone. */
export interface HostedZone {
  /** Id of the zone. */
  readonly zoneId: pulumi.Output<string>;
  /** Name servers of the zone. */
  readonly nameServers: pulumi.Output<string[]>;
}

/** Creates the hosted zone, or looks up the one to adopt. */
export function createOrAdoptZone(
  name: string,
  zone: ResolvedZone,
  tags: Tags | undefined,
  parent: pulumi.Resource,
): HostedZone {
  if (zone.id === undefined) {
    const created = new aws.route53.Zone(
      name,
      { name: zone.name, forceDestroy: zone.forceDestroy, ...(tags ? { tags } : {}) },
      { parent },
    );
    if (zone.queryLog) createQueryLog(name, created, zone.queryLog, tags, parent);
    return { zoneId: created.zoneId, nameServers: created.nameServers };
  }
  const adoptedZone = aws.route53.getZoneOutput({ zoneId: zone.id }, { parent }).apply((result) => {
    checkZoneName(name, zone.name, result);
    return result;
  });
  return { zoneId: adoptedZone.zoneId, nameServers: adoptedZone.nameServers };
}

/**
 * Checks that the adopted zone has the name against which the records were validated.
 *
 * @throws {ArgumentError} when its name differs
 */
export function checkZoneName(
  name: string,
  expectedName: string,
  zone: { readonly name: string; readonly zoneId: string },
): void {
  const actualName = normalizeDomain(zone.name);
  if (actualName !== expectedName) {
    const hint = `${actualName}, the name of zone ${zone.zoneId}`;
    throw new ArgumentError(name, "zone.name", expectedName, hint);
  }
}
