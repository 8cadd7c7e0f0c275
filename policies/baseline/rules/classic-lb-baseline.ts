import {
  CLASSIC_LOAD_BALANCER,
  evaluateWithin,
  findFlaws,
  findFlawsUnlessOnePasses,
  formatValue,
  mustBe,
  type Props,
  type Resource,
  type Stack,
  stackRule,
} from "../../kit";

interface Settings {
  readonly allowInternalHttp: boolean;
  readonly requireAccessLogs: boolean;
}

/** A classic load balancer cannot redirect HTTP, and its default TLS policy accepts TLS 1.0. */
export const classicLbBaseline = stackRule<Settings>({
  name: "classic-lb-baseline",
  title: "Classic load balancers require modern TLS",
  description:
    "Listeners of classic load balancers have HTTPS or SSL with TLS 1.2 or newer; the load balancers log requests and drain connections.",
  level: "mandatory",
  severity: "high",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "ELB.3",
    specification: "Classic Load Balancer listeners should be configured with HTTPS or TLS termination",
  },
  tags: [
    "network",
    "security-hub:ELB.5",
    "security-hub:ELB.7",
    "security-hub:ELB.8",
    "security-hub:ELB.9",
    "checkov:CKV_AWS_92",
    "checkov:CKV_AWS_376",
    "cdk-nag:AwsSolutions-ELB3",
    "cdk-nag:AwsSolutions-ELB4",
    "cdk-nag:AwsSolutions-ELB5",
  ],
  remediationSteps:
    'Replace it by aws.lb.LoadBalancer, which redirects HTTP. Otherwise set lbProtocol of each listener to "https" or "ssl" with sslCertificateId, add aws.elb.LoadBalancerPolicy with Reference-Security-Policy "ELBSecurityPolicy-TLS-1-2-2017-01" and aws.elb.ListenerPolicy, set accessLogs and connectionDraining.',
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-https-load-balancers.html",
  settings: {
    allowInternalHttp: {
      type: "boolean",
      default: false,
      description: "Whether internal classic load balancers may serve plain HTTP.",
    },
    requireAccessLogs: {
      type: "boolean",
      default: true,
      description: "Whether classic load balancers must log requests.",
    },
  },
  types: CLASSIC_LOAD_BALANCER,
  checks: {
    listeners: (balancer, { settings }) => {
      const faults = findFlaws(balancer.list("listeners"), findPlainListener);
      const isAllowed =
        faults.length > 0 && settings.allowInternalHttp && balancer.boolean("internal") === true;
      return isAllowed ? undefined : faults;
    },
    "TLS policy": (balancer, { stack }) => {
      const secure = balancer.list("listeners").find((listener) => isSecure(protocolOf(listener)));
      return secure && findTlsPolicyFault(balancer, secure, stack);
    },
    "access logs": (balancer, { settings }) => {
      if (!settings.requireAccessLogs) return undefined;
      const absent = balancer.isSet("accessLogs");
      return mustBe(balancer, "accessLogs.enabled", true, {
        absent,
        advice: "set accessLogs.bucket as well",
      });
    },
    "connection draining": (balancer) =>
      mustBe(balancer, "connectionDraining", true, {
        absent: false,
        advice: "otherwise requests fail when an instance leaves",
      }),
    "cross-zone load balancing": (balancer) =>
      mustBe(balancer, "crossZoneLoadBalancing", true, { absent: true }),
  },
  remediation: (inputs, balancer) => {
    if (balancer.boolean("connectionDraining")) return false;
    inputs["connectionDraining"] = true;
    return true;
  },
});

function protocolOf(listener: Props): string {
  return (listener.string("lbProtocol") ?? "").toUpperCase();
}

function isSecure(protocol: string): boolean {
  return protocol === "HTTPS" || protocol === "SSL";
}

/** Describes a listener for plain HTTP. Other protocols over TCP, and TLS that the instances terminate, are fine. */
function findPlainListener(listener: Props): string | undefined {
  const protocol = protocolOf(listener);
  if (protocol !== "HTTP" && !(protocol === "TCP" && listener.number("lbPort") === 80)) return undefined;
  return `${listener.at}lbProtocol is ${formatValue(listener.string("lbProtocol"))}, expected "https"; a classic load balancer cannot redirect, so replace it by aws.lb.LoadBalancer or delete the listener`;
}

const NEGOTIATION_POLICY = ["aws:elb/sslNegotiationPolicy:SslNegotiationPolicy"];
const BALANCER_POLICY = ["aws:elb/loadBalancerPolicy:LoadBalancerPolicy"];

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-policy-table.html */
function findTlsPolicyFault(balancer: Resource, listener: Props, stack: Stack): string | undefined {
  const policies = [
    ...stack.findReferrers(balancer, NEGOTIATION_POLICY, "loadBalancer"),
    ...stack
      .findReferrers(balancer, BALANCER_POLICY, "loadBalancerName")
      .filter((policy) => policy.string("policyTypeName") === "SSLNegotiationPolicyType"),
  ];
  const flaws = findFlawsUnlessOnePasses(policies, (policy) =>
    evaluateWithin(policy, () => findOldVersion(policy)),
  );
  if (!flaws) return undefined;
  const why = flaws.length > 0 ? flaws.join("; ") : "the default policy accepts TLS 1.0";
  return `${listener.at.slice(0, -1)} has no policy for TLS 1.2 or newer (${why}); add aws.elb.LoadBalancerPolicy with Reference-Security-Policy "ELBSecurityPolicy-TLS-1-2-2017-01" and aws.elb.ListenerPolicy`;
}

/** Describes an attribute of a policy that accepts versions before TLS 1.2. */
function findOldVersion(policy: Resource): string | undefined {
  const attributes = [...policy.list("attributes"), ...policy.list("policyAttributes")].map(
    (attribute) => [attribute.string("name") ?? "", attribute.string("value") ?? ""] as const,
  );
  const reference = attributes.find(([name]) => name === "Reference-Security-Policy");
  if (reference) {
    const [, name] = reference;
    return /-TLS-1-2-/.test(name) ? undefined : `${policy.name} has ${formatValue(name)}`;
  }
  const versions = attributes.flatMap(([name, value]) =>
    name.startsWith("Protocol-") && value === "true" ? [name.slice("Protocol-".length)] : [],
  );
  const old = versions.filter((version) => version !== "TLSv1.2");
  return versions.length > 0 && old.length === 0
    ? undefined
    : `${policy.name} accepts ${old.length > 0 ? old.join(" and ") : "no TLS version explicitly"}`;
}
