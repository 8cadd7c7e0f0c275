import type * as pulumi from "@pulumi/pulumi";
import { StorageReplication } from "../../components";
import type { Settings } from "../settings";
import { type RegionsByCode, requireRegion } from "./regions";

/** Creates the replication of the primary's bucket to the regions that the settings name; undefined for none. */
export function createReplication(
  settings: Settings,
  regions: RegionsByCode,
  options: pulumi.ComponentResourceOptions,
) {
  const { primary, secondary, storage } = settings;
  const others = settings.regions.map(({ code }) => code).filter((code) => code !== primary);
  // S3 keeps the rules in order: the secondary first, then by code, so that the order of the settings has no effect.
  const all = [secondary ?? [], others.filter((code) => code !== secondary).sort()].flat();
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
    },
    options,
  );
}
