import { parseCidrClearingHostBits } from "../../../common/cidr";
import { describeMismatch, findFlaws, isAnyTrue, isInternetWide, type Props, resourceRule } from "../../kit";

const INLINE = ["aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"];
const RULE = "aws:ec2/networkAclRule:NetworkAclRule";

/** Ports of administration, which no address on the internet needs. */
const ADMINISTRATION_PORTS = [22, 3389];

/** First port of the range from which hosts open connections, so that answers from the internet need it. */
const FIRST_EPHEMERAL_PORT = 1024;

/** A network ACL is the second line behind a security group that someone opened by mistake. */
export const naclNoWorldIngress = resourceRule({
  name: "nacl-no-world-ingress",
  title: "Network ACLs do not open administration ports",
  description:
    "No network ACL lets the whole internet reach ports 22 and 3389, except as part of the range for answers.",
  level: "advisory",
  severity: "medium",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "EC2.21",
    specification: "Network ACLs should not allow ingress from 0.0.0.0/0 to port 22 or port 3389",
  },
  tags: [
    "network",
    "cis-5.0:5.2",
    "cis-3.0:5.1",
    "checkov:CKV_AWS_352",
    "trivy:AWS-0102",
    "trivy:AWS-0105",
    "cdk-nag:AwsSolutions-VPC3",
  ],
  remediationSteps:
    "Allow the ports that the subnet serves, such as 443, and 1024 to 65535 for answers; reach hosts through Session Manager.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html",
  types: [...INLINE, RULE],
  checks: {
    ingress: (resource) =>
      resource.type === RULE
        ? resource.boolean("egress") === true
          ? undefined
          : findFault(resource, "ruleAction")
        : findFlaws(resource.list("ingress"), (rule) => findFault(rule, "action")),
  },
});

function findFault(rule: Props, action: string): string | undefined {
  const paths = ["cidrBlock", "ipv6CidrBlock"];
  const isFine = isAnyTrue(
    () => rule.string(action)?.toLowerCase() !== "allow",
    () => !coversAdministration(rule),
    () => paths.every((path) => !isInternet(rule, path)),
  );
  if (isFine) return undefined;
  const path = paths.find((one) => isInternet(rule, one)) ?? "cidrBlock";
  return describeMismatch(
    rule,
    path,
    "networks of administrators for ports 22 and 3389",
    "or only the ports that the subnet serves",
  );
}

function isInternet(rule: Props, path: string): boolean {
  const block = parseCidrClearingHostBits(rule.string(path) ?? "");
  return block !== undefined && isInternetWide(block);
}

function coversAdministration(rule: Props): boolean {
  const protocol = (rule.string("protocol") ?? "-1").toLowerCase();
  if (protocol === "-1" || protocol === "all") return true;
  if (!["tcp", "6", "udp", "17"].includes(protocol)) return false;
  const from = rule.number("fromPort") ?? 0;
  const to = rule.number("toPort") ?? from;
  const isForAnswers = from >= FIRST_EPHEMERAL_PORT && to === 65_535;
  return !isForAnswers && ADMINISTRATION_PORTS.some((port) => from <= port && port <= to);
}
