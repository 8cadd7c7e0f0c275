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

/** What reaches a load balancer in the clear is sent to HTTPS, and HTTPS takes no protocol that has been broken. */
export const lbTlsAndRedirect = stackRule<Settings>({
  name: "lb-tls-and-redirect",
  title: "Load balancers speak modern TLS",
  description:
    "Listeners of HTTP redirect to HTTPS, those of HTTPS and TLS take no version below 1.2, and application load balancers drop invalid headers and log requests.",
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
    'Let the listener of HTTP have one default action of type "redirect" with redirect.protocol "HTTPS" and redirect.statusCode "HTTP_301"; give the listener of HTTPS sslPolicy "ELBSecurityPolicy-TLS13-1-2-2021-06"; set dropInvalidHeaderFields and accessLogs on the load balancer.',
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
      description: "Regular expressions of whole names of policies that take TLS 1.2 and later alone.",
    },
    allowInternalHttp: {
      type: "boolean",
      default: false,
      description: "Whether load balancers that are internal may take requests in the clear.",
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
      const advice =
        policy === undefined ? "AWS takes one that allows TLS 1.0" : "it is none of those that are allowed";
      return describeMismatch(
        listener,
        "sslPolicy",
        '"ELBSecurityPolicy-TLS13-1-2-2021-06" or as good',
        advice,
      );
    },
    redirect: (listener, { settings, stack }) => {
      if (!isListener(listener) || protocolOf(listener) !== "HTTP") return undefined;
      const findings = [
        ...unredirected(listener, "defaultActions", "listener"),
        ...stack
          .findReferrers(listener, LISTENER_RULE, "listenerArn")
          .flatMap((rule) => evaluateWithin(rule, () => unredirected(rule, "actions", "rule"))),
      ];
      const mayBeClear = findings.length > 0 && settings.allowInternalHttp && isInternal(listener, stack);
      return mayBeClear ? undefined : findings;
    },
    "invalid headers": (balancer) =>
      isApplication(balancer)
        ? mustBe(balancer, "dropInvalidHeaderFields", true, { absent: false })
        : undefined,
    "access logs": (balancer, { settings }) => {
      if (!settings.requireAccessLogs || !isApplication(balancer)) return undefined;
      return mustBe(balancer, "accessLogs.enabled", true, {
        absent: false,
        advice: "give accessLogs the bucket that they go to",
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

/** What a listener speaks: those of applications speak HTTP unless they say so, those of gateways nothing. */
function protocolOf(listener: Resource): string | undefined {
  return listener.string("protocol")?.toUpperCase() ?? (listener.isSet("port") ? "HTTP" : undefined);
}

/** Whether the load balancer is known to be internal; of one outside of the stack that cannot be seen. */
function isInternal(listener: Resource, stack: Stack): boolean {
  return isAnyPassing(stack.findTargets(listener, "loadBalancerArn", LOAD_BALANCER), (balancer) =>
    evaluateWithin(balancer, () => balancer.boolean("internal") === true),
  );
}

/** Actions that answer a request in the clear. A rule may refuse one, since a fixed answer gives nothing away. */
function unredirected(
  resource: Resource,
  property: "defaultActions" | "actions",
  what: "listener" | "rule",
): readonly string[] {
  const by = what === "rule" ? ` of ${resource.name}` : "";
  return resource.list(property).flatMap((action) => {
    const type = action.string("type");
    if (type === "redirect") {
      const protocol = action.string("redirect.protocol");
      if (protocol === "HTTPS") return [];
      return [`${action.at}redirect.protocol${by} is ${formatValue(protocol)}, expected "HTTPS"`];
    }
    if (what === "rule" && type === "fixed-response") return [];
    return [
      `${action.at}type${by} is ${formatValue(type)}, expected "redirect"; requests in the clear go to HTTPS`,
    ];
  });
}
