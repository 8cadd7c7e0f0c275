import { NAME_LIMITS } from "../../../common/name-limits";
import type { CloudRecord } from "../cloud-store";
import { regionalArn } from "../common/arn";
import { checkLength, checkPattern } from "../common/checks";
import { createHexId } from "../common/ids";
import { assignedName, listObjects } from "../common/inputs";
import { listRegionalRecords } from "../common/records";
import { AwsError } from "../errors";
import { asString, asStrings, type Properties } from "../property-values";
import type { CheckFailure, Draft, ResourceCall, ResourceType } from "../resource-type";
import { listReferringGroups, removeOwnRules, revokeRules } from "./group-references";
import { checkPorts, listInlineRules, referencedGroups, validatePorts } from "./permissions";
import { dependencyViolation, EC2_ERRORS, listEc2, requireEc2, requireSecurityGroup } from "./records";

/** A security group with its inline rules. */
export const securityGroup: ResourceType = {
  type: "aws:ec2/securityGroup:SecurityGroup",
  service: "ec2",
  name: { property: "name" },
  immutable: ["description", "name", "namePrefix", "region", "vpcId"],
  defaults: (inputs) => ({ description: "Managed by Pulumi", revokeRulesOnDelete: false, ...inputs }),
  check,
  create,
  update: (call, inputs, change) => {
    validateRules(call, inputs, change.before.id);
    return change.draft;
  },
  delete: removeGroup,
  durations: { create: 2, update: 1, delete: 1 },
};

function check(inputs: Properties): readonly CheckFailure[] {
  const rules = (["ingress", "egress"] as const).flatMap((side) =>
    listObjects(inputs[side]).flatMap((rule, index) => checkPorts(`${side}[${index}].`, rule)),
  );
  return [
    ...checkLength("name", inputs.name, 0, NAME_LIMITS["aws:ec2/securityGroup:SecurityGroup"]),
    ...checkPattern("name", inputs.name, /^(?!sg-)/, "cannot begin with sg-"),
    ...checkLength("description", inputs.description, 0, 255),
    ...rules,
  ];
}

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  const name = assignedName(draft);
  const network = asString(inputs.vpcId) ?? "";
  if (network !== "") requireEc2(call, "vpc", network);
  if (name === "default")
    throw new AwsError("InvalidParameterValue", "Cannot use reserved security group name: default", {
      source: EC2_ERRORS,
    });
  if (
    listEc2(call, "securityGroup").some((one) => one.outputs.vpcId === network && one.outputs.name === name)
  )
    throw new AwsError(
      "InvalidGroup.Duplicate",
      `The security group '${name}' already exists for VPC '${network}'`,
      {
        source: EC2_ERRORS,
      },
    );
  const id = createHexId(call, "sg-", 17);
  validateRules(call, inputs, id);
  return {
    id,
    outputs: {
      ...draft.outputs,
      name,
      vpcId: network,
      arn: regionalArn(call, "ec2", `security-group/${id}`),
      ownerId: call.account,
    },
  };
}

function validateRules(call: ResourceCall, inputs: Properties, self: string): void {
  for (const rule of listInlineRules(inputs)) validatePorts(rule);
  for (const id of referencedGroups(inputs))
    if (id !== self && id.startsWith("sg-")) requireSecurityGroup(call, id);
}

/**
 * Deletes a group with its rules. EC2 refuses while another group's rule refers to it; with revokeRulesOnDelete the provider
 * removes such rules first.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html
 */
function removeGroup(call: ResourceCall, record: CloudRecord): void {
  if (record.outputs.revokeRulesOnDelete === true) revokeRules(call, record.id);
  const isUsed =
    listReferringGroups(call, record.id).length > 0 ||
    listEc2(call, "vpcEndpoint").some((one) => asStrings(one.outputs.securityGroupIds).includes(record.id)) ||
    listRegionalRecords(call, "aws:lb/loadBalancer:LoadBalancer").some((one) =>
      asStrings(one.outputs.securityGroups).includes(record.id),
    );
  if (isUsed) throw dependencyViolation(`resource ${record.id} has a dependent object`);
  removeOwnRules(call, record.id);
}
