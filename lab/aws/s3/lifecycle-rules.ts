import {
  ARCHIVE_CLASSES,
  COLDER_STORAGE_CLASSES,
  colderThan,
  INFREQUENT_ACCESS_CLASSES,
  INFREQUENT_ACCESS_DAYS,
} from "../../../common/storage-classes";
import { isGiven, several, single } from "../common/inputs";
import { AwsError } from "../errors";
import { numeric, type Properties, text } from "../value";

const GUIDE =
  "https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html";
const ELEMENTS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html";
const MODEL = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html";

/** What S3 refuses in a lifecycle configuration; undefined when it takes it. */
export function lifecycleFault(rules: readonly Properties[]): AwsError | undefined {
  if (rules.length > 1000) return malformed(ELEMENTS);
  const ids = rules.map((rule) => text(rule.id)).filter((id) => id !== undefined && id !== "");
  if (new Set(ids).size < ids.length)
    return refused("InvalidArgument", "Rule ID must be unique. Found same ID for more than one rule", MODEL);
  for (const rule of rules) {
    const fault = filterFault(rule) ?? actionsFault(rule) ?? transitionsFault(rule);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRuleFilter.html */
function filterFault(rule: Properties): AwsError | undefined {
  const filter = single(rule.filter);
  if (filter === undefined) return undefined;
  const kinds = ["prefix", "tag", "objectSizeGreaterThan", "objectSizeLessThan", "and"];
  if (kinds.filter((kind) => isGiven(filter[kind])).length > 1) return malformed(ELEMENTS);
  const both = single(filter.and);
  const above = numeric(both?.objectSizeGreaterThan);
  const below = numeric(both?.objectSizeLessThan);
  if (above === undefined || below === undefined || above < below) return undefined;
  return refused(
    "InvalidRequest",
    "Filter element can only be specified with ObjectSizeGreaterThan less than ObjectSizeLessThan.",
    ELEMENTS,
  );
}

function actionsFault(rule: Properties): AwsError | undefined {
  const actions = [
    "abortIncompleteMultipartUpload",
    "expiration",
    "noncurrentVersionExpiration",
    "noncurrentVersionTransitions",
    "transitions",
  ];
  if (!actions.some((action) => several(rule[action]).length > 0))
    return refused("InvalidRequest", "At least one action needs to be specified in a rule", MODEL);
  return expirationFault(rule) ?? noncurrentFault(rule) ?? abortFault(rule);
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleExpiration.html */
function expirationFault(rule: Properties): AwsError | undefined {
  const expiration = single(rule.expiration);
  if (expiration === undefined) return undefined;
  const days = numeric(expiration.days);
  const counted = days !== undefined && days !== 0;
  if (expiration.expiredObjectDeleteMarker === true) {
    if (counted || isGiven(expiration.date)) return malformed(MODEL);
    if (filtersTags(rule))
      return refused("InvalidRequest", "ExpiredObjectDeleteMarker cannot be specified with Tags.", ELEMENTS);
  }
  if (days !== undefined && days < 0)
    return refused("InvalidArgument", "'Days' for Expiration action must be a positive integer", MODEL);
  return dateFault(text(expiration.date));
}

function noncurrentFault(rule: Properties): AwsError | undefined {
  const days = numeric(single(rule.noncurrentVersionExpiration)?.noncurrentDays);
  if (days === undefined || days > 0) return undefined;
  const words = "'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer";
  return refused("InvalidArgument", words, MODEL);
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html#intro-lifecycle-rules-actions */
function abortFault(rule: Properties): AwsError | undefined {
  if (single(rule.abortIncompleteMultipartUpload) === undefined) return undefined;
  const words = "AbortIncompleteMultipartUpload cannot be specified with";
  if (filtersTags(rule)) return refused("InvalidRequest", `${words} Tags.`, ELEMENTS);
  return filtersSize(rule) ? refused("InvalidRequest", `${words} Object Size.`, ELEMENTS) : undefined;
}

function transitionsFault(rule: Properties): AwsError | undefined {
  for (const { storageClass, noncurrentDays } of several(rule.noncurrentVersionTransitions)) {
    const fault = tooEarly("NoncurrentDays", "NoncurrentVersionTransition", storageClass, noncurrentDays);
    if (fault !== undefined) return fault;
  }
  const moves = several(rule.transitions);
  for (const move of moves) {
    const fault =
      (isGiven(move.date) ? undefined : tooEarly("Days", "Transition", move.storageClass, move.days ?? 0)) ??
      dateFault(text(move.date));
    if (fault !== undefined) return fault;
  }
  return orderFault(moves);
}

function tooEarly(field: string, action: string, to: unknown, days: unknown): AwsError | undefined {
  if (typeof days !== "number" || !isInfrequentAccess(String(to)) || days >= INFREQUENT_ACCESS_DAYS)
    return undefined;
  const words = `'${field}' in ${action} action must be greater than or equal to ${INFREQUENT_ACCESS_DAYS} for storageClass '${to}'`;
  return refused("InvalidArgument", words, GUIDE);
}

// Transitions of one rule are taken in the order of their days: each must lead down from the one before.
function orderFault(moves: readonly Properties[]): AwsError | undefined {
  const dated = moves
    .filter((move) => !isGiven(move.date))
    .map((move) => ({ to: text(move.storageClass) ?? "", days: numeric(move.days) ?? 0 }))
    .sort((a, b) => a.days - b.days);
  for (const [index, next] of dated.entries()) {
    const last = dated[index - 1];
    if (last === undefined || last.to === next.to) continue;
    const known = COLDER_STORAGE_CLASSES.find((storageClass) => storageClass === last.to);
    const where = `'Days' in the Transition action for StorageClass '${next.to}'`;
    if (
      last.days < next.days &&
      known !== undefined &&
      !colderThan(known).some((storageClass) => storageClass === next.to)
    ) {
      const words = `${where} must be less than 'Days' in the Transition action for StorageClass '${last.to}'`;
      return refused("InvalidArgument", words, GUIDE);
    }
    const leaves = isInfrequentAccess(last.to) && [...ARCHIVE_CLASSES, "ONEZONE_IA"].includes(next.to);
    if (leaves && next.days - last.days < INFREQUENT_ACCESS_DAYS) {
      const words = `${where} must be ${INFREQUENT_ACCESS_DAYS} days more than 'Days' in the Transition action for StorageClass '${last.to}'`;
      return refused("InvalidArgument", words, GUIDE);
    }
  }
  return undefined;
}

function isInfrequentAccess(storageClass: string): boolean {
  return INFREQUENT_ACCESS_CLASSES.some((each) => each === storageClass);
}

function dateFault(date: string | undefined): AwsError | undefined {
  if (date === undefined || date === "") return undefined;
  const moment = Date.parse(date);
  if (!Number.isNaN(moment) && moment % 86_400_000 === 0) return undefined;
  return refused("InvalidArgument", "'Date' must be at midnight GMT", MODEL);
}

function filtersTags(rule: Properties): boolean {
  const filter = single(rule.filter);
  return isGiven(filter?.tag) || Object.keys(single(single(filter?.and)?.tags) ?? {}).length > 0;
}

function filtersSize(rule: Properties): boolean {
  const filter = single(rule.filter);
  const both = single(filter?.and);
  return [filter, both].some(
    (one) => isGiven(one?.objectSizeGreaterThan) || isGiven(one?.objectSizeLessThan),
  );
}

function malformed(source: string): AwsError {
  return refused(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
    source,
  );
}

function refused(code: string, words: string, source: string): AwsError {
  return new AwsError(code, words, { source });
}
