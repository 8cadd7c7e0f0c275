import { checkLength } from "../common/checks";
import { assignedName } from "../common/inputs";
import { checkPolicy } from "../common/policy";
import { listRegionalRecords } from "../common/records";
import { AwsError } from "../errors";
import type { Draft, ResourceType } from "../resource-type";

const TYPE = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy";

/** Most resource policies in a region. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const MOST_POLICIES = 10;

/** A policy that lets AWS services write into log groups. */
export const logResourcePolicy: ResourceType = {
  type: TYPE,
  service: "logs",
  name: { property: "policyName" },
  api: { create: "PutResourcePolicy", update: "PutResourcePolicy", delete: "DeleteResourcePolicy" },
  immutable: ["policyName", "region", "resourceArn"],
  check: (inputs) => [
    ...checkPolicy("policyDocument", inputs.policyDocument),
    ...checkLength("policyDocument", inputs.policyDocument, 1, 5120),
  ],
  create: (call, _inputs, draft): Draft => {
    const name = assignedName(draft, "policyName");
    const others = listRegionalRecords(call, TYPE).filter((one) => one.id !== name);
    if (others.length >= MOST_POLICIES)
      throw new AwsError("LimitExceededException", "Resource limit exceeded.", {
        source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html",
      });
    return { id: name, outputs: { ...draft.outputs, policyName: name } };
  },
};
