import type { CloudRecord } from "../cloud-store";
import { regionalArn } from "../common/arn";
import { checkOneOf, checkOneOfNumbers, checkPattern } from "../common/checks";
import { assignedName } from "../common/inputs";
import { checkPolicy } from "../common/policy";
import { findRecord } from "../common/records";
import { AwsError } from "../errors";
import type { Properties } from "../property-values";
import type { Call, CheckFailure, Draft, ResourceCall, ResourceType } from "../resource-type";

/** Token of topics. */
const TOPIC = "aws:sns/topic:Topic";

/** A topic. Creating an existing one returns it, as CreateTopic does. */
export const topic: ResourceType = {
  type: TOPIC,
  service: "sns",
  name: { property: "name", suffix: (inputs) => (inputs.fifoTopic === true ? ".fifo" : "") },
  immutable: ["fifoTopic", "name", "namePrefix", "region"],
  isCreateIdempotent: true,
  check,
  create,
  durations: { create: 1, update: 1, delete: 1 },
};

/**
 * Finds the topic of an ARN.
 *
 * @throws {AwsError} NotFound
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
 */
export function requireTopic(call: Call, arn: string): CloudRecord {
  const [, , , region = call.region, account = call.account] = arn.split(":");
  const record = call.store.get({ account, region, type: TOPIC, id: arn });
  if (record !== undefined) return record;
  throw new AwsError("NotFound", "Topic does not exist", {
    httpStatus: 404,
    source: "https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html",
  });
}

/** @see https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
function check(inputs: Properties): readonly CheckFailure[] {
  const fifo = inputs.fifoTopic === true;
  return [
    ...checkPattern(
      "name",
      inputs.name,
      fifo ? /^[A-Za-z0-9_-]{1,251}\.fifo$/ : /^[A-Za-z0-9_-]{1,256}$/,
      fifo
        ? "fifo topic names must end with .fifo and have only alphanumeric characters, hyphens and underscores"
        : "topic names must have only alphanumeric characters, hyphens and underscores, at most 256",
    ),
    ...checkPolicy("policy", inputs.policy),
    ...checkOneOfNumbers("signatureVersion", inputs.signatureVersion, [1, 2]),
    ...checkOneOf("tracingConfig", inputs.tracingConfig, ["Active", "PassThrough"]),
  ];
}

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  if (inputs.contentBasedDeduplication === true && inputs.fifoTopic !== true)
    throw new AwsError(
      "InvalidParameter",
      "Invalid parameter: Content-based deduplication can only be set for FIFO topics",
      {
        source: "https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html",
      },
    );
  const name = assignedName(draft);
  const arn = regionalArn(call, "sns", name);
  const known = findRecord(call, TOPIC, arn);
  return {
    id: arn,
    outputs: {
      ...known?.outputs,
      ...draft.outputs,
      name,
      arn,
      owner: call.account,
      policy: inputs.policy ?? defaultPolicy(call, arn),
    },
  };
}

/** Policy of a topic without one. @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html */
function defaultPolicy(call: ResourceCall, arn: string): string {
  const actions = [
    "GetTopicAttributes",
    "SetTopicAttributes",
    "AddPermission",
    "RemovePermission",
    "DeleteTopic",
  ];
  return JSON.stringify({
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: [...actions, "Subscribe", "ListSubscriptionsByTopic", "Publish"].map(
          (action) => `SNS:${action}`,
        ),
        Resource: arn,
        Condition: { StringEquals: { "AWS:SourceOwner": call.account } },
      },
    ],
  });
}
