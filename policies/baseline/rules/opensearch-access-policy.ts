import {
  evaluateWithin,
  findFlaws,
  isOpenToEveryone,
  type Resource,
  type RuleContext,
  requireStack,
  resourceRule,
  statementsOf,
} from "../../kit";

const DOMAIN = ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"];
const DOMAIN_POLICY = [
  "aws:opensearch/domainPolicy:DomainPolicy",
  "aws:elasticsearch/domainPolicy:DomainPolicy",
];

/** A domain whose policy allows everyone is open to anyone who finds its name. */
export const opensearchAccessPolicy = resourceRule({
  name: "opensearch-access-policy",
  title: "Search domains allow only named principals",
  description:
    "The access policy of an OpenSearch domain allows no one but named principals or networks, unless the domain is in a VPC and authenticates its users itself.",
  level: "mandatory",
  severity: "critical",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "Opensearch.2",
    specification: "OpenSearch domains should not be publicly accessible",
  },
  tags: ["data", "security-hub:ES.2", "cdk-nag:AwsSolutions-OS3", "cdk-nag:AwsSolutions-OS5"],
  remediationSteps:
    "Name the roles in Principal of accessPolicies, or add a condition on aws:SourceIp; a policy for everyone is fine in a VPC with advancedSecurityOptions.enabled.",
  url: "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html",
  types: [...DOMAIN, ...DOMAIN_POLICY],
  checks: {
    "access policy": (holder, context) => {
      const document = holder.json("accessPolicies");
      const open = findFlaws(document ? statementsOf(document) : [], (statement) =>
        isOpenToEveryone(statement) ? statement.at.slice(0, -1) : undefined,
      );
      if (open.length === 0 || isProtectedOtherwise(holder, context)) return undefined;
      return open.map(
        (statement) =>
          `${statement} allows every principal, expected named principals or a condition on aws:SourceIp; everyone who reaches the domain can read it`,
      );
    },
  },
});

/**
 * Whether the domain is in a VPC and authenticates its users, for which AWS recommends a policy for every principal.
 *
 * @see https://docs.aws.amazon.com/opensearch-service/latest/developerguide/fgac.html#fgac-recommendations
 */
function isProtectedOtherwise(holder: Resource, context: RuleContext<unknown>): boolean {
  const domain = DOMAIN.includes(holder.type)
    ? holder
    : requireStack(context, "domainName").findTarget(holder, "domainName", DOMAIN);
  if (!domain) return false;
  const isProtected = (): boolean =>
    domain.boolean("advancedSecurityOptions.enabled") === true && domain.hasItems("vpcOptions.subnetIds");
  return domain === holder ? isProtected() : evaluateWithin(domain, isProtected);
}
