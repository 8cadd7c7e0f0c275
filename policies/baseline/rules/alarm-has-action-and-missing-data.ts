import { METRIC_ALARM, mustBeOneOf, type Resource, type Stack, stackRule } from "../../kit";

/** Properties by which other resources react to an alarm, by type. */
const REACTIONS: Readonly<Record<string, readonly string[]>> = {
  "aws:appconfig/environment:Environment": ["monitors"],
  "aws:autoscaling/group:Group": ["instanceRefresh"],
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": ["alarmRule", "actionsSuppressor"],
  "aws:cloudwatch/eventRule:EventRule": ["eventPattern"],
  "aws:codedeploy/deploymentGroup:DeploymentGroup": ["alarmConfiguration"],
  "aws:ecs/service:Service": ["alarms", "deploymentConfiguration"],
  "aws:fis/experimentTemplate:ExperimentTemplate": ["stopConditions"],
  "aws:route53/healthCheck:HealthCheck": ["cloudwatchAlarmName"],
  "aws:sagemaker/endpoint:Endpoint": ["deploymentConfig"],
};

/** An alarm without an action, or one that treats missing data as health by accident, protects nothing. */
export const alarmHasActionAndMissingData = stackRule({
  name: "alarm-has-action-and-missing-data",
  title: "Alarms have actions and handle missing data",
  description:
    "Every alarm has an action, or a resource that reacts to it, and defines how it treats missing data.",
  level: "advisory",
  severity: "medium",
  tags: ["billing", "checkov:CKV_AWS_319", "config:CLOUDWATCH_ALARM_ACTION_CHECK"],
  remediationSteps:
    'Set alarmActions to a topic in the alarm\'s region, and treatMissingData to "breaching", "notBreaching" or "ignore", depending on the metric; or leave it at "missing", and set insufficientDataActions.',
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html",
  types: METRIC_ALARM,
  checks: {
    actions: (alarm, { stack }) => {
      if (alarm.hasItems("alarmActions") || hasReaction(stack, alarm)) return undefined;
      return "it has no action; add a topic to alarmActions";
    },
    "missing data": (alarm) => {
      const fault = mustBeOneOf(
        alarm,
        "treatMissingData",
        ["breaching", "notBreaching", "ignore"],
        "choose how the alarm treats missing data, or add a topic to insufficientDataActions",
      );
      if (fault === undefined) return undefined;
      // "missing" is also the provider's default; only an action shows that it is intended.
      const isMissing = alarm.string("treatMissingData") === "missing";
      if (isMissing && alarm.hasItems("insufficientDataActions")) return undefined;
      return alarm.hasItems("alarmActions") ? fault : undefined;
    },
  },
});

function hasReaction(stack: Stack, alarm: Resource): boolean {
  const name = alarm.read("name");
  const isNamed =
    name.state === "known" && typeof name.value === "string" ? createNameMatcher(name.value) : () => false;
  return stack.ofTypes(Object.keys(REACTIONS)).some((reacting) =>
    (REACTIONS[reacting.type] ?? []).some((property) => {
      if (stack.dependenciesOf(reacting, property).includes(alarm)) return true;
      const value = reacting.read(property);
      if (value.state !== "known" || typeof value.value !== "string") return false;
      return (property === "eventPattern" && matchesEveryAlarm(reacting, alarm)) || isNamed(value.value);
    }),
  );
}

/**
 * Creates a predicate for strings that name the alarm: its plain name, its name in quotes or brackets, or its ARN.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
function createNameMatcher(name: string): (text: string) => boolean {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const inText = new RegExp(`(?:["(]\\s*|:alarm:)${escaped}\\s*[")]`);
  return (text) => text === name || inText.test(text);
}

/** Whether an EventBridge rule matches every alarm of its region. */
function matchesEveryAlarm(rule: Resource, alarm: Resource): boolean {
  const pattern = rule.json("eventPattern");
  if (!pattern?.strings("source").includes("aws.cloudwatch")) return false;
  const kinds = pattern.strings("detail-type");
  if (kinds.length > 0 && !kinds.includes("CloudWatch Alarm State Change")) return false;
  const isNarrow = pattern.isSet("resources") || pattern.isSet("detail.alarmName");
  return !isNarrow && rule.region() === alarm.region();
}
