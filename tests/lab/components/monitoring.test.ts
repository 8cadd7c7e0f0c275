// starts processes
import assert from "node:assert/strict";
import { testLifecycle } from "../../helpers/lifecycle";

describe("Monitoring in the lab", () => {
  const life = testLifecycle({
    program: "tests/lab/components/monitoring.ts",
    resources: {
      "pulumi:providers:aws": 1,
      Monitoring: 1,
      "Monitoring$aws:sns/topic:Topic": 1,
      "Monitoring$aws:sns/topicPolicy:TopicPolicy": 1,
      "Monitoring$aws:sns/topicSubscription:TopicSubscription": 1,
      "Monitoring$aws:cloudwatch/metricAlarm:MetricAlarm": 4,
      "Monitoring$aws:cloudwatch/compositeAlarm:CompositeAlarm": 1,
      "Monitoring$aws:cloudwatch/dashboard:Dashboard": 1,
    },
  });

  it("notifies the topic of all alarms but those that only serve composites", () => {
    const { arn } = life().findOne("sns/topic:Topic");
    const cpu = life().findOne("cloudwatch/metricAlarm:MetricAlarm", "watch-cpu");
    const latency = life().findOne("cloudwatch/metricAlarm:MetricAlarm", "watch-latency");
    const overload = life().findOne("cloudwatch/compositeAlarm:CompositeAlarm");

    assert.deepEqual(cpu["alarmActions"], [arn]);
    assert.deepEqual(latency["alarmActions"] ?? [], []);
    assert.equal(latency["extendedStatistic"], "p99");
    assert.deepEqual(overload["alarmActions"], [arn]);
    assert.equal(overload["alarmRule"], `ALARM("${cpu["name"]}") AND ALARM("${latency["name"]}")`);
  });

  it("shows all alarms on a dashboard without overlapping widgets", () => {
    const { widgets } = JSON.parse(String(life().findOne("cloudwatch/dashboard:Dashboard")["dashboardBody"]));
    const arns = life()
      .findAll("cloudwatch/metricAlarm:MetricAlarm")
      .map(({ outputs }) => String(outputs["arn"]));
    const cells = new Set<string>();

    for (const arn of arns) assert.ok(JSON.stringify(widgets).includes(arn), `${arn} is on the dashboard`);
    for (const { x, y, width, height } of widgets) {
      assert.ok(x + width <= 24, "a dashboard is 24 wide");
      for (let index = 0; index < width * height; index++) {
        const cell = `${x + (index % width)}/${y + Math.floor(index / width)}`;
        assert.ok(!cells.has(cell), `two widgets cover ${cell}`);
        cells.add(cell);
      }
    }
  });
});
