import { firstObject, isGiven, listObjects } from "../common/inputs";
import { AwsError } from "../errors";
import { asNumber, asString, type Properties, valueAt } from "../property-values";

const RULE = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRule.html";
const FILTER = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRuleFilter.html";
const TIME = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationTimeValue.html";
const METRICS = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_Metrics.html";
const OWNER = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-change-owner.html";
const KEYS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html";
const GUIDE = "Please refer to S3 Developer Guide for more information.";

/** Returns the error of a replication configuration's rules, or undefined when S3 accepts them. */
export function findReplicationError(rules: readonly Properties[]): AwsError | undefined {
  const ids = rules.map(({ id }) => asString(id)).filter((id) => id !== undefined && id !== "");
  if (new Set(ids).size < ids.length) return argumentError("Rule Id must be unique", RULE);
  for (const rule of rules) {
    const fault =
      findFilterError(rule) ??
      findOwnerError(rule) ??
      findKeyError(rule) ??
      findTimeError(firstObject(rule.destination) ?? {});
    if (fault !== undefined) return fault;
  }
  return findPriorityError(rules);
}

function findFilterError(rule: Properties): AwsError | undefined {
  const filter = firstObject(rule.filter);
  if (filter === undefined) return undefined;
  const and = firstObject(filter.and);
  const tags = Object.keys(firstObject(and?.tags) ?? {});
  const members = [isGiven(filter.prefix), isGiven(filter.tag), and !== undefined].filter(Boolean);
  const conditions = tags.length + (isGiven(and?.prefix) ? 1 : 0);
  if (members.length > 1 || (and !== undefined && conditions < 2))
    return new AwsError(
      "MalformedXML",
      "The XML you provided was not well-formed or did not validate against our published schema",
      { source: FILTER },
    );
  const markers = valueAt(rule, "deleteMarkerReplication.status");
  if (!isGiven(markers))
    return requestError(
      `DeleteMarkerReplication must be specified for this version of Cross Region Replication configuration schema. ${GUIDE}`,
      RULE,
    );
  if (markers === "Enabled" && (isGiven(filter.tag) || tags.length > 0))
    return requestError(
      `Delete marker replication is not supported if any Tag filter is specified. ${GUIDE}`,
      RULE,
    );
  return undefined;
}

function findOwnerError(rule: Properties): AwsError | undefined {
  const owner = valueAt(rule, "destination.accessControlTranslation.owner");
  if (!isGiven(owner) || isGiven(valueAt(rule, "destination.account"))) return undefined;
  return requestError(
    "Account must be specified if the Owner in AccessControlTranslation has a value",
    OWNER,
  );
}

function findKeyError(rule: Properties): AwsError | undefined {
  const hasSelector = isGiven(valueAt(rule, "sourceSelectionCriteria.sseKmsEncryptedObjects.status"));
  const hasKey = isGiven(valueAt(rule, "destination.encryptionConfiguration.replicaKmsKeyId"));
  if (hasKey && !hasSelector)
    return requestError(
      "SseKmsEncryptedObjects must be specified if EncryptionConfiguration is present.",
      KEYS,
    );
  if (hasSelector && !hasKey)
    return requestError("ReplicaKmsKeyID must be specified if SseKmsEncryptedObjects tag is present.", KEYS);
  return undefined;
}

function findTimeError(destination: Properties): AwsError | undefined {
  const metrics = firstObject(destination.metrics);
  const isTimed = valueAt(destination, "replicationTime.status") === "Enabled";
  if (!isTimed) {
    if (firstObject(metrics?.eventThreshold) === undefined) return undefined;
    return argumentError(
      "Metrics cannot contain an event threshold when ReplicationTime is not specified or Disabled",
      METRICS,
    );
  }
  if (valueAt(destination, "replicationTime.time.minutes") !== 15)
    return requestError("ReplicationTime minutes must be 15.", TIME);
  if (metrics?.status !== "Enabled")
    return requestError(
      "Replication destination must contain Metrics when ReplicationTime is specified.",
      TIME,
    );
  return undefined;
}

// The provider sends the priority 0 for a rule with a filter that has none.
function findPriorityError(rules: readonly Properties[]): AwsError | undefined {
  const priorities = rules
    .filter(({ filter }) => listObjects(filter).length > 0)
    .map(({ priority }) => asNumber(priority) ?? 0);
  const duplicate = priorities.find((priority, index) => priorities.indexOf(priority) < index);
  return duplicate === undefined ? undefined : requestError(`Found duplicate priority ${duplicate}.`, RULE);
}

/** Creates the error of a request that S3 refuses. */
export function requestError(words: string, source: string): AwsError {
  return new AwsError("InvalidRequest", words, { source });
}

function argumentError(words: string, source: string): AwsError {
  return new AwsError("InvalidArgument", words, { source });
}
