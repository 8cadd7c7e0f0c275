import { logGroupDeclared } from "../../../policies/baseline/rules/log-group-declared";
import {
  madeFrom,
  prove,
  ref,
  resource,
  set,
  unknown,
  unset,
  type World,
  withOptions,
  without,
} from "../../helpers/policy";

const none = (name: string) =>
  `nothing declares its log group, expected aws.cloudwatch.LogGroup named ${JSON.stringify(name)}; without it the service makes one that keeps logs for ever`;

const worker = resource("aws:lambda/function:Function", "worker", { name: "worker" });
const group = resource("aws:cloudwatch/logGroup:LogGroup", "group", { name: "/aws/lambda/worker" });
const world: World = [worker, group];

const api = resource("aws:apigateway/restApi:RestApi", "api", {}, { outputs: { id: "a1b2" } });
const methods = resource("aws:apigateway/methodSettings:MethodSettings", "methods", {
  restApi: ref("api"),
  stageName: "live",
  methodPath: "*/*",
  settings: { loggingLevel: "INFO" },
});
const apiGroup = resource("aws:cloudwatch/logGroup:LogGroup", "api-group", {
  name: madeFrom("API-Gateway-Execution-Logs_a1b2/live", "api"),
});
const socket = resource("aws:apigatewayv2/api:Api", "socket", {}, { outputs: { id: "c3d4" } });
const stage = resource("aws:apigatewayv2/stage:Stage", "stage", {
  apiId: ref("socket"),
  name: "live",
  defaultRouteSettings: { loggingLevel: "ERROR" },
});
const socketGroup = resource("aws:cloudwatch/logGroup:LogGroup", "socket-group", {
  name: madeFrom("/aws/apigateway/c3d4/live", "socket"),
});

prove(logGroupDeclared, {
  settings: { onUnknown: "fail" },
  compliant: world,
  alsoCompliant: {
    "a group whose name is made of the function": [
      resource("aws:lambda/function:Function", "worker", {}),
      resource("aws:cloudwatch/logGroup:LogGroup", "group", {
        name: madeFrom("/aws/lambda/worker-0a1b2c3d", "worker"),
      }),
    ],
    "a function that is told its group": [
      resource("aws:lambda/function:Function", "worker", {
        loggingConfig: { logFormat: "JSON", logGroup: ref("group", "name") },
      }),
      resource("aws:cloudwatch/logGroup:LogGroup", "group", {}),
    ],
    "a function that is told a group of another stack": [
      resource("aws:lambda/function:Function", "worker", {
        loggingConfig: { logFormat: "JSON", logGroup: "application" },
      }),
    ],
    "the methods of an API": [api, methods, apiGroup],
    "methods that log nothing": [
      api,
      ...set([methods], "methods", "settings.loggingLevel", "OFF"),
      { ...methods, name: "silent", inputs: { restApi: ref("api"), stageName: "live", settings: {} } },
    ],
    "the stage of sockets": [socket, stage, socketGroup],
    "a stage that logs nothing": [
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
      given: "no group",
      change: (all) => without(all, "group"),
      told: { worker: none("/aws/lambda/worker") },
    },
    {
      given: "a group of another name",
      change: (all) => set(all, "group", "name", "/aws/lambda/other"),
      told: { worker: none("/aws/lambda/worker") },
    },
    {
      given: "a group that is named by nobody",
      change: (all) => unset(all, "group", "name"),
      told: { worker: none("/aws/lambda/worker") },
    },
    {
      given: "a group in another region",
      change: (all) => withOptions(all, "group", { region: "us-east-1" }),
      told: { worker: none("/aws/lambda/worker") },
    },
    {
      given: "a function named by the provider, and no group",
      change: () => [resource("aws:lambda/function:Function", "worker", {})],
      when: "preview",
      told: { worker: none("/aws/lambda/<name>") },
    },
    {
      given: "a function whose name a preview does not know, and a group with a name",
      change: (all) => set(all, "worker", "name", unknown),
      when: "preview",
      told: {
        worker:
          "log group cannot be decided, since name is not known yet; make it of values that a preview knows, such as names in place of ARNs, or set onUnknown for this policy",
      },
    },
    {
      given: "the methods of an API without group",
      change: () => [api, methods],
      when: "up",
      told: { methods: none("API-Gateway-Execution-Logs_a1b2/live") },
    },
    {
      given: "the methods of an API with the group of another stage",
      change: () => [
        api,
        methods,
        ...set([apiGroup], "api-group", "name", madeFrom("API-Gateway-Execution-Logs_a1b2/test", "api")),
      ],
      when: "up",
      told: { methods: none("API-Gateway-Execution-Logs_a1b2/live") },
    },
    {
      given: "the stage of sockets without group",
      change: () => [socket, stage],
      when: "preview",
      told: { stage: none("/aws/apigateway/<api>/live") },
    },
    {
      given: "one route of a stage that logs",
      change: () => [
        socket,
        resource("aws:apigatewayv2/stage:Stage", "stage", {
          apiId: ref("socket"),
          name: "live",
          routeSettings: [{ routeKey: "$connect", loggingLevel: "INFO" }],
        }),
      ],
      when: "up",
      told: { stage: none("/aws/apigateway/c3d4/live") },
    },
    {
      given: "a flow log that names a group that nobody declares",
      change: () => [resource("aws:ec2/flowLog:FlowLog", "flow", { logGroupName: "flows" })],
      told: { flow: none("flows") },
    },
  ],
});
