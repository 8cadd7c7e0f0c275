import { logGroupDeclared } from "../../../policies/baseline/rules/log-group-declared";
import {
  derivedFrom,
  type Fixtures,
  prove,
  ref,
  resource,
  setInput,
  unknown,
  unsetInput,
  withOptions,
  withoutResources,
} from "../../helpers/policy";

const none = (name: string) =>
  `its log group is not declared, expected aws.cloudwatch.LogGroup named ${JSON.stringify(name)}; otherwise the service creates one that never expires its logs`;

const worker = resource("aws:lambda/function:Function", "worker", { name: "worker" });
const group = resource("aws:cloudwatch/logGroup:LogGroup", "group", { name: "/aws/lambda/worker" });
const fixtures: Fixtures = [worker, group];

const api = resource("aws:apigateway/restApi:RestApi", "api", {}, { outputs: { id: "a1b2" } });
const methods = resource("aws:apigateway/methodSettings:MethodSettings", "methods", {
  restApi: ref("api"),
  stageName: "live",
  methodPath: "*/*",
  settings: { loggingLevel: "INFO" },
});
const apiGroup = resource("aws:cloudwatch/logGroup:LogGroup", "api-group", {
  name: derivedFrom("API-Gateway-Execution-Logs_a1b2/live", "api"),
});
const socket = resource("aws:apigatewayv2/api:Api", "socket", {}, { outputs: { id: "c3d4" } });
const stage = resource("aws:apigatewayv2/stage:Stage", "stage", {
  apiId: ref("socket"),
  name: "live",
  defaultRouteSettings: { loggingLevel: "ERROR" },
});
const socketGroup = resource("aws:cloudwatch/logGroup:LogGroup", "socket-group", {
  name: derivedFrom("/aws/apigateway/c3d4/live", "socket"),
});

prove(logGroupDeclared, {
  settings: { onUnknown: "fail" },
  compliant: fixtures,
  alsoCompliant: {
    "a group whose name derives from the function": [
      resource("aws:lambda/function:Function", "worker", {}),
      resource("aws:cloudwatch/logGroup:LogGroup", "group", {
        name: derivedFrom("/aws/lambda/worker-0a1b2c3d", "worker"),
      }),
    ],
    "a function with an explicit group": [
      resource("aws:lambda/function:Function", "worker", {
        loggingConfig: { logFormat: "JSON", logGroup: ref("group", "name") },
      }),
      resource("aws:cloudwatch/logGroup:LogGroup", "group", {}),
    ],
    "a function with another stack's group": [
      resource("aws:lambda/function:Function", "worker", {
        loggingConfig: { logFormat: "JSON", logGroup: "application" },
      }),
    ],
    "the methods of an API": [api, methods, apiGroup],
    "methods without logging": [
      api,
      ...setInput([methods], "methods", "settings.loggingLevel", "OFF"),
      { ...methods, name: "silent", inputs: { restApi: ref("api"), stageName: "live", settings: {} } },
    ],
    "a WebSocket stage": [socket, stage, socketGroup],
    "a stage without logging": [
      resource("aws:apigatewayv2/stage:Stage", "stage", { apiId: "c3d4", name: "$default" }),
    ],
    "a flow log": [
      resource("aws:ec2/flowLog:FlowLog", "flow", { logDestination: ref("flows", "arn") }),
      resource("aws:ec2/flowLog:FlowLog", "older", { logGroupName: ref("flows", "name") }),
      resource("aws:cloudwatch/logGroup:LogGroup", "flows", {}),
    ],
  },
  mutants: [
    {
      title: "no log group",
      change: (all) => withoutResources(all, "group"),
      messages: { worker: none("/aws/lambda/worker") },
    },
    {
      title: "a group of another name",
      change: (all) => setInput(all, "group", "name", "/aws/lambda/other"),
      messages: { worker: none("/aws/lambda/worker") },
    },
    {
      title: "a group with a generated name",
      change: (all) => unsetInput(all, "group", "name"),
      messages: { worker: none("/aws/lambda/worker") },
    },
    {
      title: "a group in another region",
      change: (all) => withOptions(all, "group", { region: "us-east-1" }),
      messages: { worker: none("/aws/lambda/worker") },
    },
    {
      title: "a function with a generated name and no group",
      change: () => [resource("aws:lambda/function:Function", "worker", {})],
      when: "preview",
      messages: { worker: none("/aws/lambda/<name>") },
    },
    {
      title: "a function with an unknown name and a group with a known one",
      change: (all) => setInput(all, "worker", "name", unknown),
      when: "preview",
      messages: {
        worker:
          "log group cannot be decided because name is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
    },
    {
      title: "the methods of an API without a group",
      change: () => [api, methods],
      when: "up",
      messages: { methods: none("API-Gateway-Execution-Logs_a1b2/live") },
    },
    {
      title: "the methods of an API with the group of another stage",
      change: () => [
        api,
        methods,
        ...setInput(
          [apiGroup],
          "api-group",
          "name",
          derivedFrom("API-Gateway-Execution-Logs_a1b2/test", "api"),
        ),
      ],
      when: "up",
      messages: { methods: none("API-Gateway-Execution-Logs_a1b2/live") },
    },
    {
      title: "a WebSocket stage without a group",
      change: () => [socket, stage],
      when: "preview",
      messages: { stage: none("/aws/apigateway/<api>/live") },
    },
    {
      title: "a stage with one route that logs",
      change: () => [
        socket,
        resource("aws:apigatewayv2/stage:Stage", "stage", {
          apiId: ref("socket"),
          name: "live",
          routeSettings: [{ routeKey: "$connect", loggingLevel: "INFO" }],
        }),
      ],
      when: "up",
      messages: { stage: none("/aws/apigateway/c3d4/live") },
    },
    {
      title: "a flow log with an undeclared group",
      change: () => [resource("aws:ec2/flowLog:FlowLog", "flow", { logGroupName: "flows" })],
      messages: { flow: none("flows") },
    },
  ],
});
