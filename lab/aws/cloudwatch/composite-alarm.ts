import { regionalArn } from "../common/arn";
import { atMost, length } from "../common/faults";
import { recordAt, recordsHere } from "../common/lookup";
import { AwsError } from "../errors";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { isObject, type Properties, text } from "../value";
import type { CloudRecord } from "../world";
import { readAlarmRule } from "./alarm-expression";

const SOURCE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html";
const TYPE = "aws:cloudwatch/compositeAlarm:CompositeAlarm";

/** Most alarms under one composite alarm. */
const MOST_CHILDREN = 100;

/** An alarm over other alarms. That its children exist is not looked at: no source says that AWS does. */
export const compositeAlarm: ResourceType = {
  type: TYPE,
  service: "cloudwatch",
  name: { property: "alarmName", maxLength: 255 },
  api: {
    create: "PutCompositeAlarm",
    read: "DescribeAlarms",
    update: "PutCompositeAlarm",
    delete: "DeleteAlarms",
  },
  immutable: ["alarmName", "region"],
  defaults: (inputs) => ({ actionsEnabled: true, ...inputs }),
  check: (inputs) => [
    ...length("alarmName", inputs.alarmName, 0, 255),
    ...length("alarmDescription", inputs.alarmDescription, 0, 1024),
    ...length("alarmRule", inputs.alarmRule, 1, 10_240),
    ...atMost("alarmActions", inputs.alarmActions, 5),
    ...atMost("okActions", inputs.okActions, 5),
    ...atMost("insufficientDataActions", inputs.insufficientDataActions, 5),
  ],
  create: (call, inputs, draft): Draft => {
    judge(inputs);
    const name = text(draft.outputs.alarmName) ?? text(inputs.alarmName) ?? draft.id;
    const arn = regionalArn(call, "cloudwatch", `alarm:${name}`);
    return { id: name, outputs: { ...draft.outputs, alarmName: name, arn } };
  },
  update: (_call, inputs, change) => {
    judge(inputs);
    return change.draft;
  },
  delete: refuseCycle,
};

function judge(inputs: Properties): void {
  const reading = readAlarmRule(text(inputs.alarmRule) ?? "");
  if (!reading.ok)
    throw new AwsError("ValidationError", `AlarmRule must not contain invalid expressions: ${reading.why}`, {
      source: SOURCE,
    });
  if (new Set(reading.alarms).size > MOST_CHILDREN)
    throw new AwsError("ValidationError", `AlarmRule must not refer to more than ${MOST_CHILDREN} alarms`, {
      source: SOURCE,
    });
  const suppressor = inputs.actionsSuppressor;
  if (!isObject(suppressor)) return;
  if (typeof suppressor.waitPeriod !== "number" || typeof suppressor.extensionPeriod !== "number")
    throw new AwsError(
      "ValidationError",
      "ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod must be specified with ActionsSuppressor",
      { source: SOURCE },
    );
}

// A cycle may be made, and must be broken by hand before any alarm in it can go.
function refuseCycle(call: ResourceCall, record: CloudRecord): void {
  const parents = recordsHere(call, TYPE).filter(
    (one) => one.id !== record.id && childrenOf(one).includes(record.id) && leadsTo(call, record, one.id),
  );
  if (parents.length === 0) return;
  throw new AwsError(
    "ValidationError",
    `Composite alarm ${record.id} is in a cycle and cannot be deleted: ${parents.map((one) => one.id).join(", ")}`,
    { source: SOURCE },
  );
}

function leadsTo(
  call: ResourceCall,
  from: CloudRecord,
  target: string,
  seen: readonly string[] = [],
): boolean {
  const children = childrenOf(from).filter((name) => !seen.includes(name));
  if (children.includes(target)) return true;
  return children.some((name) => {
    const child = recordAt(call, TYPE, name);
    return child !== undefined && leadsTo(call, child, target, [...seen, ...children]);
  });
}

function childrenOf(record: CloudRecord): readonly string[] {
  const reading = readAlarmRule(text(record.outputs.alarmRule) ?? "");
  return reading.ok ? reading.alarms : [];
}
