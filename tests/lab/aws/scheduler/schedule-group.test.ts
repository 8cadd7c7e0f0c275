import assert from "node:assert/strict";
import { iam } from "../../../../lab/aws/iam";
import { scheduler } from "../../../../lab/aws/scheduler";
import { Cloud, refusal } from "../../../helpers/cloud";

const GROUP = "aws:scheduler/scheduleGroup:ScheduleGroup";
const SCHEDULE = "aws:scheduler/schedule:Schedule";
const schedule = (groupName: string, roleArn = "arn:aws:iam::123456789012:role/of-another-program") => ({
  name: "often",
  groupName,
  scheduleExpression: "rate(5 minutes)",
  flexibleTimeWindow: { mode: "OFF" },
  target: { arn: "arn:aws:lambda:eu-west-1:123456789012:function:f", roleArn },
});

describe("ScheduleGroup", () => {
  it("must exist before a schedule in it, except the default one", () => {
    const cloud = new Cloud(scheduler);

    assert.equal(
      refusal(() => cloud.create(SCHEDULE, schedule("nightly"))),
      "ResourceNotFoundException: Schedule Group nightly does not exist.",
    );
    cloud.create(GROUP, { name: "nightly" });
    assert.equal(cloud.create(SCHEDULE, schedule("nightly")).id, "nightly/often");
    assert.equal(cloud.create(SCHEDULE, schedule("default")).id, "default/often");
  });

  it("takes its schedules with it and leaves others", () => {
    const cloud = new Cloud(scheduler);
    const group = cloud.create(GROUP, { name: "nightly" });
    cloud.create(SCHEDULE, schedule("nightly"));
    cloud.create(SCHEDULE, schedule("default"));

    cloud.delete(group);
    assert.deepEqual(
      cloud.list({ type: SCHEDULE }).map(({ id }) => id),
      ["default/often"],
    );
  });

  it("is refused under a name that exists", () => {
    const cloud = new Cloud(scheduler);
    cloud.create(GROUP, { name: "nightly" });

    assert.equal(
      refusal(() => cloud.create(GROUP, { name: "nightly" })),
      "ConflictException: Schedule group nightly already exists.",
    );
  });
});

describe("Role of a schedule", () => {
  it("must trust Scheduler", () => {
    const cloud = new Cloud(scheduler, iam);
    const { outputs } = cloud.create("aws:iam/role:Role", {
      name: "runner",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Deny", Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" },
          { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sts:AssumeRole" },
        ],
      }),
    });

    assert.equal(
      refusal(() => cloud.create(SCHEDULE, schedule("default", String(outputs.arn)))),
      "ValidationException: The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
    );
  });
});
