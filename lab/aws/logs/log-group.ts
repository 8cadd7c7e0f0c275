import { LOG_RETENTION_DAYS } from "../../../common/log-retention";
import { NAME_LIMITS } from "../../../common/name-limits";
import type { CloudRecord } from "../cloud-store";
import { regionalArn } from "../common/arn";
import { checkLength, checkOneOf, checkOneOfNumbers, checkPattern } from "../common/checks";
import { assignedName } from "../common/inputs";
import { findRecord } from "../common/records";
import { AwsError } from "../errors";
import type { Properties } from "../property-values";
import type { Call, CheckFailure, Draft, ResourceCall, ResourceType } from "../resource-type";

/** Token of log groups. */
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

/** Retentions in days; 0 retains permanently. */
const RETENTIONS = [0, ...LOG_RETENTION_DAYS];

/** A log group. */
export const logGroup: ResourceType = {
  type: LOG_GROUP,
  service: "logs",
  name: { property: "name" },
  immutable: ["logGroupClass", "name", "namePrefix", "region"],
  defaults: (inputs) => ({ logGroupClass: "STANDARD", retentionInDays: 0, skipDestroy: false, ...inputs }),
  check,
  create,
  delete: (_call, record) => {
    if (record.outputs.deletionProtectionEnabled !== true) return;
    throw new AwsError("ValidationException", "The log group is protected from deletion.", {
      source: "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html",
    });
  },
  durations: { create: 1, update: 1, delete: 1 },
};

/**
 * Finds the log group of a name in the region of the request.
 *
 * @throws {AwsError} ResourceNotFoundException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
 */
export function requireLogGroup(call: Call, name: string): CloudRecord {
  const record = findRecord(call, LOG_GROUP, name);
  if (record !== undefined) return record;
  throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.", {
    source: "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html",
  });
}

function check(inputs: Properties): readonly CheckFailure[] {
  return [
    ...checkLength("name", inputs.name, 1, NAME_LIMITS[LOG_GROUP]),
    ...checkPattern(
      "name",
      inputs.name,
      /^[.\-_/#A-Za-z0-9]+$/,
      "isn't a valid log group name (alphanumeric characters, underscores, hyphens, slashes, hash signs and dots are allowed)",
    ),
    ...checkOneOf("logGroupClass", inputs.logGroupClass, ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"]),
    ...checkOneOfNumbers("retentionInDays", inputs.retentionInDays, RETENTIONS),
  ];
}

function create(call: ResourceCall, _inputs: Properties, draft: Draft): Draft {
  const source =
    "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html";
  const name = assignedName(draft);
  if (name.startsWith("aws/"))
    throw new AwsError("InvalidParameterException", "Log groups starting with aws/ are reserved for AWS.", {
      source,
    });
  if (findRecord(call, LOG_GROUP, name) !== undefined)
    throw new AwsError("ResourceAlreadyExistsException", "The specified log group already exists", {
      source,
    });
  return {
    id: name,
    outputs: { ...draft.outputs, name, arn: regionalArn(call, "logs", `log-group:${name}`) },
  };
}
