import {
  evaluateWithin,
  formatValue,
  isAnyPassing,
  matchesAny,
  mustBe,
  mustBeSet,
  type Resource,
  type RuleContext,
  requireStack,
  resourceRule,
  routeOf,
} from "../../kit";

const REST_STAGE = "aws:apigateway/stage:Stage";
const STAGE = "aws:apigatewayv2/stage:Stage";
const METHOD = "aws:apigateway/method:Method";
const ROUTE = "aws:apigatewayv2/route:Route";
const REST_DOMAIN = "aws:apigateway/domainName:DomainName";
const DOMAIN = "aws:apigatewayv2/domainName:DomainName";
const METHOD_SETTINGS = ["aws:apigateway/methodSettings:MethodSettings"];
const REST_API = ["aws:apigateway/restApi:RestApi"];
const API = ["aws:apigatewayv2/api:Api"];

/** An API authorizes its callers, logs and throttles their calls, and accepts only modern TLS. */
export const apigatewayBaseline = resourceRule<Settings>({
  name: "apigateway-baseline",
  title: "APIs authorize, log and throttle calls",
  description:
    "API Gateway stages have access logs, tracing and throttling; every route has an authorizer; domains require TLS 1.2 or newer.",
  level: "mandatory",
  severity: "high",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "APIGateway.8",
    specification: "API Gateway routes should specify an authorization type",
  },
  tags: [
    "apps",
    "security-hub:APIGateway.1",
    "security-hub:APIGateway.3",
    "security-hub:APIGateway.9",
    "checkov:CKV_AWS_76",
    "checkov:CKV_AWS_73",
    "checkov:CKV_AWS_309",
    "cdk-nag:AwsSolutions-APIG1",
    "cdk-nag:AwsSolutions-APIG4",
    "trivy:AWS-0001",
  ],
  remediationSteps:
    "Set accessLogSettings.destinationArn and, for REST, xrayTracingEnabled; set defaultRouteSettings.throttlingRateLimit and throttlingBurstLimit, or create aws.apigateway.MethodSettings for */*; set authorization or authorizationType of every route, and securityPolicy of every domain to TLS_1_2.",
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html",
  settings: {
    publicRoutes: {
      type: "array",
      items: { type: "string", format: "regex", minLength: 1 },
      default: [],
      description:
        "Regular expressions of whole routes that are public, such as GET /health. OPTIONS routes never need an authorizer.",
    },
    requireThrottling: {
      type: "boolean",
      default: true,
      description: "Whether every stage must throttle calls; otherwise only the account limit applies.",
    },
  },
  types: [...API, REST_STAGE, STAGE, METHOD, ROUTE, REST_DOMAIN, DOMAIN],
  checks: {
    "access logs": (stage) =>
      isStage(stage)
        ? mustBeSet(stage, "accessLogSettings.destinationArn", "the ARN of a log group or delivery stream")
        : undefined,
    tracing: (stage) => (stage.type === REST_STAGE ? mustBe(stage, "xrayTracingEnabled", true) : undefined),
    throttling: (stage, context) => {
      if (!isStage(stage) || !context.settings.requireThrottling) return undefined;
      if (stage.type === STAGE) {
        if (hasThrottling(stage, "defaultRouteSettings")) return undefined;
        return "defaultRouteSettings does not throttle calls, expected throttlingRateLimit and throttlingBurstLimit above 0; otherwise one caller can exhaust the account limit";
      }
      if (isThrottled(stage, context)) return undefined;
      return 'it does not throttle calls, expected aws.apigateway.MethodSettings with methodPath "*/*", settings.throttlingRateLimit and settings.throttlingBurstLimit; otherwise one caller can exhaust the account limit';
    },
    "quick create": (api, { settings }) => {
      if (!(API as readonly string[]).includes(api.type) || !api.isSet("target")) return undefined;
      const key = api.string("routeKey") ?? "$default";
      if (matchesAny(settings.publicRoutes, key)) return undefined;
      return `target creates the public route ${key} and a stage without logs or throttling, expected aws.apigatewayv2.Route with an authorizer and aws.apigatewayv2.Stage; or add the route to the policy's setting publicRoutes`;
    },
    authorizer: (route, context) => {
      if (route.type === METHOD) {
        const type = route.string("authorization");
        if (isAuthorized(type) || route.string("httpMethod") === "OPTIONS") return undefined;
        return findAuthorizerFault(routeOf(route, context), "authorization", type, context.settings);
      }
      if (route.type !== ROUTE) return undefined;
      const type = route.string("authorizationType");
      if (isAuthorized(type)) return undefined;
      const key = route.string("routeKey") ?? "";
      if (key.startsWith("OPTIONS ") || isMessage(key, route, context)) return undefined;
      return findAuthorizerFault(key, "authorizationType", type, context.settings);
    },
    tls: (domain) => {
      const path = {
        [REST_DOMAIN]: "securityPolicy",
        [DOMAIN]: "domainNameConfiguration.securityPolicy",
      }[domain.type];
      if (path === undefined) return undefined;
      const policy = domain.string(path);
      if (/^TLS_1_[23]$|^SecurityPolicy_TLS1[23]_/.test(policy ?? "")) return undefined;
      return `${path} is ${formatValue(policy)}, expected TLS 1.2 or newer; set it to "TLS_1_2"`;
    },
  },
});

interface Settings {
  readonly publicRoutes: readonly string[];
  readonly requireThrottling: boolean;
}

function isStage({ type }: Resource): boolean {
  return type === REST_STAGE || type === STAGE;
}

function isAuthorized(type: string | undefined): boolean {
  return type !== undefined && type !== "NONE";
}

function findAuthorizerFault(
  route: string,
  path: string,
  type: string | undefined,
  { publicRoutes }: Settings,
): string | undefined {
  if (matchesAny(publicRoutes, route)) return undefined;
  return `${path} of ${route} is ${formatValue(type)}, expected an authorizer; or add the route to the policy's setting publicRoutes`;
}

/** WebSocket messages come from clients that were authorized when they connected; their routes cannot have an authorizer. */
function isMessage(key: string, route: Resource, context: RuleContext<Settings>): boolean {
  if (key === "$connect" || key.includes(" ")) return false;
  if (key !== "$default") return true;
  const api = requireStack(context, "apiId").findTarget(route, "apiId", API);
  return api !== undefined && evaluateWithin(api, () => api.string("protocolType")) === "WEBSOCKET";
}

function hasThrottling(holder: Resource, block: string): boolean {
  return ["throttlingRateLimit", "throttlingBurstLimit"].every(
    (limit) => (holder.number(`${block}.${limit}`) ?? 0) > 0,
  );
}

function isThrottled(stage: Resource, context: RuleContext<Settings>): boolean {
  const stack = requireStack(context, "its method settings");
  const [api] = stack.findTargets(stage, "restApi", REST_API);
  return isAnyPassing(stack.ofTypes(METHOD_SETTINGS), (settings) =>
    evaluateWithin(settings, () => {
      const isOfStage = stack.findTargets(settings, "stageName", [REST_STAGE]).includes(stage);
      if (!isOfStage && !hasSameName(settings, stage)) return false;
      if (!isOfStage && api && !stack.findTargets(settings, "restApi", REST_API).includes(api)) return false;
      return settings.string("methodPath") === "*/*" && hasThrottling(settings, "settings");
    }),
  );
}

function hasSameName(settings: Resource, stage: Resource): boolean {
  const [one, other] = [settings.read("stageName"), stage.read("stageName")];
  return one.state === "known" && other.state === "known" && one.value === other.value;
}
