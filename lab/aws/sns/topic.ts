import { regionalArn } from "../common/arn";
import { matches, oneOf, oneOfNumbers } from "../common/faults";
import { recordAt } from "../common/lookup";
import { policyFaults } from "../common/policy";
import { AwsError } from "../errors";
import type { Call, CheckFailure, Draft, ResourceCall, ResourceType } from "../resource-type";
import { type Properties, text } from "../value";
import type { CloudRecord } from "../world";

/** Token of topics. */
const TOPIC = "aws:sns/topic:Topic";

/** A topic. Making one that is there already gives the same one, as CreateTopic does. */
export const topic: ResourceType = {
  type: TOPIC,
  service: "sns",
  name: { property: "name", maxLength: 256, suffix: (inputs) => (inputs.fifoTopic === true ? ".fifo" : "") },
  immutable: ["fifoTopic", "name", "namePrefix", "region"],
  check,
  create,
  durations: { create: 1, update: 1, delete: 1 },
};

/**
 * The topic of that ARN.
 *
 * @throws {AwsError} NotFound
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
 */
export function topicOf(call: Call, arn: string): CloudRecord {
  const [, , , region = call.region, account = call.account] = arn.split(":");
  const found = call.world.get({ account, region, type: TOPIC, id: arn });
  if (found !== undefined) return found;
  throw new AwsError("NotFound", "Topic does not exist", {
    httpStatus: 404,
    source: "https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html",
  });
}

/** @see https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
function check(inputs: Properties): readonly CheckFailure[] {
  const fifo = inputs.fifoTopic === true;
  return [
    ...matches(
      "name",
      inputs.name,
      fifo ? /^[A-Za-z0-9_-]{1,251}\.fifo$/ : /^[A-Za-z0-9_-]{1,256}$/,
      fifo
        ? "fifo topic names must end with .fifo and have only alphanumeric characters, hyphens and underscores"
        : "topic names must have only alphanumeric characters, hyphens and underscores, at most 256",
    ),
    ...policyFaults("policy", inputs.policy),
    ...oneOfNumbers("signatureVersion", inputs.signatureVersion, [1, 2]),
    ...oneOf("tracingConfig", inputs.tracingConfig, ["Active", "PassThrough"]),
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
  const name = text(draft.outputs.name) ?? text(inputs.name) ?? draft.id;
  const arn = regionalArn(call, "sns", name);
  const known = recordAt(call, TOPIC, arn);
  return {
    id: arn,
    outputs: {
      ...known?.outputs,
      ...draft.outputs,
      name,
      arn,
      owner: call.account,
      policy: inputs.policy ?? ownPolicy(call, arn),
    },
  };
}

/** The policy of a topic that was given none. @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html */
function ownPolicy(call: ResourceCall, arn: string): string {
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
