import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkLength, checkOneOf, checkWholeNumber } from "../shared/checks";
import type { Faults } from "../shared/errors";
import type { Tags } from "../shared/tags";
import type { AlarmTopic } from "../shared/topic";
import type { CompositeSpec } from "./args";

const DAY = 86_400;

/** Checks the composites against the labels of the alarms. */
export function checkComposites(
  faults: Faults,
  composites: Readonly<Record<string, CompositeSpec>>,
  alarmLabels: readonly string[],
): void {
  for (const [label, { alarms, when, description, suppressor }] of Object.entries(composites)) {
    const path = `composites.${label}`;
    const isUnused = !alarmLabels.includes(label);
    faults.expect(isUnused, "a key of composites", label, "a label that no alarm has");
    const valid = alarms.length >= 2 && alarms.length <= 100 && new Set(alarms).size === alarms.length;
    faults.expect(valid, `${path}.alarms`, alarms, "2 to 100, each once");
    for (const alarm of alarms) checkOneOf(faults, `${path}.alarms`, alarm, alarmLabels);
    checkOneOf(faults, `${path}.when`, when, ["any", "all"]);
    checkLength(faults, `${path}.description`, description, 0, 1024);
    if (!suppressor) continue;
    checkOneOf(faults, `${path}.suppressor.alarm`, suppressor.alarm, alarmLabels);
    checkWholeNumber(faults, `${path}.suppressor.waitSeconds`, suppressor.waitSeconds, 0, DAY);
    checkWholeNumber(faults, `${path}.suppressor.extensionSeconds`, suppressor.extensionSeconds, 0, DAY);
  }
}

/** Arguments of {@link createComposite}. */
export interface CompositeArgs {
  /** Label of the composite. */
  readonly label: string;
  /** Rule and description. */
  readonly spec: CompositeSpec;
  /** Alarms that the rule can refer to, by label. */
  readonly alarms: ReadonlyMap<string, aws.cloudwatch.MetricAlarm>;
  /** Topic that the composite notifies. */
  readonly topic: AlarmTopic;
  /** Whether the composite also notifies when it returns to the state OK. */
  readonly notifyRecovery: boolean;
  /** Tags of the composite. */
  readonly tags: Tags | undefined;
}

/** Creates a composite alarm. */
export function createComposite(
  name: string,
  { label, spec, alarms, topic, notifyRecovery, tags }: CompositeArgs,
  opts: pulumi.CustomResourceOptions,
): aws.cloudwatch.CompositeAlarm {
  const { suppressor } = spec;
  const suppressorAlarm = suppressor && alarms.get(suppressor.alarm);
  const alarmNames = spec.alarms.flatMap((alarm) => alarms.get(alarm)?.name ?? []);
  return new aws.cloudwatch.CompositeAlarm(
    `${name}-${label}-composite`,
    {
      // based on the topic's unique name, since AWS overwrites a composite of the same name without an error
      alarmName: pulumi.interpolate`${topic.name}-${label}`,
      alarmRule: alarmRule(alarmNames, spec.when),
      ...(spec.description ? { alarmDescription: spec.description } : {}),
      alarmActions: [topic.arn],
      ...(suppressor && suppressorAlarm
        ? {
            actionsSuppressor: {
              alarm: suppressorAlarm.name,
              waitPeriod: suppressor.waitSeconds ?? 60,
              extensionPeriod: suppressor.extensionSeconds ?? 60,
            },
          }
        : {}),
      ...(notifyRecovery ? { okActions: [topic.arn] } : {}),
      ...(tags ? { tags } : {}),
    },
    opts,
  );
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
function alarmRule(
  alarmNames: readonly pulumi.Input<string>[],
  when: "any" | "all" = "any",
): pulumi.Output<string> {
  const operator = when === "any" ? " OR " : " AND ";
  return pulumi.all([...alarmNames]).apply((names) => names.map((name) => `ALARM("${name}")`).join(operator));
}
