import { apigatewayBaseline } from "../../../policies/baseline/rules/apigateway-baseline";
import {
  type Fixtures,
  prove,
  ref,
  resource,
  setInput,
  unsetInput,
  withoutResources,
} from "../../helpers/policy";

const logs = resource("aws:cloudwatch/logGroup:LogGroup", "logs", {});
const rest: Fixtures = [
  logs,
  resource("aws:apigateway/restApi:RestApi", "shop", {}),
  resource("aws:apigateway/resource:Resource", "orders", {
    restApi: ref("shop"),
    parentId: ref("shop", "rootResourceId"),
    pathPart: "orders",
  }),
  resource("aws:apigateway/resource:Resource", "order", {
    restApi: ref("shop"),
    parentId: ref("orders"),
    pathPart: "{id}",
  }),
  resource("aws:apigateway/method:Method", "get-order", {
    restApi: ref("shop"),
    resourceId: ref("order"),
    httpMethod: "GET",
    authorization: "AWS_IAM",
  }),
  resource("aws:apigateway/method:Method", "order-options", {
    restApi: ref("shop"),
    resourceId: ref("order"),
    httpMethod: "OPTIONS",
    authorization: "NONE",
  }),
  resource("aws:apigateway/stage:Stage", "live", {
    restApi: ref("shop"),
    deployment: "d1e2f3",
    stageName: "live",
    accessLogSettings: { destinationArn: ref("logs", "arn"), format: "$context.requestId" },
    xrayTracingEnabled: true,
  }),
  resource("aws:apigateway/methodSettings:MethodSettings", "bounds", {
    restApi: ref("shop"),
    stageName: ref("live", "stageName"),
    methodPath: "*/*",
    settings: { throttlingRateLimit: 100, throttlingBurstLimit: 50 },
  }),
  resource("aws:apigateway/domainName:DomainName", "shop-domain", {
    domainName: "shop.example.com",
    securityPolicy: "TLS_1_2",
  }),
];
const http: Fixtures = [
  resource("aws:apigatewayv2/api:Api", "news", { protocolType: "HTTP" }),
  resource("aws:apigatewayv2/route:Route", "read", {
    apiId: ref("news"),
    routeKey: "GET /news",
    authorizationType: "JWT",
  }),
  resource("aws:apigatewayv2/stage:Stage", "default", {
    apiId: ref("news"),
    accessLogSettings: { destinationArn: ref("logs", "arn"), format: "$context.requestId" },
    defaultRouteSettings: { throttlingRateLimit: 100, throttlingBurstLimit: 50 },
  }),
  resource("aws:apigatewayv2/domainName:DomainName", "news-domain", {
    domainName: "news.example.com",
    domainNameConfiguration: { securityPolicy: "TLS_1_2" },
  }),
];
const compliant: Fixtures = [...rest, ...http];

const LOGS =
  "accessLogSettings.destinationArn is missing, expected the ARN of a log group or delivery stream";
const open = (path: string, route: string, type: string) =>
  `${path} of ${route} is ${type}, expected an authorizer; or add the route to the policy's setting publicRoutes`;
const UNBOUND =
  'it does not throttle calls, expected aws.apigateway.MethodSettings with methodPath "*/*", settings.throttlingRateLimit and settings.throttlingBurstLimit; otherwise one caller can exhaust the account limit';

