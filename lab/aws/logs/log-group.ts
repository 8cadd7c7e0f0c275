import { LOG_RETENTION_DAYS } from "../../../common/log-retention";
import { regionalArn } from "../common/arn";
import { length, matches, oneOf, oneOfNumbers } from "../common/faults";
import { recordAt } from "../common/lookup";
import { AwsError } from "../errors";
import type { Call, CheckFailure, Draft, ResourceCall, ResourceType } from "../resource-type";
import { type Properties, text } from "../value";
import type { CloudRecord } from "../world";

/** Token of log groups. */
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

/** Retentions in days; 0 retains permanently. */
const RETENTIONS = [0, ...LOG_RETENTION_DAYS];

/** A log group. */
export const logGroup: ResourceType = {
  type: LOG_GROUP,
  service: "logs",
  name: { property: "name", maxLength: 512 },
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
 * The log group of that name in the region of the request.
 *
 * @throws {AwsError} ResourceNotFoundException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
 */
export function logGroupHere(call: Call, name: string): CloudRecord {
  const found = recordAt(call, LOG_GROUP, name);
  if (found !== undefined) return found;
  throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.", {
    source: "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html",
  });
}

function check(inputs: Properties): readonly CheckFailure[] {
  return [
    ...length("name", inputs.name, 1, 512),
    ...matches(
      "name",
      inputs.name,
      /^[.\-_/#A-Za-z0-9]+$/,
      "isn't a valid log group name (alphanumeric characters, underscores, hyphens, slashes, hash signs and dots are allowed)",
    ),
    ...oneOf("logGroupClass", inputs.logGroupClass, ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"]),
    ...oneOfNumbers("retentionInDays", inputs.retentionInDays, RETENTIONS),
  ];
}

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  const source =
    "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html";
  const name = text(draft.outputs.name) ?? text(inputs.name) ?? draft.id;
  if (name.startsWith("aws/"))
    throw new AwsError("InvalidParameterException", "Log groups starting with aws/ are reserved for AWS.", {
      source,
    });
  if (recordAt(call, LOG_GROUP, name) !== undefined)
    throw new AwsError("ResourceAlreadyExistsException", "The specified log group already exists", {
      source,
    });
  return {
    id: name,
    outputs: { ...draft.outputs, name, arn: regionalArn(call, "logs", `log-group:${name}`) },
  };
}
