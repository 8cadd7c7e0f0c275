import { NAME_LIMITS } from "../../../common/name-limits";
import type { CloudRecord } from "../cloud-store";
import { regionalArn } from "../common/arn";
import { checkAtMost, checkLength } from "../common/checks";
import { assignedName } from "../common/inputs";
import { findRecord, listRegionalRecords } from "../common/records";
import { AwsError } from "../errors";
import { asString, isObject, type Properties } from "../property-values";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { readAlarmRule } from "./alarm-expression";

const SOURCE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html";
const TYPE = "aws:cloudwatch/compositeAlarm:CompositeAlarm";

/** Most alarms under one composite alarm. */
const MOST_CHILDREN = 100;

/** An alarm over other alarms. Their existence is not checked: no source says that AWS checks it. */
export const compositeAlarm: ResourceType = {
  type: TYPE,
  service: "cloudwatch",
  name: { property: "alarmName" },
  api: {
    create: "PutCompositeAlarm",
    read: "DescribeAlarms",
    update: "PutCompositeAlarm",
    delete: "DeleteAlarms",
  },
  immutable: ["alarmName", "region"],
  defaults: (inputs) => ({ actionsEnabled: true, ...inputs }),
  check: (inputs) => [
    ...checkLength("alarmName", inputs.alarmName, 0, NAME_LIMITS[TYPE]),
    ...checkLength("alarmDescription", inputs.alarmDescription, 0, 1024),
    ...checkLength("alarmRule", inputs.alarmRule, 1, 10_240),
    ...checkAtMost("alarmActions", inputs.alarmActions, 5),
    ...checkAtMost("okActions", inputs.okActions, 5),
    ...checkAtMost("insufficientDataActions", inputs.insufficientDataActions, 5),
  ],
  create: (call, inputs, draft): Draft => {
    validate(inputs);
    const name = assignedName(draft, "alarmName");
    const arn = regionalArn(call, "cloudwatch", `alarm:${name}`);
    return { id: name, outputs: { ...draft.outputs, alarmName: name, arn } };
  },
  update: (_call, inputs, change) => {
    validate(inputs);
    return change.draft;
  },
  delete: refuseCycle,
};

function validate(inputs: Properties): void {
  const reading = readAlarmRule(asString(inputs.alarmRule) ?? "");
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

// AWS accepts a cycle, and deletes no alarm of it until the cycle is broken.
function refuseCycle(call: ResourceCall, record: CloudRecord): void {
  const parents = listRegionalRecords(call, TYPE).filter(
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
    const child = findRecord(call, TYPE, name);
    return child !== undefined && leadsTo(call, child, target, [...seen, ...children]);
  });
}

function childrenOf(record: CloudRecord): readonly string[] {
  const reading = readAlarmRule(asString(record.outputs.alarmRule) ?? "");
  return reading.ok ? reading.alarms : [];
}
