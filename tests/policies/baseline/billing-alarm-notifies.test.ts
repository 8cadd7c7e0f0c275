import assert from "node:assert/strict";
import { billingAlarmNotifies } from "../../../policies/baseline/rules/billing-alarm-notifies";
import {
  derivedFrom,
  evaluateRules,
  type Fixture,
  prove,
  ref,
  resource,
  setInput,
  unsetInput,
  withOptions,
  withoutResources,
} from "../../helpers/policy";

const here = { region: "us-east-1" };
const publish = (principal: unknown, action: unknown = "sns:Publish") => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: principal, Action: action, Resource: "*" }],
});
const cloudwatch = { Service: ["budgets.amazonaws.com", "cloudwatch.amazonaws.com"] };

const alarm = resource(
  "aws:cloudwatch/metricAlarm:MetricAlarm",
  "charges",
  { namespace: "AWS/Billing", metricName: "EstimatedCharges", alarmActions: [ref("billing", "arn")] },
  here,
);
const topic = resource("aws:sns/topic:Topic", "billing", { kmsMasterKeyId: ref("key", "arn") }, here);
const mail = resource(
  "aws:sns/topicSubscription:TopicSubscription",
  "mail",
  { topic: ref("billing", "arn"), protocol: "email", endpoint: "oncall@example.com" },
  { ...here, outputs: { pendingConfirmation: true } },
);
const policy = resource(
  "aws:sns/topicPolicy:TopicPolicy",
  "policy",
  { arn: ref("billing", "arn"), policy: JSON.stringify(publish(cloudwatch)) },
  here,
);
const key = resource(
  "aws:kms/key:Key",
  "key",
  { policy: JSON.stringify(publish(cloudwatch, ["kms:Decrypt", "kms:GenerateDataKey*"])) },
  here,
);
const plain: Fixture = { ...topic, inputs: {} };
const chat = resource("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration", "chat", {
  snsTopicArns: [ref("billing", "arn")],
});
const errors = resource("aws:cloudwatch/metricAlarm:MetricAlarm", "errors", {
  namespace: "AWS/Lambda",
  alarmActions: [],
});

