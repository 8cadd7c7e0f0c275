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

/** An alarm on charges that nobody hears saves nothing. */
export const billingAlarmNotifies = stackRule<Settings>({
  name: "billing-alarm-notifies",
  title: "Somebody hears of charges",
  description: "Every alarm on charges tells a topic of us-east-1 that somebody is subscribed to.",
  level: "mandatory",
  severity: "high",
  tags: ["billing", "checkov:CKV_AWS_319", "config:CLOUDWATCH_ALARM_ACTION_CHECK"],
  remediationSteps:
    "Give the alarm alarmActions with the ARN of an aws.sns.Topic of us-east-1, and the topic an aws.sns.TopicSubscription. A topic policy, and the key of an encrypted topic, must let cloudwatch.amazonaws.com in.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html",
  settings: {
    protocols: {
      type: "array",
      items: { type: "string" },
      default: ["application", "chatbot", "email", "email-json", "http", "https", "lambda", "sms", "sqs"],
      description: "Protocols of subscriptions that count; chatbot stands for channels of Slack and Teams.",
    },
    requireConfirmed: {
      type: "boolean",
      default: false,
      description:
        "Whether a subscription counts only once it has been confirmed, which is known only after it is made.",
    },
  },
  types: [...METRIC_ALARM, ...TOPIC],
  checks: {
    actions: (resource, { stack }) =>
      isAlarm(resource) && billingMetricsOf(resource).length > 0 ? actionFaults(resource, stack) : undefined,
    "actions are on": (resource) =>
      isAlarm(resource) && billingMetricsOf(resource).length > 0
        ? mustBe(resource, "actionsEnabled", true, { absent: true, advice: "its actions are switched off" })
        : undefined,
    subscriptions: (resource, { stack, settings }) =>
      isAlarm(resource) || !isNeeded(resource, stack, settings)
        ? undefined
        : subscriptionFault(resource, stack, settings),
    "topic policy": (resource, { stack }) =>
      isAlarm(resource) || alarmsTelling(resource, stack).length === 0
        ? undefined
        : policyFault(resource, stack),
    "the topic's key": (resource, { stack }) =>
      isAlarm(resource) || alarmsTelling(resource, stack).length === 0
        ? undefined
        : keyFault(resource, stack),
  },
});

function isAlarm({ type }: Resource): boolean {
  return (METRIC_ALARM as readonly string[]).includes(type);
}

function actionFaults(alarm: Resource, stack: Stack): string | undefined {
  if (!alarm.hasItems("alarmActions")) {
    return "alarmActions is missing, expected a topic of us-east-1; nobody hears of it";
  }
  const regions = stack.findTargets(alarm, "alarmActions", TOPIC).map((topic) => topic.region());
  if (regions.length === 0) {
    // Topics of other stacks are known by their ARNs alone.
    for (const text of knownStringsAt(alarm, "alarmActions")) {
      const arn = parseArn(text);
      if (arn?.service === "sns") regions.push(arn.region);
    }
  }
  if (regions.length === 0 || regions.includes(GLOBAL_SERVICES_REGION)) return undefined;
  return `alarmActions tells a topic of ${formatValue(regions[0])}, expected one of "us-east-1", where the alarm is`;
}

/** The alarms on charges that tell a topic, as far as it is known whom they tell; that it is not is told of the alarm itself. */
function alarmsTelling(topic: Resource, stack: Stack): readonly Resource[] {
  return emptyIfUndecided(() => stack.findReferrers(topic, METRIC_ALARM, "alarmActions")).filter(
    (alarm) => billingMetricsOf(alarm).length > 0,
  );
}

function toldBy(alarm: Resource, stack: Stack): readonly Resource[] {
  return emptyIfUndecided(() => stack.findTargets(alarm, "alarmActions", TOPIC));
}

