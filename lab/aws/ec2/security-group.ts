import { regionalArn } from "../common/arn";
import { length, matches } from "../common/faults";
import { freshId } from "../common/ids";
import { several } from "../common/inputs";
import { recordsHere } from "../common/lookup";
import { AwsError } from "../errors";
import type { CheckFailure, Draft, ResourceCall, ResourceType } from "../resource-type";
import { type Properties, text, texts } from "../value";
import type { CloudRecord } from "../world";
import { all, ERRORS, must, mustGroup, violation } from "./found";
import { judgePorts, namedGroups, portFaults } from "./group-rules";

/** A security group with the rules written into it. */
export const securityGroup: ResourceType = {
  type: "aws:ec2/securityGroup:SecurityGroup",
  service: "ec2",
  name: { property: "name", maxLength: 255 },
  immutable: ["description", "name", "namePrefix", "region", "vpcId"],
  defaults: (inputs) => ({ description: "Managed by Pulumi", revokeRulesOnDelete: false, ...inputs }),
  check,
  create,
  update: (call, inputs, change) => {
    judgeRules(call, inputs, change.before.id);
    return change.draft;
  },
  delete: remove,
  durations: { create: 2, update: 1, delete: 1 },
};

function check(inputs: Properties): readonly CheckFailure[] {
  const rules = (["ingress", "egress"] as const).flatMap((side) =>
    several(inputs[side]).flatMap((rule, index) => portFaults(`${side}[${index}].`, rule)),
  );
  return [
    ...length("name", inputs.name, 0, 255),
    ...matches("name", inputs.name, /^(?!sg-)/, "cannot begin with sg-"),
    ...length("description", inputs.description, 0, 255),
    ...rules,
  ];
}

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  const name = text(draft.outputs.name) ?? text(inputs.name) ?? draft.id;
  const network = text(inputs.vpcId) ?? "";
  if (network !== "") must(call, "vpc", network);
  if (name === "default")
    throw new AwsError("InvalidParameterValue", "Cannot use reserved security group name: default", {
      source: ERRORS,
    });
  if (all(call, "securityGroup").some((one) => one.outputs.vpcId === network && one.outputs.name === name))
    throw new AwsError(
      "InvalidGroup.Duplicate",
      `The security group '${name}' already exists for VPC '${network}'`,
      {
        source: ERRORS,
      },
    );
  const id = freshId(call, "sg-", 17);
  judgeRules(call, inputs, id);
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

function judgeRules(call: ResourceCall, inputs: Properties, self: string): void {
  for (const rule of [...several(inputs.ingress), ...several(inputs.egress)]) judgePorts(rule);
  for (const id of namedGroups(inputs)) if (id !== self && id.startsWith("sg-")) mustGroup(call, id);
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html */
function remove(call: ResourceCall, record: CloudRecord): void {
  const needed =
    all(call, "securityGroup").some(
      (one) => one.id !== record.id && namedGroups(one.outputs).includes(record.id),
    ) ||
    all(call, "vpcEndpoint").some((one) => texts(one.outputs.securityGroupIds).includes(record.id)) ||
    recordsHere(call, "aws:lb/loadBalancer:LoadBalancer").some((one) =>
      texts(one.outputs.securityGroups).includes(record.id),
    );
  if (needed) throw violation(`resource ${record.id} has a dependent object`);
}
