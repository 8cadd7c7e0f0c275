import { isGiven, listObjects } from "../common/inputs";
import { AwsError } from "../errors";
import { asNumber, asString, type Properties } from "../property-values";
import { type CheckFailure, failure } from "../resource-type";
import { EC2_ERRORS } from "./records";

/**
 * Refuses the ports of a rule, with the provider's messages.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws internal/service/ec2/vpc_security_group.go
 */
export function checkPorts(path: string, rule: Properties): readonly CheckFailure[] {
  const from = asNumber(rule.fromPort);
  const to = asNumber(rule.toPort);
  const protocol = asString(rule.protocol);
  if (from === undefined || to === undefined || protocol === undefined) return [];
  const every = protocol === "-1" || protocol.toLowerCase() === "all";
  if (every && (from !== 0 || to !== 0) && !(from === -1 && to === -1))
    return [
      failure(
        `${path}fromPort`,
        `from_port (${from}) and to_port (${to}) must both be 0 to use the 'ALL' "-1" protocol!`,
      ),
    ];
  return [];
}

/**
 * Refuses the ports of a rule, as EC2 does.
 *
 * @throws {AwsError} InvalidParameterValue
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
 */
export function validatePorts(rule: Properties): void {
  const from = asNumber(rule.fromPort);
  const to = asNumber(rule.toPort);
  const protocol = String(rule.protocol ?? rule.ipProtocol ?? "").toLowerCase();
  if (from === undefined || to === undefined || !["tcp", "udp", "6", "17"].includes(protocol)) return;
  if (from >= 0 && to <= 65535 && from <= to) return;
  throw new AwsError("InvalidParameterValue", `Invalid TCP/UDP port range (${from}:${to})`, {
    source: EC2_ERRORS,
  });
}

/** Inline rules of a group. */
export function listInlineRules(outputs: Properties): readonly Properties[] {
  return [...listObjects(outputs.ingress), ...listObjects(outputs.egress)];
}

/** Ids of the groups in the inline rules of a group. */
export function referencedGroups(outputs: Properties): readonly string[] {
  return listInlineRules(outputs).flatMap((rule) =>
    Array.isArray(rule.securityGroups) ? rule.securityGroups.map(String) : [],
  );
}

/** Permissions that a rule grants, as strings: two rules with an equal string conflict. */
export function listPermissions(rule: Properties): readonly string[] {
  const peers = [
    ...toStrings(rule.cidrBlocks),
    ...toStrings(rule.ipv6CidrBlocks),
    ...toStrings(rule.prefixListIds),
    ...[
      rule.cidrIpv4,
      rule.cidrIpv6,
      rule.prefixListId,
      rule.referencedSecurityGroupId,
      rule.sourceSecurityGroupId,
    ]
      .filter(isGiven)
      .map(String),
    ...(rule.self === true ? ["self"] : []),
  ];
  const protocol = String(rule.protocol ?? rule.ipProtocol ?? "").toUpperCase();
  return peers.map(
    (peer) =>
      `peer: ${peer}, ${protocol}, from port: ${rule.fromPort ?? -1}, to port: ${rule.toPort ?? -1}, ALLOW`,
  );
}

function toStrings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
