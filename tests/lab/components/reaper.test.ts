// starts processes
import assert from "node:assert/strict";
import { policyOf, testLifecycle } from "../../helpers/lifecycle";

describe("Reaper in the lab", () => {
  const life = testLifecycle({
    program: "tests/lab/components/reaper.ts",
    resources: {
      "pulumi:providers:aws": 1,
      "aws:sns/topic:Topic": 1,
      Reaper: 1,
      "Reaper$aws:cloudwatch/logGroup:LogGroup": 1,
      "Reaper$aws:cloudwatch/metricAlarm:MetricAlarm": 4,
      "Reaper$aws:iam/role:Role": 2,
      "Reaper$aws:iam/rolePolicy:RolePolicy": 2,
      "Reaper$aws:lambda/function:Function": 1,
      "Reaper$aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": 1,
      "Reaper$aws:scheduler/schedule:Schedule": 1,
      "Reaper$aws:scheduler/scheduleGroup:ScheduleGroup": 1,
      "Reaper$aws:sqs/queue:Queue": 1,
      "Reaper$aws:sqs/queuePolicy:QueuePolicy": 1,
    },
  });

  it("runs the function by the schedule in its own group", () => {
    const { groupName, scheduleExpression, target } = life().findOne("scheduler/schedule:Schedule");

    assert.equal(groupName, life().findOne("scheduler/scheduleGroup:ScheduleGroup").name);
    assert.equal(scheduleExpression, "rate(5 minutes)");
    const { arn } = life().findOne("lambda/function:Function");
    assert.match(String(arn), /^arn:aws:lambda:ap-northeast-2:123456789012:function:tide-[0-9a-f]{7}$/);
    assert.equal(Object(target).arn, arn);
  });

  it("writes to its own log group", () => {
    const { loggingConfig } = life().findOne("lambda/function:Function");

    assert.equal(Object(loggingConfig).logGroup, life().findOne("cloudwatch/logGroup:LogGroup").name);
  });

  it("may terminate clusters of its region and account with its tags", () => {
    const { Statement } = policyOf(life().findOne("iam/rolePolicy:RolePolicy", "tide-function"));
    const terminate = Statement.find(({ Sid }) => Sid === "TerminateOwnClusters");

    assert.deepEqual(terminate?.Resource, ["arn:aws:elasticmapreduce:ap-northeast-2:123456789012:cluster/*"]);
    assert.deepEqual(terminate?.Condition, {
      StringEquals: {
        "elasticmapreduce:ResourceTag/project": ["tide"],
        "elasticmapreduce:ResourceTag/environment": ["dev"],
      },
    });
  });
});
