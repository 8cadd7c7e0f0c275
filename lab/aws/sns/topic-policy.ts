import { isGiven } from "../common/inputs";
import { policyFaults, readPolicy, statements } from "../common/policy";
import { AwsError } from "../errors";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { type Properties, text } from "../value";
import { topicOf } from "./topic";

/** The resource policy of a topic. */
export const topicPolicy: ResourceType = {
  type: "aws:sns/topicPolicy:TopicPolicy",
  service: "sns",
  name: "none",
  api: {
    create: "SetTopicAttributes",
    read: "GetTopicAttributes",
    update: "SetTopicAttributes",
    delete: "SetTopicAttributes",
  },
  immutable: ["arn", "region"],
  check: (inputs) => policyFaults("policy", inputs.policy),
  create: (call, inputs, draft): Draft => {
    judge(call, inputs);
    const arn = text(inputs.arn) ?? "";
    return { id: arn, outputs: { ...draft.outputs, owner: call.account } };
  },
  update: (call, inputs, change) => {
    judge(call, inputs);
    return change.draft;
  },
};

/** @see https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html */
function judge(call: ResourceCall, inputs: Properties): void {
  topicOf(call, text(inputs.arn) ?? "");
  const document = readPolicy(inputs.policy);
  if (
    document !== undefined &&
    statements(document).every((one) => isGiven(one.Principal) || isGiven(one.NotPrincipal))
  )
    return;
  throw new AwsError("InvalidParameter", "Invalid parameter: Policy Error: null", {
    source: "https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html",
  });
}
