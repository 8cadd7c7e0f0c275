import {
  ARCHIVE_CLASSES,
  COLDER_STORAGE_CLASSES,
  colderThan,
  INFREQUENT_ACCESS_CLASSES,
  INFREQUENT_ACCESS_DAYS,
} from "../../../common/storage-classes";
import { firstObject, isGiven, listObjects } from "../common/inputs";
import { AwsError } from "../errors";
import { asNumber, asString, type Properties } from "../property-values";

const GUIDE =
  "https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html";
const ELEMENTS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html";
const MODEL = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html";

/** Returns the error of a lifecycle configuration, or undefined when S3 accepts it. */
export function findLifecycleError(rules: readonly Properties[]): AwsError | undefined {
  if (rules.length > 1000) return schemaError(ELEMENTS);
  const ids = rules.map((rule) => asString(rule.id)).filter((id) => id !== undefined && id !== "");
  if (new Set(ids).size < ids.length)
    return lifecycleError(
      "InvalidArgument",
      "Rule ID must be unique. Found same ID for more than one rule",
      MODEL,
    );
  for (const rule of rules) {
    const fault = findFilterError(rule) ?? findActionsError(rule) ?? findTransitionsError(rule);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRuleFilter.html */
function findFilterError(rule: Properties): AwsError | undefined {
  const filter = firstObject(rule.filter);
  if (filter === undefined) return undefined;
  const kinds = ["prefix", "tag", "objectSizeGreaterThan", "objectSizeLessThan", "and"];
  if (kinds.filter((kind) => isGiven(filter[kind])).length > 1) return schemaError(ELEMENTS);
  const both = firstObject(filter.and);
  const above = asNumber(both?.objectSizeGreaterThan);
  const below = asNumber(both?.objectSizeLessThan);
  if (above === undefined || below === undefined || above < below) return undefined;
  return lifecycleError(
    "InvalidRequest",
    "Filter element can only be specified with ObjectSizeGreaterThan less than ObjectSizeLessThan.",
    ELEMENTS,
  );
}

function findActionsError(rule: Properties): AwsError | undefined {
  const actions = [
    "abortIncompleteMultipartUpload",
    "expiration",
    "noncurrentVersionExpiration",
    "noncurrentVersionTransitions",
    "transitions",
  ];
  if (!actions.some((action) => listObjects(rule[action]).length > 0))
    return lifecycleError("InvalidRequest", "At least one action needs to be specified in a rule", MODEL);
  return findExpirationError(rule) ?? findNoncurrentError(rule) ?? findAbortError(rule);
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleExpiration.html */
function findExpirationError(rule: Properties): AwsError | undefined {
  const expiration = firstObject(rule.expiration);
  if (expiration === undefined) return undefined;
  const days = asNumber(expiration.days);
  const hasDays = days !== undefined && days !== 0;
  if (expiration.expiredObjectDeleteMarker === true) {
    if (hasDays || isGiven(expiration.date)) return schemaError(MODEL);
    if (filtersTags(rule))
      return lifecycleError(
        "InvalidRequest",
        "ExpiredObjectDeleteMarker cannot be specified with Tags.",
        ELEMENTS,
      );
  }
  if (days !== undefined && days < 0)
    return lifecycleError(
      "InvalidArgument",
      "'Days' for Expiration action must be a positive integer",
      MODEL,
    );
  return findDateError(asString(expiration.date));
}

function findNoncurrentError(rule: Properties): AwsError | undefined {
  const days = asNumber(firstObject(rule.noncurrentVersionExpiration)?.noncurrentDays);
  if (days === undefined || days > 0) return undefined;
  const words = "'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer";
  return lifecycleError("InvalidArgument", words, MODEL);
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html#intro-lifecycle-rules-actions */
function findAbortError(rule: Properties): AwsError | undefined {
  if (firstObject(rule.abortIncompleteMultipartUpload) === undefined) return undefined;
  const words = "AbortIncompleteMultipartUpload cannot be specified with";
  if (filtersTags(rule)) return lifecycleError("InvalidRequest", `${words} Tags.`, ELEMENTS);
  return filtersSize(rule) ? lifecycleError("InvalidRequest", `${words} Object Size.`, ELEMENTS) : undefined;
}

function findTransitionsError(rule: Properties): AwsError | undefined {
  for (const { storageClass, noncurrentDays } of listObjects(rule.noncurrentVersionTransitions)) {
    const fault = findDaysError(
      "NoncurrentDays",
      "NoncurrentVersionTransition",
      storageClass,
      noncurrentDays,
    );
    if (fault !== undefined) return fault;
  }
  const moves = listObjects(rule.transitions);
  for (const move of moves) {
    const fault =
      (isGiven(move.date)
        ? undefined
        : findDaysError("Days", "Transition", move.storageClass, move.days ?? 0)) ??
      findDateError(asString(move.date));
    if (fault !== undefined) return fault;
  }
  return findOrderError(moves);
}

function findDaysError(field: string, action: string, to: unknown, days: unknown): AwsError | undefined {
  if (typeof days !== "number" || !isInfrequentAccess(String(to)) || days >= INFREQUENT_ACCESS_DAYS)
    return undefined;
  const words = `'${field}' in ${action} action must be greater than or equal to ${INFREQUENT_ACCESS_DAYS} for storageClass '${to}'`;
  return lifecycleError("InvalidArgument", words, GUIDE);
}

// S3 orders the transitions of a rule by their days; each must lead to a colder class than the one before.
function findOrderError(moves: readonly Properties[]): AwsError | undefined {
  const byDays = moves
    .filter((move) => !isGiven(move.date))
    .map((move) => ({ to: asString(move.storageClass) ?? "", days: asNumber(move.days) ?? 0 }))
    .sort((a, b) => a.days - b.days);
  for (const [index, next] of byDays.entries()) {
    const last = byDays[index - 1];
    if (last === undefined || last.to === next.to) continue;
    const known = COLDER_STORAGE_CLASSES.find((storageClass) => storageClass === last.to);
    const where = `'Days' in the Transition action for StorageClass '${next.to}'`;
    if (
      last.days < next.days &&
      known !== undefined &&
      !colderThan(known).some((storageClass) => storageClass === next.to)
    ) {
      const words = `${where} must be less than 'Days' in the Transition action for StorageClass '${last.to}'`;
      return lifecycleError("InvalidArgument", words, GUIDE);
    }
    const leaves = isInfrequentAccess(last.to) && [...ARCHIVE_CLASSES, "ONEZONE_IA"].includes(next.to);
    if (leaves && next.days - last.days < INFREQUENT_ACCESS_DAYS) {
      const words = `${where} must be ${INFREQUENT_ACCESS_DAYS} days more than 'Days' in the Transition action for StorageClass '${last.to}'`;
      return lifecycleError("InvalidArgument", words, GUIDE);
    }
  }
  return undefined;
}

function isInfrequentAccess(storageClass: string): boolean {
  return INFREQUENT_ACCESS_CLASSES.some((each) => each === storageClass);
}

function findDateError(date: string | undefined): AwsError | undefined {
  if (date === undefined || date === "") return undefined;
  const moment = Date.parse(date);
  if (!Number.isNaN(moment) && moment % 86_400_000 === 0) return undefined;
  return lifecycleError("InvalidArgument", "'Date' must be at midnight GMT", MODEL);
}

function filtersTags(rule: Properties): boolean {
  const filter = firstObject(rule.filter);
  return isGiven(filter?.tag) || Object.keys(firstObject(firstObject(filter?.and)?.tags) ?? {}).length > 0;
}

function filtersSize(rule: Properties): boolean {
  const filter = firstObject(rule.filter);
  const both = firstObject(filter?.and);
  return [filter, both].some(
    (one) => isGiven(one?.objectSizeGreaterThan) || isGiven(one?.objectSizeLessThan),
  );
}

function schemaError(source: string): AwsError {
  return lifecycleError(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
    source,
  );
}

function lifecycleError(code: string, words: string, source: string): AwsError {
  return new AwsError(code, words, { source });
}
