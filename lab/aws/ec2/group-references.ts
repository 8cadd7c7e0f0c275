import type { CloudRecord } from "../cloud-store";
import { listRegionalRecords } from "../common/records";
import { asString, type Properties } from "../property-values";
import type { Call } from "../resource-type";
import { listInlineRules } from "./permissions";
import { listEc2 } from "./records";

/** Kind of the notes for rules that a service added: `account/region/group/referenced group`. */
const SERVICE_RULE = "ec2/service-rule";

/** Types of rules that are resources of their own, and the property with the other group. */
const RULE_TYPES = {
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "referencedSecurityGroupId",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "referencedSecurityGroupId",
  "aws:ec2/securityGroupRule:SecurityGroupRule": "sourceSecurityGroupId",
} as const;

/** A rule, other than an inline one, in `group` about another group. */
interface GroupRule {
  readonly group: string;
  readonly peer: string | undefined;
  readonly remove: () => void;
}

/** Adds a rule about `peer` to `group`, as a service does that manages the group; it outlives the service's resource. */
export function addServiceRule(call: Call, group: string, peer: string): void {
  call.store.setNote(SERVICE_RULE, `${placeOf(call)}${group}/${peer}`, true);
}

/** Lists the groups whose rules refer to `group`, itself left out. */
export function listReferringGroups(call: Call, group: string): readonly string[] {
  const inline = listEc2(call, "securityGroup").filter(({ outputs }) =>
    listInlineRules(outputs).some((rule) => refersTo(rule, group)),
  );
  const others = listRules(call).filter(({ peer }) => peer === group);
  return [...inline.map(({ id }) => id), ...others.map((rule) => rule.group)].filter((one) => one !== group);
}

/**
 * Removes all rules in `group`, and those in other groups that refer to it.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/v6.0.0/internal/service/ec2/vpc_security_group.go forceRevokeSecurityGroupRules
 */
export function revokeRules(call: Call, group: string): void {
  for (const rule of listRules(call)) if (rule.group === group || rule.peer === group) rule.remove();
  for (const record of listEc2(call, "securityGroup")) {
    if (record.id === group || !listInlineRules(record.outputs).some((rule) => refersTo(rule, group)))
      continue;
    call.store.put({ ...record, outputs: withoutReferences(record, group) });
  }
}

/** Removes the rules that disappear with their group. */
export function removeOwnRules(call: Call, group: string): void {
  for (const rule of listRules(call)) if (rule.group === group) rule.remove();
}

function withoutReferences({ outputs }: CloudRecord, group: string): Properties {
  const without = (side: "ingress" | "egress") => {
    const rules = outputs[side];
    if (!Array.isArray(rules)) return {};
    return { [side]: rules.filter((rule) => !refersTo(rule as Properties, group)) };
  };
  return { ...outputs, ...without("ingress"), ...without("egress") };
}

function refersTo({ securityGroups }: Properties, group: string): boolean {
  return Array.isArray(securityGroups) && securityGroups.includes(group);
}

function listRules(call: Call): readonly GroupRule[] {
  const resources = Object.entries(RULE_TYPES).flatMap(([type, peer]) =>
    listRegionalRecords(call, type).map((record) => ({
      group: asString(record.outputs["securityGroupId"]) ?? "",
      peer: asString(record.outputs[peer]),
      remove: () => void call.store.remove(record),
    })),
  );
  const notes = call.store.notes(SERVICE_RULE, placeOf(call)).map(([key]) => {
    const [group = "", peer] = key.slice(placeOf(call).length).split("/");
    return { group, peer, remove: () => call.store.setNote(SERVICE_RULE, key, undefined) };
  });
  return [...resources, ...notes];
}

function placeOf({ account, region }: Call): string {
  return `${account}/${region}/`;
}
