import { crc32 } from "node:zlib";
import { regionalArn } from "../common/arn";
import { exactlyOne, oneOf } from "../common/faults";
import { freshId } from "../common/ids";
import { recordsHere } from "../common/lookup";
import { AwsError } from "../errors";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { type Properties, text } from "../value";
import { ERRORS, mustGroup } from "./found";
import { judgePorts, permissions, portFaults } from "./group-rules";

const PEERS = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"];

/** A rule of a security group, of the older form. */
export const securityGroupRule: ResourceType = {
  type: "aws:ec2/securityGroupRule:SecurityGroupRule",
  service: "ec2",
  name: "none",
  api: { create: "AuthorizeSecurityGroupIngress", delete: "RevokeSecurityGroupIngress" },
  immutable: [
    "cidrBlocks",
    "fromPort",
    "ipv6CidrBlocks",
    "prefixListIds",
    "protocol",
    "region",
    "securityGroupId",
    "self",
    "sourceSecurityGroupId",
    "toPort",
    "type",
  ],
  check: (inputs) => [...oneOf("type", inputs.type, ["ingress", "egress"]), ...portFaults("", inputs)],
  create: (call, inputs, draft): Draft => {
    judge(call, inputs, "type");
    const id = `sgrule-${crc32([inputs.securityGroupId, inputs.type, ...permissions(inputs)].join("-"))}`;
    return { id, outputs: { ...draft.outputs, securityGroupRuleId: freshId(call, "sgr-", 17) } };
  },
};

/** A rule that lets in. */
export const securityGroupIngressRule = lone("Ingress");

/** A rule that lets out. */
export const securityGroupEgressRule = lone("Egress");

function lone(side: "Ingress" | "Egress"): ResourceType {
  return {
    type: `aws:vpc/securityGroup${side}Rule:SecurityGroup${side}Rule`,
    service: "ec2",
    name: "none",
    api: {
      create: `AuthorizeSecurityGroup${side}`,
      update: "ModifySecurityGroupRules",
      delete: `RevokeSecurityGroup${side}`,
    },
    immutable: ["region", "securityGroupId"],
    check: (inputs) => exactlyOne(inputs, PEERS),
    create: (call, inputs, draft): Draft => {
      judge(call, inputs, undefined);
      const id = freshId(call, "sgr-", 17);
      const arn = regionalArn(call, "ec2", `security-group-rule/${id}`);
      return { id, outputs: { ...draft.outputs, arn, securityGroupRuleId: id } };
    },
  };
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html */
function judge(call: ResourceCall, inputs: Properties, side: string | undefined): void {
  const group = text(inputs.securityGroupId) ?? "";
  mustGroup(call, group);
  judgePorts(inputs);
  const others = recordsHere(call, call.type).filter(
    (one) =>
      one.outputs.securityGroupId === group && (side === undefined || one.outputs[side] === inputs[side]),
  );
  const granted = others.flatMap((one) => permissions(one.outputs));
  const twice = permissions(inputs).find((permission) => granted.includes(permission));
  if (twice !== undefined)
    throw new AwsError("InvalidPermission.Duplicate", `the specified rule "${twice}" already exists`, {
      source: ERRORS,
    });
}
