import type * as aws from "@pulumi/aws";
import { checkLabels, checkWholeNumber } from "../shared/checks";
import type { Faults } from "../shared/errors";
import { checkObjectFilter, filterInputs } from "../shared/object-filter";
import type { ResolvedStorageArgs, StorageLifecycleRule } from "./args";
import { actionInputs, checkExpiry, checkReadable, checkTransitions } from "./lifecycle";

/** Ids of the rules of the whole bucket. */
const OWN_IDS = ["current-versions", "noncurrent-versions", "lone-delete-markers", "incomplete-uploads"];

/** Most rules beside the bucket's own; S3 accepts 1000 together. */
const MAX_RULES = 990;

type Rule = aws.types.input.s3.BucketLifecycleConfigurationRule;

/** Checks the lifecycle rules of parts of the bucket as S3 does. */
export function checkLifecycleRules(
  faults: Faults,
  { lifecycleRules, cloudFrontRead }: ResolvedStorageArgs,
): void {
  const labels = Object.keys(lifecycleRules);
  faults.expect(labels.length <= MAX_RULES, "lifecycleRules", labels.length, `at most ${MAX_RULES} rules`);
  checkLabels(faults, "lifecycleRules", labels);
  for (const [label, rule] of Object.entries(lifecycleRules)) {
    const path = `lifecycleRules.${label}`;
    const isFree = !OWN_IDS.includes(label);
    faults.expect(
      isFree,
      "a key of lifecycleRules",
      label,
      "another label than the ids of the bucket's rules",
    );
    checkSelection(faults, path, rule);
    checkActions(faults, path, rule);
    if (cloudFrontRead) checkReadable(faults, `${path}.transitions`, rule.transitions ?? []);
  }
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html */
function checkSelection(faults: Faults, path: string, rule: StorageLifecycleRule): void {
  checkObjectFilter(faults, `${path}.`, rule);
  const { prefix, objectTags, objectSizeGreaterThan, objectSizeLessThan, abortUploadsAfterDays } = rule;
  const hasSize = objectSizeGreaterThan !== undefined || objectSizeLessThan !== undefined;
  faults.expect(
    Boolean(prefix) || objectTags !== undefined || hasSize,
    path,
    rule,
    "a prefix, objectTags or a size; the whole bucket has arguments of its own",
  );
  faults.expect(
    abortUploadsAfterDays === undefined || (objectTags === undefined && !hasSize),
    `${path}.abortUploadsAfterDays`,
    abortUploadsAfterDays,
    "nothing with objectTags or a size, which an incomplete upload does not have",
  );
}

function checkActions(faults: Faults, path: string, rule: StorageLifecycleRule): void {
  const { transitions = [], noncurrentTransitions = [], newerNoncurrentVersions } = rule;
  const hasAction =
    transitions.length > 0 ||
    noncurrentTransitions.length > 0 ||
    rule.expireAfterDays !== undefined ||
    rule.noncurrentExpireAfterDays !== undefined ||
    rule.abortUploadsAfterDays !== undefined;
  faults.expect(hasAction, path, rule, "at least one transition, expiry or clean-up of uploads");
  checkTransitions(faults, `${path}.transitions`, transitions);
  checkExpiry(faults, `${path}.expireAfterDays`, rule.expireAfterDays, transitions);
  checkTransitions(faults, `${path}.noncurrentTransitions`, noncurrentTransitions);
  checkExpiry(
    faults,
    `${path}.noncurrentExpireAfterDays`,
    rule.noncurrentExpireAfterDays,
    noncurrentTransitions,
  );
  checkWholeNumber(faults, `${path}.newerNoncurrentVersions`, newerNoncurrentVersions, 1, 100);
  faults.expect(
    newerNoncurrentVersions === undefined || rule.noncurrentExpireAfterDays !== undefined,
    `${path}.newerNoncurrentVersions`,
    newerNoncurrentVersions,
    "nothing without noncurrentExpireAfterDays",
  );
  checkWholeNumber(faults, `${path}.abortUploadsAfterDays`, rule.abortUploadsAfterDays, 1, 365);
}

/** Returns the inputs of the rules of parts of the bucket. */
export function partialRules({ lifecycleRules }: Pick<ResolvedStorageArgs, "lifecycleRules">): Rule[] {
  return Object.entries(lifecycleRules).map(([id, rule]) => ({
    id,
    status: (rule.enabled ?? true) ? "Enabled" : "Disabled",
    filter: filterInputs(rule),
    ...actionInputs(rule),
  }));
}
