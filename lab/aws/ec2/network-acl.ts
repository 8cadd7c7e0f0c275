import { regionalArn } from "../common/arn";
import { between, oneOf } from "../common/faults";
import { freshId } from "../common/ids";
import { several } from "../common/inputs";
import { AwsError } from "../errors";
import type { CheckFailure, Draft, ResourceCall, ResourceType } from "../resource-type";
import { type Properties, text, texts } from "../value";
import { ERRORS, must } from "./found";

/** A list of what may pass a subnet's border. */
export const networkAcl: ResourceType = {
  type: "aws:ec2/networkAcl:NetworkAcl",
  service: "ec2",
  name: "none",
  immutable: ["region", "vpcId"],
  check: (inputs) => [...sideFaults("ingress", inputs), ...sideFaults("egress", inputs)],
  create: (call, inputs, draft): Draft => {
    judge(call, inputs);
    const id = freshId(call, "acl-", 17);
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
    judge(call, inputs);
    return change.draft;
  },
};

function sideFaults(side: "ingress" | "egress", inputs: Properties): readonly CheckFailure[] {
  return several(inputs[side]).flatMap((rule, index) => [
    ...oneOf(`${side}[${index}].action`, rule.action, ["allow", "deny"]),
    ...between(`${side}[${index}].ruleNo`, rule.ruleNo, 1, 32_766),
  ]);
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html */
function judge(call: ResourceCall, inputs: Properties): void {
  must(call, "vpc", text(inputs.vpcId) ?? "");
  for (const id of texts(inputs.subnetIds)) must(call, "subnet", id);
  for (const side of ["ingress", "egress"]) {
    const numbers = several(inputs[side]).map((rule) => rule.ruleNo);
    const twice = numbers.find((number, index) => numbers.indexOf(number) < index);
    if (twice !== undefined)
      throw new AwsError(
        "NetworkAclEntryAlreadyExists",
        `The network acl entry identified by ${twice} already exists.`,
        { source: ERRORS },
      );
  }
}
