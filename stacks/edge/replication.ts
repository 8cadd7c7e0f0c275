import type * as pulumi from "@pulumi/pulumi";
import { StorageReplication } from "../../components";
import type { Settings } from "../settings";
import { type RegionsByCode, requireRegion, requireSiteBucket } from "./regions";

/** Creates the replication of the primary's data bucket to the regions that the settings name; undefined for none. */
export function createReplication(
  settings: Settings,
  regions: RegionsByCode,
  options: pulumi.ComponentResourceOptions,
) {
  const { primary, storage } = settings;
  const all = listOtherRegions(settings);
  const targets = { none: [], secondary: all.slice(0, 1), all }[storage.replication];
  if (targets.length === 0) return undefined;
  const source = requireRegion(primary, regions);
  return new StorageReplication(
    "replication",
    {
      sourceBucketName: source.bucketName,
      sourceBucketArn: source.bucketArn,
      destinations: Object.fromEntries(
        targets.map((code) => [code, { bucketArn: requireRegion(code, regions).bucketArn }] as const),
      ),
      ...alarmsOf(settings, regions),
    },
    options,
  );
}

/**
 * Creates the replication of the primary's site bucket to all other regions; undefined without cdn or with one region. It
 * does not depend on storage.replication: without it, the secondary would answer 403 when the CDN fails over. All regions get
 * the site, because a bucket that becomes the secondary later receives only objects that are new then.
 */
export function createSiteReplication(
  settings: Settings,
  regions: RegionsByCode,
  options: pulumi.ComponentResourceOptions,
) {
  const targets = listOtherRegions(settings);
  if (!settings.cdn || targets.length === 0) return undefined;
  const source = requireSiteBucket(settings.primary, regions);
  return new StorageReplication(
    "site-replication",
    {
      sourceBucketName: source.name,
      sourceBucketArn: source.arn,
      destinations: Object.fromEntries(
        targets.map((code) => [code, { bucketArn: requireSiteBucket(code, regions).arn }] as const),
      ),
      ...alarmsOf(settings, regions),
    },
    options,
  );
}

/** Returns the topics of the replication's alarms, if any: those of the primary, where S3 publishes the metrics. */
function alarmsOf({ primary, storage }: Settings, regions: RegionsByCode) {
  return storage.replicationAlarms ? { alarmTopicArns: [requireRegion(primary, regions).alarmTopicArn] } : {};
}

/** Lists all regions but the primary: S3 keeps rules in order, so the order of the settings must have no effect. */
function listOtherRegions({ regions, primary, secondary }: Settings): readonly string[] {
  const others = regions.map(({ code }) => code).filter((code) => code !== primary && code !== secondary);
  return [secondary ?? [], others.sort()].flat();
}
