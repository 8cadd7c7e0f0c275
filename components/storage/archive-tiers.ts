import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { checkWholeNumber } from "../shared/checks";
import type { Faults } from "../shared/errors";
import { checkObjectFilter } from "../shared/object-filter";
import type { ResolvedStorageArgs, StorageArchiveTiers } from "./args";

/** Longest time without access, two years. @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Tiering.html */
const MAX_DAYS = 730;

/** Checks the archive tiers as S3 does; undefined is valid. */
export function checkArchiveTiers(
  faults: Faults,
  { archiveTiers, cloudFrontRead }: ResolvedStorageArgs,
): void {
  if (archiveTiers === undefined) return;
  const { archiveAfterDays, deepArchiveAfterDays } = archiveTiers;
  faults.expect(
    !cloudFrontRead,
    "archiveTiers",
    archiveTiers,
    "nothing, since cloudFrontRead is true and objects in these tiers cannot be read immediately",
  );
  faults.expect(
    archiveAfterDays !== undefined || deepArchiveAfterDays !== undefined,
    "archiveTiers",
    archiveTiers,
    "archiveAfterDays, deepArchiveAfterDays, or both",
  );
  checkWholeNumber(faults, "archiveTiers.archiveAfterDays", archiveAfterDays, 90, MAX_DAYS);
  const least = Math.max(180, (archiveAfterDays ?? 0) + 1);
  checkWholeNumber(faults, "archiveTiers.deepArchiveAfterDays", deepArchiveAfterDays, least, MAX_DAYS);
  checkObjectFilter(faults, "archiveTiers.", archiveTiers);
}

/** Creates the configuration of the archive tiers. */
export function createArchiveTiers(
  name: string,
  bucket: pulumi.Input<string>,
  { archiveAfterDays, deepArchiveAfterDays, prefix, objectTags }: StorageArchiveTiers,
  opts: pulumi.CustomResourceOptions,
): void {
  const tierings = [
    { accessTier: "ARCHIVE_ACCESS", days: archiveAfterDays },
    { accessTier: "DEEP_ARCHIVE_ACCESS", days: deepArchiveAfterDays },
  ].flatMap(({ accessTier, days }) => (days === undefined ? [] : [{ accessTier, days }]));
  const filter = { ...(prefix ? { prefix } : {}), ...(objectTags ? { tags: { ...objectTags } } : {}) };
  new aws.s3.BucketIntelligentTieringConfiguration(
    name,
    { bucket, name: "archive", tierings, ...(Object.keys(filter).length > 0 ? { filter } : {}) },
    opts,
  );
}
