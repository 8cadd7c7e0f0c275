// starts processes
import assert from "node:assert/strict";
import { testLifecycle } from "../../helpers/lifecycle";

describe("Logs and LogAgent in the lab", () => {
  const life = testLifecycle({
    program: "tests/lab/components/logs.ts",
    resources: {
      "pulumi:providers:aws": 1,
      Monitoring: 1,
      "Monitoring$aws:sns/topic:Topic": 1,
      "Monitoring$aws:sns/topicPolicy:TopicPolicy": 1,
      Logs: 1,
      "Logs$aws:cloudwatch/logGroup:LogGroup": 2,
      "Logs$aws:cloudwatch/logMetricFilter:LogMetricFilter": 1,
      "Logs$aws:cloudwatch/metricAlarm:MetricAlarm": 1,
      "aws:kinesis/stream:Stream": 1,
      "Logs$aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": 1,
      "Logs$aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy": 1,
      "Logs$aws:iam/role:Role": 1,
      "Logs$aws:iam/rolePolicy:RolePolicy": 1,
      "Logs$aws:cloudwatch/queryDefinition:QueryDefinition": 1,
      LogAgent: 1,
      "LogAgent$aws:iam/role:Role": 1,
      "LogAgent$aws:iam/rolePolicy:RolePolicy": 1,
      "LogAgent$aws:iam/rolePolicyAttachment:RolePolicyAttachment": 1,
      "LogAgent$aws:iam/instanceProfile:InstanceProfile": 1,
      "LogAgent$aws:ssm/parameter:Parameter": 1,
    },
  });

  it("retains the events of each group for its own number of days", () => {
    const groups = life().findAll("cloudwatch/logGroup:LogGroup");

    assert.deepEqual(
      groups.map(({ outputs }) => [outputs["logGroupClass"], outputs["retentionInDays"]]).sort(),
      [
        ["INFREQUENT_ACCESS", 3],
        ["STANDARD", 14],
      ],
    );
  });

  it("creates an alarm on the metric of a filter that notifies the topic", () => {
    const filter = life().findOne("cloudwatch/logMetricFilter:LogMetricFilter");
    const alarm = life().findOne("cloudwatch/metricAlarm:MetricAlarm");
    const web = life().findOne("cloudwatch/logGroup:LogGroup", "chart-web");

    assert.equal(filter["logGroupName"], web["name"]);
    assert.deepEqual(filter["metricTransformation"], {
      name: "ServerErrors",
      namespace: "Archipelago/Web",
      value: "1",
      defaultValue: "0",
    });
    assert.deepEqual(
      [alarm["namespace"], alarm["metricName"], alarm["threshold"]],
      ["Archipelago/Web", "ServerErrors", 5],
    );
    assert.deepEqual(alarm["alarmActions"], [life().findOne("sns/topic:Topic")["arn"]]);
  });

  it("configures the agent for a group, the only one that its role may write to", () => {
    const web = life().findOne("cloudwatch/logGroup:LogGroup", "chart-web");
    const agent = JSON.parse(String(life().findOne("ssm/parameter:Parameter")["value"]));
    const { Statement } = JSON.parse(
      String(life().findOne("iam/rolePolicy:RolePolicy", "mate-policy")["policy"]),
    );

    assert.deepEqual(
      agent.logs.logs_collected.files.collect_list.map((file: Record<string, unknown>) => [
        file["file_path"],
        file["log_group_name"],
      ]),
      [["/var/log/httpd/access_log", web["name"]]],
    );
    for (const { Action, Resource } of Statement) {
      if (Action.some((action: string) => action.startsWith("logs:")))
        assert.ok(
          Resource.every((arn: string) => arn.startsWith(String(web["arn"]))),
          JSON.stringify(Resource),
        );
    }
  });
});
