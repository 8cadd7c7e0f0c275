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

/** An alarm tells topics of its own region alone, so each region needs one, or its alarms are mute. */
export const alarmTopicPerRegion = stackRule<{ readonly required: boolean }>({
  name: "alarm-topic-per-region",
  title: "Every region has its alarm topic",
  description:
    "Every region in use has an alarm topic that somebody is subscribed to, and alarms tell topics of their own region.",
  level: "mandatory",
  severity: "high",
  tags: ["multi-region"],
  remediationSteps:
    "Lay down an aws.sns.Topic with an aws.sns.TopicSubscription in each region, and give the region's alarms its ARN as alarmActions.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html",
  settings: {
    regions: {
      type: "array",
      items: { type: "string", minLength: 1 },
      description:
        "Regions that need a topic once they hold anything. Those of the stack's configuration, else those in use, when it is not set.",
    },
    required: {
      type: "boolean",
      default: false,
      description: "Whether regions need a topic even in a stack that has no alarm.",
    },
  },
  types: ALARM,
  checks: Object.fromEntries(
    ALARM_ACTIONS.map((property) => [
      `topics of ${property}`,
      (alarm: Resource, { stack }: { readonly stack: Stack }) => foreignTopics(alarm, property, stack),
    ]),
  ),
  stackChecks: {
    "the alarm topic of each region": ({ stack, regions, settings }) => {
      const inUse = regionsInUse(stack, regions);
      if (inUse.size === 0 || !(settings.required || ownsAlarms(stack, regions !== undefined)))
        return undefined;
      const findings: ResourceFinding[] = [];
      for (const [region, resources] of [...inUse].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const finding = topicFault(region, resources, stack);
        if (finding) findings.push(finding);
      }
      return findings;
    },
  },
});

function foreignTopics(alarm: Resource, property: string, stack: Stack): readonly string[] {
  if (!alarm.hasItems(property)) return [];
  const linked = stack.findTargets(alarm, property, TOPIC);
  const told = linked.map((topic) => ({ name: topic.name, region: topic.region() }));
  if (linked.length === 0) {
    // Topics of other stacks are known by their ARNs alone.
    for (const text of knownStringsAt(alarm, property)) {
      const arn = parseArn(text);
      if (arn?.service === "sns") told.push({ name: arn.resource, region: arn.region });
    }
  }
  if (told.length === 0) return [];
  const own = alarm.region();
  return told
    .filter(({ region }) => region !== own)
    .map(
      ({ name, region }) =>
        `${property} tells topic ${name} of ${region}, but the alarm is in ${own}, expected a topic of its own region; CloudWatch refuses any other`,
    );
}

/** The resources of each region that needs a topic; those that only serve global services need none of their own. */
function regionsInUse(
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
    const those = inUse.get(region);
    if (those) those.push(resource);
    else inUse.set(region, [resource]);
  }
  return inUse;
}

/** Whether it is this stack's business to tell of alarms, beyond those of global services. */
function ownsAlarms(stack: Stack, isConfigured: boolean): boolean {
  const helpers = globalServiceResourcesOf(stack);
  if (stack.ofTypes(ALARM).some((alarm) => !helpers.has(alarm))) return true;
  return (
    isConfigured &&
    stack.ofTypes(TOPIC).some((topic) => !helpers.has(topic) && topicSubscribersOf(stack, topic).length > 0)
  );
}

function topicFault(
  region: string,
  resources: readonly Resource[],
  stack: Stack,
): ResourceFinding | undefined {
  const helpers = globalServiceResourcesOf(stack);
  const all = resources.filter(({ type }) => (ALARM as readonly string[]).includes(type));
  // Where alarms watch the region itself, a topic for charges alone is not theirs.
  const own = all.filter((alarm) => !helpers.has(alarm));
  const alarms = own.length > 0 ? own : all;
  const told = new Set<Resource>();
  let outside = 0;
  for (const alarm of alarms) {
    for (const property of ALARM_ACTIONS) {
      if (!alarm.hasItems(property)) continue;
      // That an alarm's actions cannot be known is told of the alarm itself.
      const linked = emptyIfUndecided(() => stack.findTargets(alarm, property, TOPIC));
      for (const topic of linked) if (topic.region() === region) told.add(topic);
      if (linked.length === 0) outside += topicsOutside(alarm, property, region);
    }
  }
  if (outside > 0) return undefined;
  const there = stack
    .ofTypes(TOPIC)
    .filter((topic) => topic.region() === region && (own.length === 0 || !helpers.has(topic)));
  const topics = told.size > 0 ? [...told] : there;
  if (topics.some((topic) => topicSubscribersOf(stack, topic).length > 0)) return undefined;
  const [mute] = [...told].sort((a, b) => (a.urn < b.urn ? -1 : 1));
  if (mute) {
    const message = `alarms of ${region} tell this topic, but it has no subscription; add aws.sns.TopicSubscription`;
    return { resource: mute, message };
  }
  const [named] = alarms.length > 0 ? alarms : resources;
  if (!named) return undefined;
  return {
    resource: named,
    message: `its region, ${region}, has no alarm topic with a subscription; add aws.sns.Topic and aws.sns.TopicSubscription there`,
  };
}

/** How many topics of a region, which other stacks have, a property may tell. */
function topicsOutside(alarm: Resource, property: string, region: string): number {
  const reading = alarm.read(property);
  if (reading.state !== "known") return 1;
  return knownStringsAt(alarm, property).filter((text) => {
    const arn = parseArn(text);
    return arn?.service === "sns" && arn.region === region;
  }).length;
}