/** Whether an alarm on charges depends on this topic, since none of its others is heard. */
function isNeeded(topic: Resource, stack: Stack, settings: Settings): boolean {
  return alarmsTelling(topic, stack).some((alarm) =>
    toldBy(alarm, stack).every(
      (other) => other === topic || subscriptionFault(other, stack, settings) !== undefined,
    ),
  );
}

function subscriptionFault(
  topic: Resource,
  stack: Stack,
  { protocols, requireConfirmed }: Settings,
): string | undefined {
  const hearers = topicSubscribersOf(stack, topic);
  if (hearers.length === 0)
    return "it tells of charges, but has no subscription; add aws.sns.TopicSubscription";
  const counting = hearers.filter((hearer) => protocols.includes(protocolOf(hearer)));
  if (counting.length === 0) {
    const there = [...new Set(hearers.map(protocolOf))].map(formatValue).join(" and ");
    return `the protocol of its subscriptions is ${there}, expected ${protocols.map(formatValue).join(" or ")}`;
  }
  if (!requireConfirmed || counting.some(isConfirmed)) return undefined;
  const names = counting.map(({ name }) => name).join(" and ");
  return `nobody has confirmed ${names}, expected a confirmed subscription; follow the link that AWS has sent`;
}

function protocolOf(hearer: Resource): string {
  return (TOPIC_SUBSCRIPTION as readonly string[]).includes(hearer.type)
    ? (hearer.string("protocol") ?? "")
    : "chatbot";
}

/** Subscriptions of an address wait for somebody who follows a link; AWS itself confirms all others. */
function isConfirmed(hearer: Resource): boolean {
  if (!["email", "email-json", "http", "https"].includes(protocolOf(hearer))) return true;
  const pending = hearer.outputs.read("pendingConfirmation");
  if (pending.state !== "known") throw new Undecided(`pendingConfirmation of ${hearer.name}`);
  return pending.value === false;
}

function policyFault(topic: Resource, stack: Stack): string | undefined {
  const [separate] = stack.findReferrers(topic, TOPIC_POLICY, "arn");
  const holder = separate ?? topic;
  // A topic's policy names its own ARN, which nothing knows before it is made; the look at the state decides.
  if (holder.read("policy").state === "undecided" && stack.dependenciesOf(holder, "policy").includes(topic)) {
    return undefined;
  }
  const document = holder.json("policy");
  // Without one, SNS lets everything of the topic's own account publish.
  if (!document || allowsService(document, CLOUDWATCH, "sns:Publish")) return undefined;
  const by = separate ? ` by ${separate.name}` : "";
  return `its policy${by} does not let "${CLOUDWATCH}" publish, expected a statement that allows it sns:Publish`;
}

function keyFault(topic: Resource, stack: Stack): string | undefined {
  if (!topic.isSet("kmsMasterKeyId")) return undefined;
  const reading = topic.read("kmsMasterKeyId");
  if (reading.state === "known" && String(reading.value).endsWith("alias/aws/sns")) {
    return `kmsMasterKeyId is ${formatValue(reading.value)}, expected a customer managed key; CloudWatch may not use this one, so that alarms stay silent`;
  }
  const key = keyOf(topic, stack);
  if (!key) return undefined;
  const [separate] = stack.findReferrers(key, KEY_POLICY, "keyId");
  const document = (separate ?? key).json("policy");
  const missing = ["kms:Decrypt", "kms:GenerateDataKey"].filter(
    (action) => !document || !allowsService(document, CLOUDWATCH, action),
  );
  if (missing.length === 0) return undefined;
  return `the policy of its key ${key.name} does not let "${CLOUDWATCH}" use ${missing.join(" and ")}, expected both; else alarms stay silent`;
}

function keyOf(topic: Resource, stack: Stack): Resource | undefined {
  const linked = stack.findTarget(topic, "kmsMasterKeyId", [...KEY, ...KEY_ALIAS]);
  if (!linked || (KEY as readonly string[]).includes(linked.type)) return linked;
  return stack.findTarget(linked, "targetKeyId", KEY);
}
