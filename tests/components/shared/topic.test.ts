import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { createAlarm } from "../../../components/shared/alarms";
import { Faults } from "../../../components/shared/errors";
import {
  type AlarmTopicArgs,
  checkAlarmTopic,
  createAlarmTopic,
  subscriberEmails,
} from "../../../components/shared/topic";
import { assertDependsOn } from "../../helpers/contract";
import {
  ACCOUNT,
  findRegistration,
  outputValue,
  recordResources,
  waitForChildren,
} from "../../helpers/mocks";

function errorOf({ subscribers = {}, kmsKeyArn }: Partial<AlarmTopicArgs>): string {
  const faults = new Faults("tide");
  checkAlarmTopic(faults, { subscribers, kmsKeyArn });
  try {
    faults.raise();
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

async function deploy(args: Partial<AlarmTopicArgs>) {
  const registrations = await recordResources();
  const parent = new pulumi.ComponentResource("test:index:Parent", "tide");
  const topic = createAlarmTopic(
    "tide",
    {
      publishers: ["cloudwatch.amazonaws.com"],
      subscribers: {},
      policyName: "tide-topic-policy",
      kmsKeyArn: undefined,
      tags: undefined,
      ...args,
    },
    parent,
  );
  await waitForChildren(parent);
  return { topic, registrations };
}

describe("checkAlarmTopic", () => {
  for (const email of ["ops@example.com", "a.b+c@sub.example.com"]) {
    it(`accepts ${email}`, () => {
      assert.equal(errorOf({ subscribers: { ops: { email } } }), "");
    });
  }

  for (const email of [
    "ops",
    "ops@",
    "@example.com",
    "ops@example",
    "Ops <ops@example.com>",
    "a@example.com\n",
    "a b@example.com",
  ]) {
    it(`rejects ${JSON.stringify(email)} and gives the form`, () => {
      assert.equal(
        errorOf({ subscribers: { ops: { email } } }),
        `tide: subscribers.ops.email is ${JSON.stringify(email)}, expected an e-mail address such as ops@example.com`,
      );
    });
  }

  it("rejects a phone number without its country", () => {
    assert.equal(
      errorOf({ subscribers: { ops: { phone: "010-1234-5678" } } }),
      'tide: subscribers.ops.phone is "010-1234-5678", expected a phone in E.164 form such as +12025550123',
    );
  });

  for (const url of [
    "http://events.example.com/key",
    "https://localhost",
    "events.example.com",
    "https://a b.example.com/",
  ]) {
    it(`rejects the endpoint ${url}`, () => {
      assert.equal(
        errorOf({ subscribers: { ops: { url } } }),
        `tide: subscribers.ops.url is "${url}", expected an https address such as https://events.example.com/alarms`,
      );
    });
  }

  for (const kmsKeyArn of ["alias/aws/sns", "arn:aws:kms:eu-west-1:123456789012:alias/aws/sns"]) {
    it(`rejects ${kmsKeyArn}`, () => {
      assert.equal(
        errorOf({ kmsKeyArn }),
        `tide: kmsKeyArn is "${kmsKeyArn}", expected a customer managed key, since an AWS managed key lets no other service publish`,
      );
    });
  }

  for (const kmsKeyArn of ["alias/alarms", "arn:aws:kms:eu-west-1:123456789012:key/example"]) {
    it(`accepts ${kmsKeyArn}`, () => {
      assert.equal(errorOf({ kmsKeyArn }), "");
    });
  }

  it("leaves values that are not known yet to the deployment", () => {
    const unknown = pulumi.output("x");

    assert.equal(errorOf({ subscribers: { ops: { email: unknown } }, kmsKeyArn: unknown }), "");
  });
});

describe("createAlarmTopic", () => {
  it("lets the publishers publish for this account and over TLS only", async () => {
    const { topic, registrations } = await deploy({});
    const arn = await outputValue(topic.arn);

    assert.deepEqual(JSON.parse(findRegistration(registrations, "tide-topic-policy").inputs.policy), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "PublishByServices",
          Effect: "Allow",
          Principal: { Service: ["cloudwatch.amazonaws.com"] },
          Action: ["sns:Publish"],
          Resource: [arn],
          Condition: { StringEquals: { "aws:SourceAccount": [ACCOUNT] } },
        },
        {
          Sid: "DenyPlainText",
          Effect: "Deny",
          Principal: "*",
          Action: ["sns:Publish"],
          Resource: [arn],
          Condition: { Bool: { "aws:SecureTransport": ["false"] } },
        },
      ],
    });
  });

  it("returns policy and subscriptions as what alarms must depend on", async () => {
    const { topic } = await deploy({
      subscribers: {
        ops: { email: "ops@example.com", phone: "+12025550123" },
        cfo: { email: "cfo@example.com" },
      },
    });
    const urns = await Promise.all(topic.delivery.map(({ urn }) => outputValue(urn)));

    assert.deepEqual(
      urns.map((urn) => urn.split("::").at(-1)),
      ["tide-topic-policy", "tide-email-ops", "tide-sms-ops", "tide-email-cfo"],
    );
  });

  it("returns an ARN whose users depend on policy and subscriptions", async () => {
    const { topic, registrations } = await deploy({ subscribers: { ops: { email: "ops@example.com" } } });
    const alarm = createAlarm(
      "high-tide",
      {
        metric: { namespace: "Tide", metricName: "Level" },
        condition: { threshold: 5 },
        topicArns: [topic.arnAfterDelivery],
        notifyRecovery: true,
        tags: undefined,
      },
      {},
    );
    await outputValue(alarm.urn);

    const registration = findRegistration(registrations, "high-tide");
    assert.deepEqual(registration.inputs.alarmActions, [await outputValue(topic.arn)]);
    assertDependsOn(registration, { type: "aws:sns/topicPolicy:TopicPolicy", name: "tide-topic-policy" });
    assertDependsOn(registration, {
      type: "aws:sns/topicSubscription:TopicSubscription",
      name: "tide-email-ops",
    });
  });

  it("subscribes an https endpoint that confirms by itself", async () => {
    const url = "https://events.example.com/integration/key/enqueue";
    const { topic, registrations } = await deploy({ subscribers: { pager: { url } } });

    assert.deepEqual(findRegistration(registrations, "tide-https-pager").inputs, {
      topic: await outputValue(topic.arn),
      protocol: "https",
      endpoint: url,
      endpointAutoConfirms: true,
    });
  });

  it("creates all resources in the given region", async () => {
    const { registrations } = await deploy({
      region: "us-east-1",
      subscribers: { ops: { email: "ops@example.com" } },
    });

    assert.deepEqual(
      registrations.slice(1).map(({ inputs }) => inputs.region),
      ["us-east-1", "us-east-1", "us-east-1"],
    );
  });
});

describe("subscriberEmails", () => {
  it("returns the addresses of subscribers that have one", async () => {
    await recordResources();
    const emails = subscriberEmails("tide", {
      ops: { email: "ops@example.com" },
      oncall: { phone: "+12025550123" },
    });

    assert.deepEqual(await Promise.all(emails.map(outputValue)), ["ops@example.com"]);
  });

  it("rejects a malformed address that becomes known during deployment", async () => {
    await recordResources();
    const [email] = subscriberEmails("tide", { ops: { email: pulumi.output("ops") } });

    assert.ok(email);
    await assert.rejects(outputValue(email), {
      message: "tide: subscribers.ops.email is an output, expected an e-mail address such as ops@example.com",
    });
  });
});
