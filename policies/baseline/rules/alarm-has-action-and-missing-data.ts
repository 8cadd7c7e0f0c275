import { METRIC_ALARM, mustBeOneOf, type Resource, type Stack, stackRule } from "../../kit";

/** Properties by which something other than the alarm's own actions acts when it goes off, by type. */
const LISTENERS: Readonly<Record<string, readonly string[]>> = {
  "aws:appconfig/environment:Environment": ["monitors"],
  "aws:autoscaling/group:Group": ["instanceRefresh"],
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": ["alarmRule", "actionsSuppressor"],
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
  steps:
    'Set alarmActions to the topic of the alarm\'s region, and treatMissingData to "breaching", "notBreaching", "ignore" or "missing", whichever silence of this metric means.',
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html",
  types: METRIC_ALARM,
  checks: {
    actions: (alarm, { stack }) => {
      if (alarm.hasItems("alarmActions") || isHeard(stack, alarm)) return undefined;
      return "it does nothing when it goes off; add a topic to alarmActions";
    },
    "missing data": (alarm) =>
      mustBeOneOf(
        alarm,
        "treatMissingData",
        ["breaching", "notBreaching", "ignore", "missing"],
        "say what it means when the metric is silent",
      ),
  },
});

function isHeard(stack: Stack, alarm: Resource): boolean {
  const name = alarm.read("name");
  return stack.ofTypes(Object.keys(LISTENERS)).some((listener) =>
    (LISTENERS[listener.type] ?? []).some((property) => {
      if (stack.dependenciesOf(listener, property).includes(alarm)) return true;
      const told = listener.read(property);
      // A listener that is written by hand names alarms by their names.
      return (
        name.state === "known" &&
        told.state === "known" &&
        typeof told.value === "string" &&
        (told.value === name.value || told.value.includes(`"${String(name.value)}"`))
      );
    }),
  );
}
