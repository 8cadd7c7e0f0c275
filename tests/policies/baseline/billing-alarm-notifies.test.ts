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
  // Whom an alarm on something else tells is not asked.
  indifferent: ["errors: alarmActions"],
  alsoCompliant: {
    "a topic without policy and key": [alarm, plain, mail],
    "a chat channel": [alarm, plain, chat],
    "a policy of its own ARN": [
      alarm,
      plain,
      mail,
      {
        ...policy,
        inputs: { ...policy.inputs, policy: derivedFrom(JSON.stringify(publish(cloudwatch)), "billing") },
      },
    ],
    "a policy of the topic itself": [
      alarm,
      { ...topic, inputs: { policy: JSON.stringify(publish({ AWS: "*" }, "SNS:*")) } },
      mail,
    ],
    "a key behind an alias, with a policy of its own": [
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
    "a second topic that is heard": [
      { ...alarm, inputs: { ...alarm.inputs, alarmActions: [ref("billing", "arn"), ref("mute", "arn")] } },
      plain,
      mail,
      { ...plain, name: "mute" },
    ],
    "a topic for something else, without a subscription": [
      { ...errors, inputs: { namespace: "AWS/Lambda", alarmActions: [ref("jobs", "arn")] } },
      { ...plain, name: "jobs" },
    ],
  },
  mutants: [
    {
      title: "no actions",
      change: (world) => unsetInput(world, "charges", "alarmActions"),
      messages: { charges: "alarmActions is missing, expected a topic of us-east-1; nobody hears of it" },
    },
    {
      title: "actions that are switched off",
      change: (world) => setInput(world, "charges", "actionsEnabled", false),
      messages: { charges: "actionsEnabled is false, expected true; its actions are switched off" },
    },
    {
      title: "a topic of another region",
      change: (world) => withOptions(world, "billing", { region: "eu-west-1" }),
      messages: {
        charges: 'alarmActions tells a topic of "eu-west-1", expected one of "us-east-1", where the alarm is',
      },
    },
    {
      title: "a topic of another stack and another region",
      change: (world) =>
        setInput(world, "charges", "alarmActions", ["arn:aws:sns:eu-west-1:123456789012:billing"]),
      messages: {
        charges: 'alarmActions tells a topic of "eu-west-1", expected one of "us-east-1", where the alarm is',
      },
    },
    {
      title: "no subscription",
      change: (world) => withoutResources(world, "mail"),
      messages: { billing: "it tells of charges, but has no subscription; add aws.sns.TopicSubscription" },
    },
    {
      title: "a subscription of another topic",
      change: (world) =>
        setInput([...world, { ...plain, name: "else" }], "mail", "topic", ref("else", "arn")),
      messages: { billing: "it tells of charges, but has no subscription; add aws.sns.TopicSubscription" },
    },
    {
      title: "a protocol that tells nobody",
      change: (world) => setInput(world, "mail", "protocol", "firehose"),
      settings: { protocols: ["email", "sms"] },
      messages: { billing: 'the protocol of its subscriptions is "firehose", expected "email" or "sms"' },
    },
    {
      title: "a subscription that nobody has confirmed, where it must be",
      change: (world) => world,
      settings: { requireConfirmed: true },
      when: "up",
      messages: {
        billing:
          "nobody has confirmed mail, expected a confirmed subscription; follow the link that AWS has sent",
      },
    },
    {
      title: "a subscription that must be confirmed, before it is made",
      change: (world) => world,
      settings: { requireConfirmed: true },
      when: "preview",
      messages: {
        billing:
          "subscriptions cannot be decided because pendingConfirmation of mail is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
    },
    {
      title: "a topic policy without CloudWatch",
      change: (world) =>
        setInput(world, "policy", "policy", JSON.stringify(publish({ Service: "budgets.amazonaws.com" }))),
      messages: {
        billing:
          'its policy by policy does not let "cloudwatch.amazonaws.com" publish, expected a statement that allows it sns:Publish',
      },
    },
    {
      title: "a topic policy that only the look at the state can tell",
      change: (world) =>
        setInput(
          world,
          "policy",
          "policy",
          derivedFrom(JSON.stringify(publish({ AWS: "123456789012" })), "billing"),
        ),
      when: "up",
      messages: {
        billing:
          'its policy by policy does not let "cloudwatch.amazonaws.com" publish, expected a statement that allows it sns:Publish',
      },
    },
    {
      title: "AWS' own key",
      change: (world) => setInput(world, "billing", "kmsMasterKeyId", "alias/aws/sns"),
      messages: {
        billing:
          'kmsMasterKeyId is "alias/aws/sns", expected a customer managed key; CloudWatch may not use this one, so that alarms stay silent',
      },
    },
    {
      title: "a key that CloudWatch may only decrypt with",
      change: (world) => setInput(world, "key", "policy", JSON.stringify(publish(cloudwatch, "kms:Decrypt"))),
      messages: {
        billing:
          'the policy of its key key does not let "cloudwatch.amazonaws.com" use kms:GenerateDataKey, expected both; else alarms stay silent',
      },
    },
    {
      title: "a key with the policy that AWS gives it",
      change: (world) => unsetInput(world, "key", "policy"),
      messages: {
        billing:
          'the policy of its key key does not let "cloudwatch.amazonaws.com" use kms:Decrypt and kms:GenerateDataKey, expected both; else alarms stay silent',
      },
    },
  ],
});

describe("billing-alarm-notifies of a subscription that must be confirmed", () => {
  it("given one that somebody has confirmed, when judged in up, then it passes", () => {
    const world = [alarm, plain, withConfirmation(false)];

    assert.deepEqual(judgeConfirmed(world), []);
  });

  it("given one that AWS confirms itself, when judged in preview, then it passes", () => {
    const world = [alarm, plain, { ...mail, inputs: { ...mail.inputs, protocol: "sms" } }];

    assert.deepEqual(judgeConfirmed(world, "preview"), []);
  });
});

function withConfirmation(pendingConfirmation: boolean): Fixture {
  return { ...mail, outputs: { pendingConfirmation } };
}

function judgeConfirmed(world: readonly Fixture[], when: "preview" | "up" = "up") {
  return evaluateRules([billingAlarmNotifies], world, {
    when,
    settings: { "billing-alarm-notifies": { requireConfirmed: true } },
  });
}
