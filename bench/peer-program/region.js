const { alarm, dashboard } = require("./alarms");
const { api } = require("./api");
const { compute } = require("./compute");
const { cloudwatch, sns } = require("@pulumi/aws");
const { messaging } = require("./messaging");
const { network } = require("./network");
const { storage } = require("./storage");

/** Resources of one region, which the arguments in `at` and the options in `opts` select. */
exports.region = (code, at, opts) => {
  const tags = { Environment: "bench", Project: "peer", Region: code, ManagedBy: "pulumi" };
  const here = { code, at, opts, tags, name: (role) => `${code}-${role}` };
  const { name } = here;

  const logs = ["app", "flow", "api"].map(
    (each) => new cloudwatch.LogGroup(name(`log-${each}`), { ...at, retentionInDays: 30, tags }, opts),
  );
  const net = network(here, logs[1]);
  const { alb, target, group } = compute(here, net);
  const alerts = new sns.Topic(name("alerts"), { ...at, kmsMasterKeyId: "alias/aws/sns", tags }, opts);
  logs.forEach((log, i) => {
    const metricTransformation = { name: `Errors${i}`, namespace: "App", value: "1" };
    const args = { ...at, logGroupName: log.name, pattern: "ERROR", metricTransformation };
    new cloudwatch.LogMetricFilter(name(`errors-${i}`), args, opts);
  });

  const balancer = { LoadBalancer: alb.arnSuffix };
  const watched = [
    ["alb5xx", "AWS/ApplicationELB", balancer],
    ["albLatency", "AWS/ApplicationELB", balancer],
    ["unhealthy", "AWS/ApplicationELB", { TargetGroup: target.arnSuffix }],
    ["groupCpu", "AWS/EC2", { AutoScalingGroupName: group.name }],
    ["errors0", "App", {}],
    ["errors1", "App", {}],
    ["errors2", "App", {}],
    ["natPackets", "AWS/NATGateway", { NatGatewayId: net.nat.id }],
  ];
  for (const each of watched) alarm(here, alerts, ...each);
  dashboard(here, watched, alb);

  storage(here);
  const { queue, dead, table, fn } = messaging(here);
  const rest = api(here, fn);
  alarm(here, alerts, "fnErrors", "AWS/Lambda", { FunctionName: fn.name });
  alarm(here, alerts, "deadLetters", "AWS/SQS", { QueueName: dead.name });
  alarm(here, alerts, "tableThrottles", "AWS/DynamoDB", { TableName: table.name });
  alarm(here, alerts, "api5xx", "AWS/ApiGateway", { ApiName: rest.name });
  return { albName: alb.dnsName, albZone: alb.zoneId, apiId: rest.id, queueUrl: queue.url };
};