prove(apigatewayBaseline, {
  compliant,
  settings: { publicRoutes: ["GET /health", "GET /orders/health"] },
  alsoCompliant: {
    "throttling of a stage by its literal name": setInput(rest, "bounds", "stageName", "live"),
    "a public route": setInput(
      setInput(http, "read", "routeKey", "GET /health"),
      "read",
      "authorizationType",
      "NONE",
    ).concat(logs),
    "a public quick-create route": setInput(
      setInput(http, "news", "target", "https://example.com"),
      "news",
      "routeKey",
      "GET /health",
    ).concat(logs),
    "a public method": setInput(
      setInput(rest, "order", "pathPart", "health"),
      "get-order",
      "authorization",
      "NONE",
    ),
    "WebSocket messages": [
      resource("aws:apigatewayv2/api:Api", "chat", { protocolType: "WEBSOCKET" }),
      ...["$connect", "$default", "$disconnect", "say"].map((routeKey) =>
        resource("aws:apigatewayv2/route:Route", routeKey, {
          apiId: ref("chat"),
          routeKey,
          ...(routeKey === "$connect" && { authorizationType: "CUSTOM" }),
        }),
      ),
    ],
    "newer TLS": setInput(rest, "shop-domain", "securityPolicy", "SecurityPolicy_TLS13_1_3_2025_09"),
  },
  mutants: [
    {
      title: "a quick-create route",
      change: (fixtures) => setInput(fixtures, "news", "target", "https://example.com"),
      messages: {
        news: "target creates the public route $default and a stage without logs or throttling, expected aws.apigatewayv2.Route with an authorizer and aws.apigatewayv2.Stage; or add the route to the policy's setting publicRoutes",
      },
    },
    {
      title: "stages without access logs",
      change: (fixtures) =>
        unsetInput(unsetInput(fixtures, "live", "accessLogSettings"), "default", "accessLogSettings"),
      messages: { live: LOGS, default: LOGS },
    },
    {
      title: "no tracing",
      change: (fixtures) => unsetInput(fixtures, "live", "xrayTracingEnabled"),
      messages: { live: "xrayTracingEnabled is missing, expected true" },
    },
    {
      title: "a method without an authorizer",
      change: (fixtures) => setInput(fixtures, "get-order", "authorization", "NONE"),
      messages: { "get-order": open("authorization", "GET /orders/{id}", '"NONE"') },
    },
    {
      title: "a method of the root resource without an authorizer",
      change: (fixtures) =>
        setInput(
          setInput(fixtures, "get-order", "authorization", "NONE"),
          "get-order",
          "resourceId",
          ref("shop", "rootResourceId"),
        ),
      messages: { "get-order": open("authorization", "GET /", '"NONE"') },
    },
    {
      title: "a method without an authorizer on another stack's path",
      change: (fixtures) =>
        setInput(
          setInput(fixtures, "get-order", "authorization", "NONE"),
          "get-order",
          "resourceId",
          "a1b2c3",
        ),
      messages: { "get-order": open("authorization", "GET /?", '"NONE"') },
    },
    {
      title: "a route without an authorizer",
      change: (fixtures) => unsetInput(fixtures, "read", "authorizationType"),
      messages: { read: open("authorizationType", "GET /news", "missing") },
    },
    {
      title: "a default route without an authorizer",
      change: (fixtures) =>
        setInput(unsetInput(fixtures, "read", "authorizationType"), "read", "routeKey", "$default"),
      messages: { read: open("authorizationType", "$default", "missing") },
    },
    {
      title: "a $connect route without an authorizer",
      change: (fixtures) =>
        setInput(unsetInput(fixtures, "read", "authorizationType"), "read", "routeKey", "$connect"),
      messages: { read: open("authorizationType", "$connect", "missing") },
    },
    {
      title: "a REST stage without throttling",
      change: (fixtures) => withoutResources(fixtures, "bounds"),
      messages: { live: UNBOUND },
    },
    {
      title: "throttling of only one method",
      change: (fixtures) => setInput(fixtures, "bounds", "methodPath", "orders/GET"),
      messages: { live: UNBOUND },
    },
    {
      title: "throttling without a burst limit",
      change: (fixtures) => unsetInput(fixtures, "bounds", "settings.throttlingBurstLimit"),
      messages: { live: UNBOUND },
    },
    {
      title: "throttling of another API's stage of the same name",
      change: (fixtures) => [
        ...setInput(setInput(fixtures, "bounds", "stageName", "live"), "bounds", "restApi", ref("other")),
        resource("aws:apigateway/restApi:RestApi", "other", {}),
      ],
      messages: { live: UNBOUND },
    },
    {
      title: "a stage without throttling",
      change: (fixtures) => unsetInput(fixtures, "default", "defaultRouteSettings"),
      messages: {
        default:
          "defaultRouteSettings does not throttle calls, expected throttlingRateLimit and throttlingBurstLimit above 0; otherwise one caller can exhaust the account limit",
      },
    },
    {
      title: "a domain without a TLS policy where throttling is not required",
      change: (fixtures) =>
        unsetInput(unsetInput(fixtures, "default", "defaultRouteSettings"), "shop-domain", "securityPolicy"),
      settings: { requireThrottling: false },
      messages: {
        "shop-domain": 'securityPolicy is missing, expected TLS 1.2 or newer; set it to "TLS_1_2"',
      },
    },
    {
      title: "old TLS",
      change: (fixtures) =>
        setInput(fixtures, "news-domain", "domainNameConfiguration.securityPolicy", "TLS_1_0"),
      messages: {
        "news-domain":
          'domainNameConfiguration.securityPolicy is "TLS_1_0", expected TLS 1.2 or newer; set it to "TLS_1_2"',
      },
    },
  ],
});
