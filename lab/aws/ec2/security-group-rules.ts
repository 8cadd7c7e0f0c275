import { crc32 } from "node:zlib";
import { regionalArn } from "../common/arn";
import { checkExactlyOne, checkOneOf } from "../common/checks";
import { createHexId } from "../common/ids";
import { listRegionalRecords } from "../common/records";
import { AwsError } from "../errors";
import { asString, type Properties } from "../property-values";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { checkPorts, listPermissions, validatePorts } from "./permissions";
import { EC2_ERRORS, requireSecurityGroup } from "./records";

const PEERS = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"];

/** A rule of a security group, in the older form. */
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
  check: (inputs) => [...checkOneOf("type", inputs.type, ["ingress", "egress"]), ...checkPorts("", inputs)],
  create: (call, inputs, draft): Draft => {
    validate(call, inputs, "type");
    const id = `sgrule-${crc32([inputs.securityGroupId, inputs.type, ...listPermissions(inputs)].join("-"))}`;
    return { id, outputs: { ...draft.outputs, securityGroupRuleId: createHexId(call, "sgr-", 17) } };
  },
};

/** An inbound rule. */
export const securityGroupIngressRule = ruleType("Ingress");

/** An outbound rule. */
export const securityGroupEgressRule = ruleType("Egress");

function ruleType(side: "Ingress" | "Egress"): ResourceType {
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
    check: (inputs) => checkExactlyOne(inputs, PEERS),
    create: (call, inputs, draft): Draft => {
      validate(call, inputs, undefined);
      const id = createHexId(call, "sgr-", 17);
      const arn = regionalArn(call, "ec2", `security-group-rule/${id}`);
      return { id, outputs: { ...draft.outputs, arn, securityGroupRuleId: id } };
    },
  };
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html */
function validate(call: ResourceCall, inputs: Properties, side: string | undefined): void {
  const group = asString(inputs.securityGroupId) ?? "";
  requireSecurityGroup(call, group);
  validatePorts(inputs);
  const others = listRegionalRecords(call, call.type).filter(
    (one) =>
      one.outputs.securityGroupId === group && (side === undefined || one.outputs[side] === inputs[side]),
  );
  const existing = others.flatMap((one) => listPermissions(one.outputs));
  const duplicate = listPermissions(inputs).find((permission) => existing.includes(permission));
  if (duplicate !== undefined)
    throw new AwsError("InvalidPermission.Duplicate", `the specified rule "${duplicate}" already exists`, {
      source: EC2_ERRORS,
    });
}
