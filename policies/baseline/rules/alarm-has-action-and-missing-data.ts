import { METRIC_ALARM, mustBeOneOf, type Resource, type Stack, stackRule } from "../../kit";

/** Properties by which something other than the alarm's own actions acts when it goes off, by type. */
const LISTENERS: Readonly<Record<string, readonly string[]>> = {
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

/** An alarm that does nothing, or that takes silence for health without anybody having meant it, is none. */
export const alarmHasActionAndMissingData = stackRule({
  name: "alarm-has-action-and-missing-data",
  title: "Alarms act, and say what silence means",
  description:
    "Every alarm has an action, or something that listens to it, and says what missing data means.",
  level: "advisory",
  severity: "medium",
  tags: ["billing", "checkov:CKV_AWS_319", "config:CLOUDWATCH_ALARM_ACTION_CHECK"],
  remediationSteps:
    'Set alarmActions to the topic of the alarm\'s region, and treatMissingData to "breaching", "notBreaching" or "ignore", whichever silence of this metric means; or leave it at "missing", and set insufficientDataActions.',
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html",
  types: METRIC_ALARM,
  checks: {
    actions: (alarm, { stack }) => {
      if (alarm.hasItems("alarmActions") || isHeard(stack, alarm)) return undefined;
      return "it does nothing when it goes off; add a topic to alarmActions";
    },
    "missing data": (alarm) => {
      const flaw = mustBeOneOf(
        alarm,
        "treatMissingData",
        ["breaching", "notBreaching", "ignore"],
        "say what it means when the metric is silent, or add a topic to insufficientDataActions",
      );
      if (flaw === undefined) return undefined;
      // The provider writes "missing" where nothing is said, so that only an action tells that it was meant.
      const isMissing = alarm.string("treatMissingData") === "missing";
      if (isMissing && alarm.hasItems("insufficientDataActions")) return undefined;
      return alarm.hasItems("alarmActions") ? flaw : undefined;
    },
  },
});

function isHeard(stack: Stack, alarm: Resource): boolean {
  const name = alarm.read("name");
  const isNamed = name.state === "known" && typeof name.value === "string" ? namer(name.value) : () => false;
  return stack.ofTypes(Object.keys(LISTENERS)).some((listener) =>
    (LISTENERS[listener.type] ?? []).some((property) => {
      if (stack.dependenciesOf(listener, property).includes(alarm)) return true;
      const told = listener.read(property);
      if (told.state !== "known" || typeof told.value !== "string") return false;
      return (property === "eventPattern" && hearsAll(listener, alarm)) || isNamed(told.value);
    }),
  );
}

/**
 * Whether a text names an alarm: by its name alone, in quotes or in brackets, or by its ARN.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
function namer(name: string): (text: string) => boolean {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const inText = new RegExp(`(?:["(]\\s*|:alarm:)${escaped}\\s*[")]`);
  return (text) => text === name || inText.test(text);
}

/** Whether a rule of EventBridge is told of every alarm of its region. */
function hearsAll(rule: Resource, alarm: Resource): boolean {
  const pattern = rule.json("eventPattern");
  if (!pattern?.strings("source").includes("aws.cloudwatch")) return false;
  const kinds = pattern.strings("detail-type");
  if (kinds.length > 0 && !kinds.includes("CloudWatch Alarm State Change")) return false;
  const isNarrow = pattern.isSet("resources") || pattern.isSet("detail.alarmName");
  return !isNarrow && rule.region() === alarm.region();
}