prove(billingAlarmNotifies, {
  compliant: [alarm, topic, mail, policy, key, errors],
  // Topics of other alarms are not checked.
  indifferent: ["errors: alarmActions"],
  alsoCompliant: {
    "a topic without policy and key": [alarm, plain, mail],
    "a chat channel": [alarm, plain, chat],
    "a topic policy with the topic's ARN": [
      alarm,
      plain,
      mail,
      {
        ...policy,
        inputs: { ...policy.inputs, policy: derivedFrom(JSON.stringify(publish(cloudwatch)), "billing") },
      },
    ],
    "an inline topic policy": [
      alarm,
      { ...topic, inputs: { policy: JSON.stringify(publish({ AWS: "*" }, "SNS:*")) } },
      mail,
    ],
    "a key behind an alias, with a separate key policy": [
      alarm,
      { ...topic, inputs: { kmsMasterKeyId: ref("alias", "name") } },
      mail,
      resource("aws:kms/alias:Alias", "alias", { targetKeyId: ref("bare", "keyId") }, here),
      resource("aws:kms/key:Key", "bare", {}, here),
      resource(
        "aws:kms/keyPolicy:KeyPolicy",
        "keyPolicy",
        { keyId: ref("bare", "id"), policy: publish("*", "kms:*") },
        here,
      ),
    ],
    "a topic of another stack": [
      { ...alarm, inputs: { ...alarm.inputs, alarmActions: ["arn:aws:sns:us-east-1:123456789012:billing"] } },
    ],
    "a second topic with a subscription": [
      { ...alarm, inputs: { ...alarm.inputs, alarmActions: [ref("billing", "arn"), ref("mute", "arn")] } },
      plain,
      mail,
      { ...plain, name: "mute" },
    ],
    "a topic of another alarm, without a subscription": [
      { ...errors, inputs: { namespace: "AWS/Lambda", alarmActions: [ref("jobs", "arn")] } },
      { ...plain, name: "jobs" },
    ],
  },
  mutants: [
    {
      title: "no actions",
      change: (fixtures) => unsetInput(fixtures, "charges", "alarmActions"),
      messages: {
        charges: "alarmActions is missing, expected a topic in us-east-1; the alarm notifies no one",
      },
    },
    {
      title: "disabled actions",
      change: (fixtures) => setInput(fixtures, "charges", "actionsEnabled", false),
      messages: { charges: "actionsEnabled is false, expected true; its actions are disabled" },
    },
    {
      title: "a topic in another region",
      change: (fixtures) => withOptions(fixtures, "billing", { region: "eu-west-1" }),
      messages: {
        charges:
          'alarmActions has a topic in "eu-west-1", expected one in "us-east-1", the region of the alarm',
      },
    },
    {
      title: "a topic of another stack in another region",
      change: (fixtures) =>
        setInput(fixtures, "charges", "alarmActions", ["arn:aws:sns:eu-west-1:123456789012:billing"]),
      messages: {
        charges:
          'alarmActions has a topic in "eu-west-1", expected one in "us-east-1", the region of the alarm',
      },
    },
    {
      title: "no subscription",
      change: (fixtures) => withoutResources(fixtures, "mail"),
      messages: {
        billing: "a billing alarm notifies it, but it has no subscription; add aws.sns.TopicSubscription",
      },
    },
    {
      title: "a subscription of another topic",
      change: (fixtures) =>
        setInput([...fixtures, { ...plain, name: "else" }], "mail", "topic", ref("else", "arn")),
      messages: {
        billing: "a billing alarm notifies it, but it has no subscription; add aws.sns.TopicSubscription",
      },
    },
    {
      title: "a protocol that does not count",
      change: (fixtures) => setInput(fixtures, "mail", "protocol", "firehose"),
      settings: { protocols: ["email", "sms"] },
      messages: { billing: 'the protocol of its subscriptions is "firehose", expected "email" or "sms"' },
    },
    {
      title: "an unconfirmed subscription where confirmation is required",
      change: (fixtures) => fixtures,
      settings: { requireConfirmed: true },
      when: "up",
      messages: {
        billing: "mail is not confirmed, expected a confirmed subscription; follow the link that AWS sent",
      },
    },
    {
      title: "a subscription before its creation where confirmation is required",
      change: (fixtures) => fixtures,
      settings: { requireConfirmed: true },
      when: "preview",
      messages: {
        billing:
          "subscriptions cannot be decided because pendingConfirmation of mail is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
    },
    {
      title: "a topic policy without CloudWatch",
      change: (fixtures) =>
        setInput(fixtures, "policy", "policy", JSON.stringify(publish({ Service: "budgets.amazonaws.com" }))),
      messages: {
        billing:
          'its policy by policy does not allow "cloudwatch.amazonaws.com" to publish, expected a statement that allows sns:Publish',
      },
    },
    {
      title: "a topic policy that only the state reveals",
      change: (fixtures) =>
        setInput(
          fixtures,
          "policy",
          "policy",
          derivedFrom(JSON.stringify(publish({ AWS: "123456789012" })), "billing"),
        ),
      when: "up",
      messages: {
        billing:
          'its policy by policy does not allow "cloudwatch.amazonaws.com" to publish, expected a statement that allows sns:Publish',
      },
    },
    {
      title: "an AWS managed key",
      change: (fixtures) => setInput(fixtures, "billing", "kmsMasterKeyId", "alias/aws/sns"),
      messages: {
        billing:
          'kmsMasterKeyId is "alias/aws/sns", expected a customer managed key; CloudWatch cannot use this key, so notifications fail',
      },
    },
    {
      title: "a key that allows CloudWatch only to decrypt",
      change: (fixtures) =>
        setInput(fixtures, "key", "policy", JSON.stringify(publish(cloudwatch, "kms:Decrypt"))),
      messages: {
        billing:
          'the policy of its key key does not allow "cloudwatch.amazonaws.com" to use kms:GenerateDataKey, expected both; otherwise notifications fail',
      },
    },
    {
      title: "a key with the default key policy",
      change: (fixtures) => unsetInput(fixtures, "key", "policy"),
      messages: {
        billing:
          'the policy of its key key does not allow "cloudwatch.amazonaws.com" to use kms:Decrypt and kms:GenerateDataKey, expected both; otherwise notifications fail',
      },
    },
  ],
});

describe("billing-alarm-notifies with requireConfirmed", () => {
  it("accepts a confirmed subscription in up", () => {
    const fixtures = [alarm, plain, withConfirmation(false)];

    assert.deepEqual(evaluateConfirmed(fixtures), []);
  });

  it("accepts a subscription that AWS confirms itself in preview", () => {
    const fixtures = [alarm, plain, { ...mail, inputs: { ...mail.inputs, protocol: "sms" } }];

    assert.deepEqual(evaluateConfirmed(fixtures, "preview"), []);
  });
});

function withConfirmation(pendingConfirmation: boolean): Fixture {
  return { ...mail, outputs: { pendingConfirmation } };
}

function evaluateConfirmed(fixtures: readonly Fixture[], when: "preview" | "up" = "up") {
  return evaluateRules([billingAlarmNotifies], fixtures, {
    when,
    settings: { "billing-alarm-notifies": { requireConfirmed: true } },
  });
}
