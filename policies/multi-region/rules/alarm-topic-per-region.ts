import {
  ALARM,
  ALARM_ACTIONS,
  emptyIfUndecided,
  globalServiceResourcesOf,
  isAwsType,
  knownStringsAt,
  parseArn,
  type Resource,
  type ResourceFinding,
  type Stack,
  stackRule,
  TOPIC,
  topicSubscribersOf,
} from "../../kit";

/** An alarm can notify only topics of its own region, so each region needs a topic. */
export const alarmTopicPerRegion = stackRule<{ readonly required: boolean }>({
  name: "alarm-topic-per-region",
  title: "Every region has an alarm topic",
  description:
    "Every region in use has an alarm topic with a subscription, and alarms notify topics of their own region.",
  level: "mandatory",
  severity: "high",
  tags: ["multi-region"],
  remediationSteps:
    "Create an aws.sns.Topic with an aws.sns.TopicSubscription in each region, and set its ARN as alarmActions of the region's alarms.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html",
  settings: {
    regions: {
      type: "array",
      items: { type: "string", minLength: 1 },
      description:
        "Regions that need a topic once they hold any resource. Default: the regions of the stack's configuration, else the regions in use.",
    },
    required: {
      type: "boolean",
      default: false,
      description: "Whether regions need a topic even in a stack without alarms.",
    },
  },
  types: ALARM,
  checks: Object.fromEntries(
    ALARM_ACTIONS.map((property) => [
      `topics of ${property}`,
      (alarm: Resource, { stack }: { readonly stack: Stack }) => findForeignTopics(alarm, property, stack),
    ]),
  ),
  stackChecks: {
    "the alarm topic of each region": ({ stack, regions, settings }) => {
      const inUse = groupByRegion(stack, regions);
      if (inUse.size === 0 || !(settings.required || ownsAlarms(stack, regions !== undefined)))
        return undefined;
      const findings: ResourceFinding[] = [];
      for (const [region, resources] of [...inUse].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const finding = findTopicFault(region, resources, stack);
        if (finding) findings.push(finding);
      }
      return findings;
    },
  },
});

function findForeignTopics(alarm: Resource, property: string, stack: Stack): readonly string[] {
  if (!alarm.hasItems(property)) return [];
  const linked = stack.findTargets(alarm, property, TOPIC);
  const notified = linked.map((topic) => ({ name: topic.name, region: topic.region() }));
  if (linked.length === 0) {
    // Topics of other stacks are known only by their ARNs.
    for (const text of knownStringsAt(alarm, property)) {
      const arn = parseArn(text);
      if (arn?.service === "sns") notified.push({ name: arn.resource, region: arn.region });
    }
  }
  if (notified.length === 0) return [];
  const own = alarm.region();
  return notified
    .filter(({ region }) => region !== own)
    .map(
      ({ name, region }) =>
        `${property} notifies topic ${name} of ${region}, but the alarm is in ${own}, expected a topic of the alarm's region; CloudWatch rejects any other`,
    );
}

/** Resources of each region that needs a topic; a region that only serves global services needs none. */
function groupByRegion(
  stack: Stack,
  configured: readonly string[] | undefined,
): ReadonlyMap<string, readonly Resource[]> {
  const helpers = globalServiceResourcesOf(stack);
  const inUse = new Map<string, Resource[]>();
  for (const resource of stack.resources) {
    if (!isAwsType(resource.type) || resource.isGlobal) continue;
    if (configured === undefined && helpers.has(resource)) continue;
    const region = resource.region();
    if (configured !== undefined && !configured.includes(region)) continue;
    const resources = inUse.get(region);
    if (resources) resources.push(resource);
    else inUse.set(region, [resource]);
  }
  return inUse;
}

/** Whether the stack is responsible for notifications of alarms other than those of global services. */
function ownsAlarms(stack: Stack, isConfigured: boolean): boolean {
  const helpers = globalServiceResourcesOf(stack);
  if (stack.ofTypes(ALARM).some((alarm) => !helpers.has(alarm))) return true;
  return (
    isConfigured &&
    stack.ofTypes(TOPIC).some((topic) => !helpers.has(topic) && topicSubscribersOf(stack, topic).length > 0)
  );
}

function findTopicFault(
  region: string,
  resources: readonly Resource[],
  stack: Stack,
): ResourceFinding | undefined {
  const helpers = globalServiceResourcesOf(stack);
  const all = resources.filter(({ type }) => (ALARM as readonly string[]).includes(type));
  // Alarms on the region itself do not use a topic that serves only billing alarms.
  const own = all.filter((alarm) => !helpers.has(alarm));
  const alarms = own.length > 0 ? own : all;
  const notified = new Set<Resource>();
  let outside = 0;
  for (const alarm of alarms) {
    for (const property of ALARM_ACTIONS) {
      if (!alarm.hasItems(property)) continue;
      // The checks of the alarm report actions that cannot be known.
      const linked = emptyIfUndecided(() => stack.findTargets(alarm, property, TOPIC));
      for (const topic of linked) if (topic.region() === region) notified.add(topic);
      if (linked.length === 0) outside += countTopicsOfOtherStacks(alarm, property, region);
    }
  }
  if (outside > 0) return undefined;
  const topicsOfRegion = stack
    .ofTypes(TOPIC)
    .filter((topic) => topic.region() === region && (own.length === 0 || !helpers.has(topic)));
  const topics = notified.size > 0 ? [...notified] : topicsOfRegion;
  if (topics.some((topic) => topicSubscribersOf(stack, topic).length > 0)) return undefined;
  const [unsubscribed] = [...notified].sort((a, b) => (a.urn < b.urn ? -1 : 1));
  if (unsubscribed) {
    const message = `alarms of ${region} notify this topic, but it has no subscription; add aws.sns.TopicSubscription`;
    return { resource: unsubscribed, message };
  }
  const [first] = alarms.length > 0 ? alarms : resources;
  if (!first) return undefined;
  return {
    resource: first,
    message: `its region, ${region}, has no alarm topic with a subscription; add aws.sns.Topic and aws.sns.TopicSubscription there`,
  };
}

/** Number of topics of the region, in other stacks, that a property can notify. */
function countTopicsOfOtherStacks(alarm: Resource, property: string, region: string): number {
  const reading = alarm.read(property);
  if (reading.state !== "known") return 1;
  return knownStringsAt(alarm, property).filter((text) => {
    const arn = parseArn(text);
    return arn?.service === "sns" && arn.region === region;
  }).length;
}
