import { serviceLogging } from "../../../policies/baseline/rules/service-logging";
import { resource } from "../../helpers/policy";
import { proveTable } from "../../helpers/requirements";

const AUDIT = '"audit"';

proveTable(
  serviceLogging,
  [
    [
      "aws:rds/instance:Instance",
      "enabledCloudwatchLogsExports",
      ["postgresql"],
      undefined,
      "one item or more",
    ],
    ["aws:rds/cluster:Cluster", "enabledCloudwatchLogsExports", ["audit"], [], "one item or more"],
    ["aws:docdb/cluster:Cluster", "enabledCloudwatchLogsExports", ["audit"], ["profiler"], AUDIT],
    ["aws:neptune/cluster:Cluster", "enableCloudwatchLogsExports", ["audit"], undefined, AUDIT],
    [
      "aws:eks/cluster:Cluster",
      "enabledClusterLogTypes",
      ["api", "audit", "authenticator"],
      ["api"],
      '"api" and "audit" and "authenticator"',
    ],
    ["aws:mq/broker:Broker", "logs.general", true, false, "true", { engineType: "RabbitMQ" }],
    [
      "aws:mq/broker:Broker",
      "logs.audit",
      true,
      undefined,
      "true",
      { engineType: "ActiveMQ", logs: { general: true } },
    ],
    ["aws:msk/cluster:Cluster", "loggingInfo.brokerLogs", { s3: { enabled: true } }, undefined, "a value"],
    [
      "aws:sfn/stateMachine:StateMachine",
      "loggingConfiguration.level",
      "ERROR",
      "OFF",
      '"ALL" or "ERROR" or "FATAL"',
      { tracingConfiguration: { enabled: true } },
    ],
    [
      "aws:sfn/stateMachine:StateMachine",
      "tracingConfiguration.enabled",
      true,
      undefined,
      "true",
      { loggingConfiguration: { level: "ALL" } },
    ],
    [
      "aws:appsync/graphQLApi:GraphQLApi",
      "logConfig.fieldLogLevel",
      "ERROR",
      "NONE",
      '"ERROR" or "ALL" or "INFO" or "DEBUG"',
    ],
    ["aws:globalaccelerator/accelerator:Accelerator", "attributes.flowLogsEnabled", true, undefined, "true"],
    [
      "aws:ecs/cluster:Cluster",
      "settings",
      [{ name: "containerInsights", value: "enabled" }],
      undefined,
      "one item or more; add the setting containerInsights",
    ],
    [
      "aws:ecs/cluster:Cluster",
      "settings.0.value",
      "enhanced",
      "disabled",
      '"enabled" or "enhanced"',
      { settings: [{ name: "containerInsights" }] },
    ],
    ["aws:codebuild/project:Project", "logsConfig.cloudwatchLogs.status", "ENABLED", "DISABLED", '"ENABLED"'],
    ["aws:ec2clientvpn/endpoint:Endpoint", "connectionLogOptions.enabled", true, false, "true"],
    [
      "aws:datasync/task:Task",
      "cloudwatchLogGroupArn",
      "arn:aws:logs:eu-west-1:123456789012:log-group:a",
      undefined,
      "a value",
    ],
    [
      "aws:transfer/server:Server",
      "loggingRole",
      "arn:aws:iam::123456789012:role/a",
      undefined,
      "a value; or set structuredLogDestinations",
    ],
    ["aws:wafv2/webAcl:WebAcl", "visibilityConfig.cloudwatchMetricsEnabled", true, false, "true"],
    ["aws:mwaa/environment:Environment", "loggingConfiguration.taskLogs.enabled", true, undefined, "true"],
    [
      "aws:redshiftserverless/namespace:Namespace",
      "logExports",
      ["connectionlog", "userlog"],
      undefined,
      '"connectionlog" and "userlog"',
    ],
    [
      "aws:apigateway/methodSettings:MethodSettings",
      "settings.dataTraceEnabled",
      false,
      true,
      "false; otherwise the log contains requests with their secrets",
    ],
  ],
  {
    "logs in another place": [
      resource("aws:rds/instance:Instance", "member", { engine: "aurora-mysql" }),
      resource("aws:codebuild/project:Project", "build", {
        logsConfig: { cloudwatchLogs: { status: "DISABLED" }, s3Logs: { status: "ENABLED" } },
      }),
      resource("aws:transfer/server:Server", "files", { structuredLogDestinations: ["arn"] }),
    ],
  },
);
