/** A schedule and an event bus that start functions and a state machine. */
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const failures = new aws.sqs.Queue("failures", {
  sqsManagedSseEnabled: true,
  messageRetentionSeconds: 1209600,
});
const role = new aws.iam.Role("report", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }),
  inlinePolicies: [
    {
      name: "failures",
      policy: failures.arn.apply((arn) =>
        JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: arn }],
        }),
      ),
    },
  ],
});
const report = new aws.lambda.Function("report", {
  runtime: "provided.al2023",
  handler: "bootstrap",
  role: role.arn,
  code: new pulumi.asset.AssetArchive({ bootstrap: new pulumi.asset.StringAsset("#!/bin/sh") }),
  tracingConfig: { mode: "Active" },
});
new aws.lambda.FunctionEventInvokeConfig("report", {
  functionName: report.name,
  destinationConfig: { onFailure: { destination: failures.arn } },
});
new aws.cloudwatch.LogGroup("report", {
  name: pulumi.interpolate`/aws/lambda/${report.name}`,
  retentionInDays: 30,
});
const nightly = new aws.cloudwatch.EventRule("nightly", { scheduleExpression: "cron(0 3 * * ? *)" });
new aws.cloudwatch.EventTarget("nightly", { rule: nightly.name, arn: report.arn });
new aws.lambda.Permission("nightly", {
  action: "lambda:InvokeFunction",
  function: report.name,
  principal: "events.amazonaws.com",
  sourceArn: nightly.arn,
});
const bus = new aws.cloudwatch.EventBus("orders", {});
const placed = new aws.cloudwatch.EventRule("placed", {
  eventBusName: bus.name,
  eventPattern: JSON.stringify({ source: ["shop.orders"] }),
});
const machineRole = new aws.iam.Role("machine", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "states.amazonaws.com" }),
});
new aws.iam.RolePolicy("machine", {
  role: machineRole,
  policy: aws.iam.getPolicyDocumentOutput({
    statements: [{ actions: ["lambda:InvokeFunction"], resources: [report.arn] }],
  }).json,
});
const machine = new aws.sfn.StateMachine("orders", {
  roleArn: machineRole.arn,
  tracingConfiguration: { enabled: true },
  definition: pulumi.jsonStringify({
    StartAt: "Report",
    States: { Report: { Type: "Task", Resource: report.arn, End: true } },
  }),
});
const starter = new aws.iam.Role("starter", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "events.amazonaws.com" }),
});
new aws.iam.RolePolicy("starter", {
  role: starter.id,
  policy: machine.arn.apply((arn) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "states:StartExecution", Resource: arn }],
    }),
  ),
});
new aws.cloudwatch.EventTarget("placed", {
  rule: placed.name,
  eventBusName: bus.name,
  arn: machine.arn,
  roleArn: starter.arn,
});
