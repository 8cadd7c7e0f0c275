import { type Requirement, requirementRule } from "../../kit";

/** Logs that a service writes only when a program enables them. */
const REQUIREMENTS: readonly Requirement[] = [
  {
    types: ["aws:rds/instance:Instance"],
    path: "enabledCloudwatchLogsExports",
    expected: "items",
    // Aurora exports the logs of the cluster.
    unless: (instance) => /^aurora/.test(instance.string("engine") ?? ""),
    controls: ["security-hub:RDS.9", "security-hub:RDS.36", "checkov:CKV_AWS_129"],
  },
  {
    types: ["aws:rds/cluster:Cluster"],
    path: "enabledCloudwatchLogsExports",
    expected: "items",
    controls: [
      "security-hub:RDS.34",
      "security-hub:RDS.37",
      "checkov:CKV_AWS_324",
      "cdk-nag:AwsSolutions-RDS16",
    ],
  },
  {
    types: ["aws:docdb/cluster:Cluster"],
    path: "enabledCloudwatchLogsExports",
    expected: { all: ["audit"] },
    controls: [
      "security-hub:DocumentDB.4",
      "checkov:CKV_AWS_85",
      "checkov:CKV_AWS_104",
      "cdk-nag:AwsSolutions-DOC5",
      "trivy:AWS-0020",
    ],
  },
  {
    types: ["aws:neptune/cluster:Cluster"],
    path: "enableCloudwatchLogsExports",
    expected: { all: ["audit"] },
    controls: ["security-hub:Neptune.2", "checkov:CKV_AWS_101", "trivy:AWS-0075"],
  },
  {
    types: ["aws:eks/cluster:Cluster"],
    path: "enabledClusterLogTypes",
    expected: { all: ["api", "audit", "authenticator"] },
    controls: ["security-hub:EKS.8", "checkov:CKV_AWS_37", "cdk-nag:AwsSolutions-EKS2", "trivy:AWS-0038"],
  },
  {
    types: ["aws:mq/broker:Broker"],
    path: "logs.general",
    expected: true,
    controls: ["checkov:CKV_AWS_48", "trivy:AWS-0071"],
  },
  {
    types: ["aws:mq/broker:Broker"],
    path: "logs.audit",
    expected: true,
    // RabbitMQ has no audit log.
    unless: (broker) => /^rabbitmq$/i.test(broker.string("engineType") ?? ""),
    controls: ["security-hub:MQ.2", "checkov:CKV_AWS_197", "trivy:AWS-0070"],
  },
  {
    types: ["aws:msk/cluster:Cluster"],
    path: "loggingInfo.brokerLogs",
    expected: "set",
    controls: ["checkov:CKV_AWS_80", "cdk-nag:AwsSolutions-MSK6", "trivy:AWS-0074"],
  },
  {
    types: ["aws:sfn/stateMachine:StateMachine"],
    path: "loggingConfiguration.level",
    expected: { oneOf: ["ALL", "ERROR", "FATAL"] },
    controls: ["security-hub:StepFunctions.1", "checkov:CKV_AWS_285", "cdk-nag:AwsSolutions-SF1"],
  },
  {
    types: ["aws:sfn/stateMachine:StateMachine"],
    path: "tracingConfiguration.enabled",
    expected: true,
    controls: ["checkov:CKV_AWS_284", "cdk-nag:AwsSolutions-SF2"],
  },
  {
    types: ["aws:appsync/graphQLApi:GraphQLApi"],
    path: "logConfig.fieldLogLevel",
    expected: { oneOf: ["ERROR", "ALL", "INFO", "DEBUG"] },
    controls: [
      "security-hub:AppSync.2",
      "checkov:CKV_AWS_193",
      "checkov:CKV_AWS_194",
      "cdk-nag:AwsSolutions-ASC3",
    ],
  },
  {
    types: ["aws:globalaccelerator/accelerator:Accelerator"],
    path: "attributes.flowLogsEnabled",
    expected: true,
    controls: ["checkov:CKV_AWS_75"],
  },
  {
    types: ["aws:ecs/cluster:Cluster"],
    path: "settings",
    expected: "items",
    advice: "add the setting containerInsights",
    controls: ["security-hub:ECS.12", "checkov:CKV_AWS_65", "cdk-nag:AwsSolutions-ECS4", "trivy:AWS-0034"],
  },
  {
    types: ["aws:ecs/cluster:Cluster"],
    path: "settings[].value",
    expected: { oneOf: ["enabled", "enhanced"] },
    controls: ["security-hub:ECS.12"],
  },
  {
    types: ["aws:codebuild/project:Project"],
    path: "logsConfig[].cloudwatchLogs[].status",
    expected: { oneOf: ["ENABLED"] },
    absent: "ENABLED",
    unless: (project) => project.string("logsConfig.s3Logs.status") === "ENABLED",
    controls: ["security-hub:CodeBuild.4", "checkov:CKV_AWS_314"],
  },
  {
    types: ["aws:ec2clientvpn/endpoint:Endpoint"],
    path: "connectionLogOptions.enabled",
    expected: true,
    controls: ["security-hub:EC2.51"],
  },
  {
    types: ["aws:datasync/task:Task"],
    path: "cloudwatchLogGroupArn",
    expected: "set",
    controls: ["security-hub:DataSync.1"],
  },
  {
    types: ["aws:transfer/server:Server"],
    path: "loggingRole",
    expected: "set",
    advice: "or set structuredLogDestinations",
    unless: (server) => server.hasItems("structuredLogDestinations"),
    controls: ["security-hub:Transfer.3"],
  },
  {
    types: ["aws:wafv2/webAcl:WebAcl", "aws:wafv2/ruleGroup:RuleGroup"],
    path: "visibilityConfig.cloudwatchMetricsEnabled",
    expected: true,
    controls: ["security-hub:WAF.12"],
  },
  {
    types: ["aws:mwaa/environment:Environment"],
    path: "loggingConfiguration.taskLogs.enabled",
    expected: true,
    controls: ["checkov:CKV_AWS_244"],
  },
  {
    types: ["aws:redshiftserverless/namespace:Namespace"],
    path: "logExports",
    expected: { all: ["connectionlog", "userlog"] },
    controls: ["security-hub:RedshiftServerless.5"],
  },
  {
    types: ["aws:apigateway/methodSettings:MethodSettings"],
    path: "settings.dataTraceEnabled",
    expected: false,
    absent: false,
    advice: "otherwise the log contains requests with their secrets",
    controls: ["checkov:CKV_AWS_276"],
  },
];

/** Without logs, an attack looks like an error. */
export const serviceLogging = requirementRule({
  name: "service-logging",
  title: "Services write logs",
  description:
    "Databases, brokers, control planes, workflows and other services write the logs that they write only on request.",
  level: "advisory",
  severity: "medium",
  topic: "logs",
  remediationSteps:
    "Set the property of the message; create the log group of the service yourself, with a retention.",
  url: "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/detection.html",
  requirements: REQUIREMENTS,
});
