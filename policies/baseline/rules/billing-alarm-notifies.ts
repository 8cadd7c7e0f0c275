import { GLOBAL_SERVICES_REGION } from "../../../common/regions";
import {
  allowsService,
  billingMetricsOf,
  emptyIfUndecided,
  formatValue,
  knownStringsAt,
  METRIC_ALARM,
  mustBe,
  parseArn,
  type Resource,
  type Stack,
  stackRule,
  TOPIC,
  TOPIC_POLICY,
  TOPIC_SUBSCRIPTION,
  topicSubscribersOf,
  Undecided,
} from "../../kit";

interface Settings {
  readonly protocols: readonly string[];
  readonly requireConfirmed: boolean;
}

const KEY = ["aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"] as const;
const KEY_ALIAS = ["aws:kms/alias:Alias"] as const;
const KEY_POLICY = ["aws:kms/keyPolicy:KeyPolicy"] as const;

const CLOUDWATCH = "cloudwatch.amazonaws.com";

/** A billing alarm without a subscriber prevents no costs. */
export const billingAlarmNotifies = stackRule<Settings>({
  name: "billing-alarm-notifies",
  title: "Billing alarms notify a subscriber",
  description: "Every billing alarm notifies a topic in us-east-1 that has a subscription.",
  level: "mandatory",
  severity: "high",
  tags: ["billing", "checkov:CKV_AWS_319", "config:CLOUDWATCH_ALARM_ACTION_CHECK"],
  remediationSteps:
    "Set alarmActions to the ARN of an aws.sns.Topic in us-east-1, and create an aws.sns.TopicSubscription for it. The topic policy, and the key policy of an encrypted topic, must allow cloudwatch.amazonaws.com.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html",
  settings: {
    protocols: {
      type: "array",
      items: { type: "string" },
      default: ["application", "chatbot", "email", "email-json", "http", "https", "lambda", "sms", "sqs"],
      description: "Protocols of subscriptions that count; chatbot stands for Slack and Teams channels.",
    },
    requireConfirmed: {
      type: "boolean",
      default: false,
      description:
        "Whether a subscription counts only after its confirmation, which is known only after its creation.",
    },
  },
  types: [...METRIC_ALARM, ...TOPIC],
  checks: {
    actions: (resource, { stack }) =>
      isAlarm(resource) && billingMetricsOf(resource).length > 0
        ? findActionFault(resource, stack)
        : undefined,
    "enabled actions": (resource) =>
      isAlarm(resource) && billingMetricsOf(resource).length > 0
        ? mustBe(resource, "actionsEnabled", true, { absent: true, advice: "its actions are disabled" })
        : undefined,
    subscriptions: (resource, { stack, settings }) =>
      isAlarm(resource) || !isNeeded(resource, stack, settings)
        ? undefined
        : findSubscriptionFault(resource, stack, settings),
    "topic policy": (resource, { stack }) =>
      isAlarm(resource) || findBillingAlarms(resource, stack).length === 0
        ? undefined
        : findPolicyFault(resource, stack),
    "topic key": (resource, { stack }) =>
      isAlarm(resource) || findBillingAlarms(resource, stack).length === 0
        ? undefined
        : findKeyFault(resource, stack),
  },
});

function isAlarm({ type }: Resource): boolean {
  return (METRIC_ALARM as readonly string[]).includes(type);
}

function findActionFault(alarm: Resource, stack: Stack): string | undefined {
  if (!alarm.hasItems("alarmActions")) {
    return "alarmActions is missing, expected a topic in us-east-1; the alarm notifies no one";
  }
  const regions = stack.findTargets(alarm, "alarmActions", TOPIC).map((topic) => topic.region());
  if (regions.length === 0) {
    // Topics of other stacks are known only by their ARNs.
    for (const text of knownStringsAt(alarm, "alarmActions")) {
      const arn = parseArn(text);
      if (arn?.service === "sns") regions.push(arn.region);
    }
  }
  if (regions.length === 0 || regions.includes(GLOBAL_SERVICES_REGION)) return undefined;
  return `alarmActions has a topic in ${formatValue(regions[0])}, expected one in "us-east-1", the region of the alarm`;
}

/** Billing alarms known to notify a topic; the checks of the alarm report actions that are not known. */
function findBillingAlarms(topic: Resource, stack: Stack): readonly Resource[] {
  return emptyIfUndecided(() => stack.findReferrers(topic, METRIC_ALARM, "alarmActions")).filter(
    (alarm) => billingMetricsOf(alarm).length > 0,
  );
}

