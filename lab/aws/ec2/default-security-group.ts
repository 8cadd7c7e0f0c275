import { regionalArn } from "../common/arn";
import { asString } from "../property-values";
import type { Draft, ResourceType } from "../resource-type";
import { requireEc2 } from "./records";

/** The default security group of a VPC, adopted by a program; a delete removes the program's rules and leaves the group. */
export const defaultSecurityGroup: ResourceType = {
  type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  service: "ec2",
  name: "none",
  api: {
    create: "DescribeSecurityGroups",
    read: "DescribeSecurityGroups",
    delete: "RevokeSecurityGroupIngress",
  },
  immutable: ["region", "vpcId"],
  create: (call, inputs, draft): Draft => {
    const network = requireEc2(call, "vpc", asString(inputs.vpcId) ?? "");
    const id = asString(network.outputs.defaultSecurityGroupId) ?? "";
    return {
      id,
      outputs: {
        ...draft.outputs,
        arn: regionalArn(call, "ec2", `security-group/${id}`),
        description: "default VPC security group",
        name: "default",
        namePrefix: "",
        ownerId: call.account,
      },
    };
  },
};
