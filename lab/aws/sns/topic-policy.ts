import { isGiven } from "../common/inputs";
import { checkPolicy, listStatements, readPolicy } from "../common/policy";
import { AwsError } from "../errors";
import { asString, type Properties } from "../property-values";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { requireTopic } from "./topic";

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
  check: (inputs) => checkPolicy("policy", inputs.policy),
  create: (call, inputs, draft): Draft => {
    validate(call, inputs);
    const arn = asString(inputs.arn) ?? "";
    return { id: arn, outputs: { ...draft.outputs, owner: call.account } };
  },
  update: (call, inputs, change) => {
    validate(call, inputs);
    return change.draft;
  },
};

/** @see https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html */
function validate(call: ResourceCall, inputs: Properties): void {
  requireTopic(call, asString(inputs.arn) ?? "");
  const document = readPolicy(inputs.policy);
  if (
    document !== undefined &&
    listStatements(document).every((one) => isGiven(one.Principal) || isGiven(one.NotPrincipal))
  )
    return;
  throw new AwsError("InvalidParameter", "Invalid parameter: Policy Error: null", {
    source: "https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html",
  });
}