function findNotifiedTopics(alarm: Resource, stack: Stack): readonly Resource[] {
  return emptyIfUndecided(() => stack.findTargets(alarm, "alarmActions", TOPIC));
}

/** Whether a billing alarm has no other topic with a subscription. */
function isNeeded(topic: Resource, stack: Stack, settings: Settings): boolean {
  return findBillingAlarms(topic, stack).some((alarm) =>
    findNotifiedTopics(alarm, stack).every(
      (other) => other === topic || findSubscriptionFault(other, stack, settings) !== undefined,
    ),
  );
}

function findSubscriptionFault(
  topic: Resource,
  stack: Stack,
  { protocols, requireConfirmed }: Settings,
): string | undefined {
  const subscribers = topicSubscribersOf(stack, topic);
  if (subscribers.length === 0)
    return "a billing alarm notifies it, but it has no subscription; add aws.sns.TopicSubscription";
  const counting = subscribers.filter((subscriber) => protocols.includes(protocolOf(subscriber)));
  if (counting.length === 0) {
    const actual = [...new Set(subscribers.map(protocolOf))].map(formatValue).join(" and ");
    return `the protocol of its subscriptions is ${actual}, expected ${protocols.map(formatValue).join(" or ")}`;
  }
  if (!requireConfirmed || counting.some(isConfirmed)) return undefined;
  const names = counting.map(({ name }) => name).join(" and ");
  return `${names} is not confirmed, expected a confirmed subscription; follow the link that AWS sent`;
}

function protocolOf(subscriber: Resource): string {
  return (TOPIC_SUBSCRIPTION as readonly string[]).includes(subscriber.type)
    ? (subscriber.string("protocol") ?? "")
    : "chatbot";
}

/** A person confirms subscriptions of email addresses and URLs by a link; AWS confirms all others. */
function isConfirmed(subscriber: Resource): boolean {
  if (!["email", "email-json", "http", "https"].includes(protocolOf(subscriber))) return true;
  const pending = subscriber.outputs.read("pendingConfirmation");
  if (pending.state !== "known") throw new Undecided("pendingConfirmation", [subscriber.name]).of(subscriber);
  return pending.value === false;
}

function findPolicyFault(topic: Resource, stack: Stack): string | undefined {
  const [separate] = stack.findReferrers(topic, TOPIC_POLICY, "arn");
  const holder = separate ?? topic;
  // A topic's policy contains the topic's ARN, which is unknown before its creation; the check of the state decides.
  if (holder.read("policy").state === "undecided" && stack.dependenciesOf(holder, "policy").includes(topic)) {
    return undefined;
  }
  const document = holder.json("policy");
  // Without a policy, SNS allows the topic's account to publish.
  if (!document || allowsService(document, CLOUDWATCH, "sns:Publish")) return undefined;
  const by = separate ? ` by ${separate.name}` : "";
  return `its policy${by} does not allow "${CLOUDWATCH}" to publish, expected a statement that allows sns:Publish`;
}

function findKeyFault(topic: Resource, stack: Stack): string | undefined {
  if (!topic.isSet("kmsMasterKeyId")) return undefined;
  const reading = topic.read("kmsMasterKeyId");
  if (reading.state === "known" && String(reading.value).endsWith("alias/aws/sns")) {
    return `kmsMasterKeyId is ${formatValue(reading.value)}, expected a customer managed key; CloudWatch cannot use this key, so notifications fail`;
  }
  const key = keyOf(topic, stack);
  if (!key) return undefined;
  const [separate] = stack.findReferrers(key, KEY_POLICY, "keyId");
  const document = (separate ?? key).json("policy");
  const missing = ["kms:Decrypt", "kms:GenerateDataKey"].filter(
    (action) => !document || !allowsService(document, CLOUDWATCH, action),
  );
  if (missing.length === 0) return undefined;
  return `the policy of its key ${key.name} does not allow "${CLOUDWATCH}" to use ${missing.join(" and ")}, expected both; otherwise notifications fail`;
}

function keyOf(topic: Resource, stack: Stack): Resource | undefined {
  const linked = stack.findTarget(topic, "kmsMasterKeyId", [...KEY, ...KEY_ALIAS]);
  if (!linked || (KEY as readonly string[]).includes(linked.type)) return linked;
  return stack.findTarget(linked, "targetKeyId", KEY);
}
