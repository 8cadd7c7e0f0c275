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
  "redrivePolicy is missing, expected JSON with deadLetterTargetArn and maxReceiveCount; a message that nobody can work off comes back until it is lost";
const NAMED = '{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:123456789012:app-dead","maxReceiveCount":5}';

prove(sqsDlqEncrypted, {
  compliant,
  alsoCompliant: {
    "a policy of its own": [
      resource("aws:sqs/queue:Queue", "dead", {}),
      resource("aws:sqs/queue:Queue", "jobs", {}),
      resource("aws:sqs/redrivePolicy:RedrivePolicy", "redrive", {
        queueUrl: ref("jobs"),
        redrivePolicy: redrive,
      }),
    ],
    "a dead-letter queue by its written ARN": [
      resource("aws:sqs/queue:Queue", "dead", { name: "app-dead" }),
      resource("aws:sqs/queue:Queue", "jobs", { redrivePolicy: NAMED }),
    ],
    "a dead-letter queue of another stack": [
      resource("aws:sqs/queue:Queue", "jobs", { redrivePolicy: NAMED }),
    ],
    "a queue that says whose failures it takes": [
      resource("aws:sqs/queue:Queue", "dead", { redriveAllowPolicy: '{"redrivePermission":"allowAll"}' }),
    ],
    "the failures of a function, a target and a subscription": [
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
    "a key": [
      ...setInput(
        unsetInput(compliant, "jobs", "sqsManagedSseEnabled"),
        "jobs",
        "kmsMasterKeyId",
        ref("key"),
      ),
      resource("aws:kms/key:Key", "key", {}),
    ],
    "a queue without a function, which hides messages briefly": withoutResources(
      unsetInput(compliant, "jobs", "visibilityTimeoutSeconds"),
      "work",
      "worker",
    ),
    "functions called by an alias": [
      ...setInput(compliant, "work", "functionName", ref("live", "arn")),
      resource("aws:lambda/alias:Alias", "live", { functionName: ref("worker", "arn") }),
    ],
  },
  mutants: [
    ...["{}", '{"maxReceiveCount":3}', "no JSON"].map((redrivePolicy) => ({
      title: `the policy ${redrivePolicy}, which names no queue`,
      change: (world: Fixtures) => [
        ...world,
        resource("aws:sqs/queue:Queue", "more", { sqsManagedSseEnabled: true, redrivePolicy }),
      ],
      messages: {
        more: `redrivePolicy is ${JSON.stringify(redrivePolicy)}, expected JSON with deadLetterTargetArn and maxReceiveCount; a message that nobody can work off comes back until it is lost`,
      },
    })),
    {
      title: "encryption that is turned off",
      change: (world) => setInput(world, "jobs", "sqsManagedSseEnabled", false),
      messages: {
        jobs: "sqsManagedSseEnabled is false, expected true; or set kmsMasterKeyId; else messages lie in clear",
      },
    },
    {
      title: "no dead-letter queue",
      change: (world) => withoutResources(unsetInput(world, "jobs", "redrivePolicy"), "dead"),
      messages: { jobs: NO_REDRIVE },
    },
    {
      title: "a dead-letter queue that nobody sends anything",
      change: (world) => unsetInput(world, "jobs", "redrivePolicy"),
      messages: { jobs: NO_REDRIVE, dead: NO_REDRIVE },
    },
    {
      title: "a dead-letter queue that forgets sooner",
      change: (world) => setInput(world, "dead", "messageRetentionSeconds", 86_400),
      messages: {
        dead: "messageRetentionSeconds is 86400, expected 604800 or more, as long as jobs keeps messages; a message's age counts from its first queue",
      },
    },
    {
      title: "a dead-letter queue that says nothing of it",
      change: (world) => unsetInput(world, "dead", "messageRetentionSeconds"),
      messages: {
        dead: "messageRetentionSeconds is 345600 by default, expected 604800 or more, as long as jobs keeps messages; a message's age counts from its first queue",
      },
    },
    {
      title: "messages that come back too soon",
      change: (world) => setInput(world, "jobs", "visibilityTimeoutSeconds", 64),
      messages: {
        jobs: "visibilityTimeoutSeconds is 64, expected 65 or more, 6 times the 10 s of worker and 5 s in which a batch is gathered; else a message is worked off twice",
      },
    },
    {
      title: "a function that says nothing of its time, and another factor",
      change: (world) =>
        unsetInput(
          unsetInput(unsetInput(world, "jobs", "visibilityTimeoutSeconds"), "worker", "timeout"),
          "work",
          "maximumBatchingWindowInSeconds",
        ),
      settings: { visibilityFactor: 20 },
      messages: {
        jobs: "visibilityTimeoutSeconds is 30 by default, expected 60 or more, 20 times the 3 s of worker; else a message is worked off twice",
      },
    },
  ],
});

describe("the remediation of sqs-dlq-encrypted", () => {
  it("given a queue in clear, when put right, then SQS encrypts it", () => {
    const world = setInput(compliant, "jobs", "sqsManagedSseEnabled", false);
    assert.equal(remediate(sqsDlqEncrypted, world, "jobs")?.["sqsManagedSseEnabled"], true);
  });

  it("given a queue that says nothing, when put right, then it is left alone", () => {
    assert.equal(remediate(sqsDlqEncrypted, compliant, "dead"), undefined);
  });
});
