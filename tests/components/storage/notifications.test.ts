import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Storage, type StorageArgs } from "../../../components/storage";
import { assertContract } from "../../helpers/contract";
import { findRegistration, recordResources, waitForChildren } from "../../helpers/mocks";

async function deploy(args: StorageArgs) {
  const registrations = await recordResources();
  await waitForChildren(new Storage("tide", args));
  return registrations;
}

const functionArn = "arn:aws:lambda:eu-west-1:123456789012:function:resize";
const queueArn = "arn:aws:sqs:eu-west-1:123456789012:jobs";
const topicArn = "arn:aws:sns:eu-west-1:123456789012:news";
const created = ["s3:ObjectCreated:*"] as const;

describe("Storage with notifications", () => {
  it("notifies a function, a queue, a topic and EventBridge by one configuration", async () => {
    const registrations = await deploy({
      eventBridge: true,
      notifications: {
        resize: { functionArn, events: created, prefix: "in/", suffix: ".jpg" },
        jobs: { queueArn, events: created, prefix: "jobs/" },
        news: { topicArn, events: ["s3:ObjectRemoved:Delete"] },
      },
    });

    assertContract(registrations, "Storage", "tide", {
      order: {
        "tide-lifecycle": ["tide-versioning"],
        "tide-policy": ["tide-public-access"],
        "tide-notifications": ["tide-notify-resize"],
      },
    });
    assert.deepEqual(findRegistration(registrations, "tide-notifications").inputs, {
      bucket: "tide-id",
      eventbridge: true,
      lambdaFunctions: [
        {
          id: "resize",
          lambdaFunctionArn: functionArn,
          events: created,
          filterPrefix: "in/",
          filterSuffix: ".jpg",
        },
      ],
      queues: [{ id: "jobs", queueArn, events: created, filterPrefix: "jobs/" }],
      topics: [{ id: "news", topicArn, events: ["s3:ObjectRemoved:Delete"] }],
    });
    assert.deepEqual(findRegistration(registrations, "tide-notify-resize").inputs, {
      action: "lambda:InvokeFunction",
      function: functionArn,
      principal: "s3.amazonaws.com",
      sourceArn: "arn:aws:s3:::tide",
      sourceAccount: "123456789012",
    });
  });

  it("turns EventBridge on alone", async () => {
    const registrations = await deploy({ eventBridge: true });

    assert.deepEqual(findRegistration(registrations, "tide-notifications").inputs, {
      bucket: "tide-id",
      eventbridge: true,
    });
  });

  it("accepts the same event for keys that differ", async () => {
    await assert.doesNotReject(
      deploy({
        notifications: {
          jpg: { queueArn, events: created, suffix: ".jpg" },
          png: { queueArn, events: created, suffix: ".png" },
        },
      }),
    );
  });

  const one = (changes: object) => ({ notifications: { jobs: { queueArn, events: created, ...changes } } });
  for (const [args, message] of [
    [one({ events: [] }), "notifications.jobs.events is [], expected at least one event"],
    [
      one({ topicArn }),
      'notifications.jobs is ["queueArn","topicArn"], expected one of functionArn, queueArn, topicArn',
    ],
    [
      one({ queueArn: undefined }),
      "notifications.jobs is [], expected one of functionArn, queueArn, topicArn",
    ],
    [
      one({ queueArn: `${queueArn}.fifo` }),
      `notifications.jobs.queueArn is "${queueArn}.fifo", expected the ARN of a standard queue`,
    ],
    [
      one({ queueArn: undefined, functionArn: `${functionArn}:live` }),
      `notifications.jobs.functionArn is "${functionArn}:live", expected the ARN of a function without a version or alias`,
    ],
    [
      one({ suffix: "x".repeat(1025) }),
      `notifications.jobs.suffix is "${"x".repeat(199)}…, expected a string of 0 to 1024 characters`,
    ],
    [
      {
        notifications: {
          a: { queueArn, events: created, prefix: "in/" },
          b: { topicArn, events: ["s3:ObjectCreated:Put"] },
        },
      },
      `notifications.b is {"topicArn":"${topicArn}","events":["s3:ObjectCreated:Put"]}, expected no event of a key that notifications.a has too`,
    ],
  ] as const) {
    it(`rejects the arguments when ${message.replace(/, expected.*/, "").slice(0, 58)}`, async () => {
      await assert.rejects(deploy(args as unknown as StorageArgs), { message: `tide: ${message}` });
    });
  }

  it("rejects an event that S3 does not have", async () => {
    await assert.rejects(deploy(one({ events: ["s3:ObjectRead:*"] }) as unknown as StorageArgs), {
      message:
        /^tide: notifications\.jobs\.events\[0\] is "s3:ObjectRead:\*", expected one of s3:ObjectCreated:\*, /,
    });
  });
});
