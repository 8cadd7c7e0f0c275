import assert from "node:assert/strict";
import { sqsDlqEncrypted } from "../../../policies/baseline/rules/sqs-dlq-encrypted";
import {
  derivedFrom,
  type Fixtures,
  prove,
  ref,
  remediate,
  resource,
  setInput,
  unsetInput,
  withoutResources,
} from "../../helpers/policy";

const redrive = derivedFrom(
  '{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:123456789012:dead","maxReceiveCount":5}',
  "dead",
);
const compliant: Fixtures = [
  resource("aws:sqs/queue:Queue", "dead", { messageRetentionSeconds: 1_209_600 }),
  resource("aws:sqs/queue:Queue", "jobs", {
    messageRetentionSeconds: 604_800,
    redrivePolicy: redrive,
    sqsManagedSseEnabled: true,
    visibilityTimeoutSeconds: 65,
  }),
  resource("aws:lambda/function:Function", "worker", { timeout: 10 }),
  resource("aws:lambda/eventSourceMapping:EventSourceMapping", "work", {
    functionName: ref("worker", "arn"),
    eventSourceArn: ref("jobs", "arn"),
    maximumBatchingWindowInSeconds: 5,
  }),
];
const NO_REDRIVE =
  "redrivePolicy is missing, expected JSON with deadLetterTargetArn and maxReceiveCount; a message that always fails returns until it expires";
const NAMED = '{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:123456789012:app-dead","maxReceiveCount":5}';

prove(sqsDlqEncrypted, {
  compliant,
  alsoCompliant: {
    "a separate redrive policy": [
      resource("aws:sqs/queue:Queue", "dead", {}),
      resource("aws:sqs/queue:Queue", "jobs", {}),
      resource("aws:sqs/redrivePolicy:RedrivePolicy", "redrive", {
        queueUrl: ref("jobs"),
        redrivePolicy: redrive,
      }),
    ],
    "a dead-letter queue by its literal ARN": [
      resource("aws:sqs/queue:Queue", "dead", { name: "app-dead" }),
      resource("aws:sqs/queue:Queue", "jobs", { redrivePolicy: NAMED }),
    ],
    "a dead-letter queue of another stack": [
      resource("aws:sqs/queue:Queue", "jobs", { redrivePolicy: NAMED }),
    ],
    "a dead-letter queue with a redrive allow policy": [
      resource("aws:sqs/queue:Queue", "dead", { redriveAllowPolicy: '{"redrivePermission":"allowAll"}' }),
    ],
    "a dead-letter queue of a function, an event target and a subscription": [
      resource("aws:sqs/queue:Queue", "of-function", {}),
      resource("aws:lambda/function:Function", "worker", {
        deadLetterConfig: { targetArn: ref("of-function", "arn") },
      }),
      resource("aws:sqs/queue:Queue", "of-target", {}),
      resource("aws:cloudwatch/eventTarget:EventTarget", "target", {
        deadLetterConfig: { arn: ref("of-target", "arn") },
      }),
      resource("aws:sqs/queue:Queue", "of-subscription", {}),
      resource("aws:sns/topicSubscription:TopicSubscription", "subscription", {
        redrivePolicy: derivedFrom('{"deadLetterTargetArn":"…"}', "of-subscription"),
      }),
    ],
    "a KMS key": [
      ...setInput(
        unsetInput(compliant, "jobs", "sqsManagedSseEnabled"),
        "jobs",
        "kmsMasterKeyId",
        ref("key"),
      ),
      resource("aws:kms/key:Key", "key", {}),
    ],
    "a short visibility timeout without a function": withoutResources(
      unsetInput(compliant, "jobs", "visibilityTimeoutSeconds"),
      "work",
      "worker",
    ),
    "functions invoked by an alias": [
      ...setInput(compliant, "work", "functionName", ref("live", "arn")),
      resource("aws:lambda/alias:Alias", "live", { functionName: ref("worker", "arn") }),
    ],
  },
  mutants: [
    ...["{}", '{"maxReceiveCount":3}', "no JSON"].map((redrivePolicy) => ({
      title: `the redrive policy ${redrivePolicy}, which names no queue`,
      change: (fixtures: Fixtures) => [
        ...fixtures,
        resource("aws:sqs/queue:Queue", "more", { sqsManagedSseEnabled: true, redrivePolicy }),
      ],
      messages: {
        more: `redrivePolicy is ${JSON.stringify(redrivePolicy)}, expected JSON with deadLetterTargetArn and maxReceiveCount; a message that always fails returns until it expires`,
      },
    })),
    {
      title: "disabled encryption",
      change: (fixtures) => setInput(fixtures, "jobs", "sqsManagedSseEnabled", false),
      messages: {
        jobs: "sqsManagedSseEnabled is false, expected true; or set kmsMasterKeyId; otherwise messages are not encrypted",
      },
    },
    {
      title: "no dead-letter queue",
      change: (fixtures) => withoutResources(unsetInput(fixtures, "jobs", "redrivePolicy"), "dead"),
      messages: { jobs: NO_REDRIVE },
    },
    {
      title: "a dead-letter queue without a source",
      change: (fixtures) => unsetInput(fixtures, "jobs", "redrivePolicy"),
      messages: { jobs: NO_REDRIVE, dead: NO_REDRIVE },
    },
    {
      title: "a dead-letter queue with a shorter retention",
      change: (fixtures) => setInput(fixtures, "dead", "messageRetentionSeconds", 86_400),
      messages: {
        dead: "messageRetentionSeconds is 86400, expected 604800 or more, the retention of jobs; the age of a message counts from its first queue",
      },
    },
    {
      title: "a dead-letter queue with the default retention",
      change: (fixtures) => unsetInput(fixtures, "dead", "messageRetentionSeconds"),
      messages: {
        dead: "messageRetentionSeconds is 345600 by default, expected 604800 or more, the retention of jobs; the age of a message counts from its first queue",
      },
    },
    {
      title: "a visibility timeout that is too short",
      change: (fixtures) => setInput(fixtures, "jobs", "visibilityTimeoutSeconds", 64),
      messages: {
        jobs: "visibilityTimeoutSeconds is 64, expected 65 or more, 6 times the 10 s of worker and 5 s of the batching window; otherwise a message is processed twice",
      },
    },
    {
      title: "a function with the default timeout, and another factor in the settings",
      change: (fixtures) =>
        unsetInput(
          unsetInput(unsetInput(fixtures, "jobs", "visibilityTimeoutSeconds"), "worker", "timeout"),
          "work",
          "maximumBatchingWindowInSeconds",
        ),
      settings: { visibilityFactor: 20 },
      messages: {
        jobs: "visibilityTimeoutSeconds is 30 by default, expected 60 or more, 20 times the 3 s of worker; otherwise a message is processed twice",
      },
    },
  ],
});

describe("the remediation of sqs-dlq-encrypted", () => {
  it("turns on the encryption of a queue", () => {
    const fixtures = setInput(compliant, "jobs", "sqsManagedSseEnabled", false);
    assert.equal(remediate(sqsDlqEncrypted, fixtures, "jobs")?.["sqsManagedSseEnabled"], true);
  });

  it("leaves a queue with default encryption alone", () => {
    assert.equal(remediate(sqsDlqEncrypted, compliant, "dead"), undefined);
  });
});
