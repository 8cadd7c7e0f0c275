import { regionalArn } from "../common/arn";
import { checkBetween, checkOneOf } from "../common/checks";
import { createHexId } from "../common/ids";
import { listObjects } from "../common/inputs";
import { AwsError } from "../errors";
import { asString, asStrings, type Properties } from "../property-values";
import type { CheckFailure, Draft, ResourceCall, ResourceType } from "../resource-type";
import { EC2_ERRORS, requireEc2 } from "./records";

/** A network access control list of subnets. */
export const networkAcl: ResourceType = {
  type: "aws:ec2/networkAcl:NetworkAcl",
  service: "ec2",
  name: "none",
  immutable: ["region", "vpcId"],
  check: (inputs) => [...checkRules("ingress", inputs), ...checkRules("egress", inputs)],
  create: (call, inputs, draft): Draft => {
    validate(call, inputs);
    const id = createHexId(call, "acl-", 17);
    return {
      id,
      outputs: {
        ...draft.outputs,
        arn: regionalArn(call, "ec2", `network-acl/${id}`),
        ownerId: call.account,
      },
    };
  },
  update: (call, inputs, change) => {
    validate(call, inputs);
    return change.draft;
  },
};

function checkRules(side: "ingress" | "egress", inputs: Properties): readonly CheckFailure[] {
  return listObjects(inputs[side]).flatMap((rule, index) => [
    ...checkOneOf(`${side}[${index}].action`, rule.action, ["allow", "deny"]),
    ...checkBetween(`${side}[${index}].ruleNo`, rule.ruleNo, 1, 32_766),
  ]);
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html */
function validate(call: ResourceCall, inputs: Properties): void {
  requireEc2(call, "vpc", asString(inputs.vpcId) ?? "");
  for (const id of asStrings(inputs.subnetIds)) requireEc2(call, "subnet", id);
  for (const side of ["ingress", "egress"]) {
    const numbers = listObjects(inputs[side]).map((rule) => rule.ruleNo);
    const twice = numbers.find((number, index) => numbers.indexOf(number) < index);
    if (twice !== undefined)
      throw new AwsError(
        "NetworkAclEntryAlreadyExists",
        `The network acl entry identified by ${twice} already exists.`,
        { source: EC2_ERRORS },
      );
  }
}
