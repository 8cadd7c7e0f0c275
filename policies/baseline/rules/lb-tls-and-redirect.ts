import {
  describeMismatch,
  evaluateWithin,
  formatValue,
  isAnyPassing,
  LISTENER,
  LISTENER_RULE,
  LOAD_BALANCER,
  matchesAny,
  mustBe,
  type Resource,
  type Stack,
  stackRule,
} from "../../kit";

/** A load balancer redirects plain HTTP to HTTPS, and HTTPS excludes broken TLS versions. */
export const lbTlsAndRedirect = stackRule<Settings>({
  name: "lb-tls-and-redirect",
  title: "Load balancers require modern TLS",
  description:
    "HTTP listeners redirect to HTTPS, HTTPS and TLS listeners require TLS 1.2 or newer, and application load balancers drop invalid headers and log requests.",
  level: "mandatory",
  severity: "high",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "ELB.1",
    specification: "Application Load Balancer should be configured to redirect all HTTP requests to HTTPS",
  },
  tags: [
    "network",
    "security-hub:ELB.4",
    "security-hub:ELB.5",
    "security-hub:ELB.17",
    "security-hub:ELB.18",
    "checkov:CKV_AWS_103",
    "checkov:CKV2_AWS_20",
    "checkov:CKV_AWS_91",
    "checkov:CKV_AWS_131",
    "cdk-nag:AwsSolutions-ELB2",
  ],
  remediationSteps:
    'Give the HTTP listener one default action of type "redirect" with redirect.protocol "HTTPS" and redirect.statusCode "HTTP_301"; set sslPolicy of the HTTPS listener to "ELBSecurityPolicy-TLS13-1-2-2021-06"; set dropInvalidHeaderFields and accessLogs on the load balancer.',
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
  settings: {
    sslPolicies: {
      type: "array",
      items: { type: "string", format: "regex", minLength: 1 },
      minItems: 1,
      default: [
        "ELBSecurityPolicy-TLS13-1-[23]-.*",
        "ELBSecurityPolicy-TLS-1-2-.*",
        "ELBSecurityPolicy-FS-1-2-.*",
      ],
      description: "Regular expressions of whole names of policies that accept only TLS 1.2 and newer.",
    },
    allowInternalHttp: {
      type: "boolean",
      default: false,
      description: "Whether internal load balancers may serve plain HTTP.",
    },
    requireAccessLogs: {
      type: "boolean",
      default: true,
      description: "Whether application load balancers must log requests.",
    },
  },
  types: [...LOAD_BALANCER, ...LISTENER],
  checks: {
    "TLS policy": (listener, { settings: { sslPolicies } }) => {
      if (!isListener(listener) || !["HTTPS", "TLS"].includes(protocolOf(listener) ?? "")) return undefined;
      const policy = listener.string("sslPolicy");
      if (policy !== undefined && matchesAny(sslPolicies, policy)) return undefined;
      const advice = policy === undefined ? "the default allows TLS 1.0" : "the policy is not allowed";
      return describeMismatch(
        listener,
        "sslPolicy",
        '"ELBSecurityPolicy-TLS13-1-2-2021-06" or equivalent',
        advice,
      );
    },
    redirect: (listener, { settings, stack }) => {
      if (!isListener(listener) || protocolOf(listener) !== "HTTP") return undefined;
      const findings = [
        ...findPlainActions(listener, "defaultActions", "listener"),
        ...stack
          .findReferrers(listener, LISTENER_RULE, "listenerArn")
          .flatMap((rule) => evaluateWithin(rule, () => findPlainActions(rule, "actions", "rule"))),
      ];
      const isAllowed = findings.length > 0 && settings.allowInternalHttp && isInternal(listener, stack);
      return isAllowed ? undefined : findings;
    },
    "invalid headers": (balancer) =>
      isApplication(balancer)
        ? mustBe(balancer, "dropInvalidHeaderFields", true, { absent: false })
        : undefined,
    "access logs": (balancer, { settings }) => {
      if (!settings.requireAccessLogs || !isApplication(balancer)) return undefined;
      return mustBe(balancer, "accessLogs.enabled", true, {
        absent: false,
        advice: "set accessLogs.bucket as well",
      });
    },
  },
  remediation: (inputs, balancer) => {
    if (!isApplication(balancer) || balancer.boolean("dropInvalidHeaderFields")) return false;
    inputs["dropInvalidHeaderFields"] = true;
    return true;
  },
});

interface Settings {
  readonly sslPolicies: readonly string[];
  readonly allowInternalHttp: boolean;
  readonly requireAccessLogs: boolean;
}

function isListener({ type }: Resource): boolean {
  return (LISTENER as readonly string[]).includes(type);
}

function isApplication(balancer: Resource): boolean {
  return !isListener(balancer) && (balancer.string("loadBalancerType") ?? "application") === "application";
}

/** Protocol of a listener; the default is HTTP, and gateway load balancers have none. */
function protocolOf(listener: Resource): string | undefined {
  return listener.string("protocol")?.toUpperCase() ?? (listener.isSet("port") ? "HTTP" : undefined);
}

/** Whether the load balancer is known to be internal; one outside the stack is not. */
function isInternal(listener: Resource, stack: Stack): boolean {
  return isAnyPassing(stack.findTargets(listener, "loadBalancerArn", LOAD_BALANCER), (balancer) =>
    evaluateWithin(balancer, () => balancer.boolean("internal") === true),
  );
}

/** Describes actions that serve plain HTTP. A rule may return a fixed response, which reveals nothing. */
function findPlainActions(
  resource: Resource,
  property: "defaultActions" | "actions",
  kind: "listener" | "rule",
): readonly string[] {
  const source = kind === "rule" ? ` of ${resource.name}` : "";
  return resource.list(property).flatMap((action) => {
    const type = action.string("type");
    if (type === "redirect") {
      const protocol = action.string("redirect.protocol");
      if (protocol === "HTTPS") return [];
      return [`${action.at}redirect.protocol${source} is ${formatValue(protocol)}, expected "HTTPS"`];
    }
    if (kind === "rule" && type === "fixed-response") return [];
    return [
      `${action.at}type${source} is ${formatValue(type)}, expected "redirect"; plain HTTP must redirect to HTTPS`,
    ];
  });
}
