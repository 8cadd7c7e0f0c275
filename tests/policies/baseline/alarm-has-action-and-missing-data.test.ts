import { alarmHasActionAndMissingData } from "../../../policies/baseline/rules/alarm-has-action-and-missing-data";
import {
  derivedFrom,
  prove,
  ref,
  resource,
  setInput,
  unsetInput,
  withoutResources,
} from "../../helpers/policy";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
const RULE = "aws:cloudwatch/eventRule:EventRule";
const treatments =
  'expected "breaching" or "notBreaching" or "ignore"; choose how the alarm treats missing data, or add a topic to insufficientDataActions';
const idle = "it has no action; add a topic to alarmActions";

prove(alarmHasActionAndMissingData, {
  compliant: [
    resource(ALARM, "errors", { alarmActions: [ref("topic", "arn")], treatMissingData: "notBreaching" }),
    resource("aws:sns/topic:Topic", "topic", {}),
    resource(ALARM, "part", { treatMissingData: "missing" }),
    resource(COMPOSITE, "whole", { alarmRule: derivedFrom('ALARM("part-1")', "part") }),
  ],
  alsoCompliant: {
    "a composite alarm that names it": [
      resource(ALARM, "part", { name: "part-1", treatMissingData: "missing" }),
      resource(COMPOSITE, "whole", { alarmRule: 'ALARM("part-1") OR ALARM("part-2")' }),
    ],
    "a composite alarm that names them without quotes or by ARN": [
      resource(ALARM, "part", { name: "part-1", treatMissingData: "missing" }),
      resource(ALARM, "other", { name: "part-2", treatMissingData: "missing" }),
      resource(COMPOSITE, "whole", {
        alarmRule: "ALARM(part-1) AND NOT OK( arn:aws:cloudwatch:eu-west-1:123456789012:alarm:part-2 )",
      }),
    ],
    "an EventBridge rule that matches it": [
      resource(ALARM, "part", { treatMissingData: "breaching" }),
      resource(RULE, "matching", {
        eventPattern: derivedFrom('{"source":["aws.cloudwatch"],"resources":["arn"]}', "part"),
      }),
    ],
    "an EventBridge rule that matches all alarms of its region": [
      resource(ALARM, "part", { treatMissingData: "breaching" }),
      resource(RULE, "matching", {
        eventPattern: '{"source":["aws.cloudwatch"],"detail-type":["CloudWatch Alarm State Change"]}',
      }),
    ],
    "missing data with insufficientDataActions": [
      resource(ALARM, "part", {
        alarmActions: ["arn:aws:sns:eu-west-1:123456789012:oncall"],
        insufficientDataActions: ["arn:aws:sns:eu-west-1:123456789012:oncall"],
        treatMissingData: "missing",
      }),
    ],
    "a health check based on it": [
      resource(ALARM, "part", { treatMissingData: "breaching" }),
      resource("aws:route53/healthCheck:HealthCheck", "check", { cloudwatchAlarmName: ref("part", "name") }),
    ],
  },
  mutants: [
    {
      title: "no action",
      change: (fixtures) => setInput(fixtures, "errors", "alarmActions", []),
      messages: { errors: idle },
    },
    {
      title: "no composite alarm that contains it",
      change: (fixtures) => withoutResources(fixtures, "whole"),
      messages: { part: idle },
    },
    {
      title: "a composite alarm of another alarm",
      change: (fixtures) =>
        setInput(setInput(fixtures, "part", "name", "part-1"), "whole", "alarmRule", 'ALARM("part-11")'),
      messages: { part: idle },
    },
    {
      title: "a composite alarm of an alarm whose unquoted name has the same prefix",
      change: (fixtures) =>
        setInput(setInput(fixtures, "part", "name", "part-1"), "whole", "alarmRule", "ALARM(part-11)"),
      messages: { part: idle },
    },
    {
      title: "EventBridge rules for another alarm and for another region",
      change: (fixtures) => [
        ...withoutResources(fixtures, "whole"),
        resource(RULE, "narrow", {
          eventPattern: '{"source":["aws.cloudwatch"],"detail":{"alarmName":["another"]}}',
        }),
        resource(RULE, "far", { eventPattern: '{"source":["aws.cloudwatch"]}' }, { region: "us-east-1" }),
        resource(RULE, "other", {
          eventPattern:
            '{"source":["aws.cloudwatch"],"detail-type":["CloudWatch Alarm Configuration Change"]}',
        }),
        resource(RULE, "other-source", { eventPattern: '{"source":["aws.ec2"]}' }),
      ],
      messages: { part: idle },
    },
    {
      title: "the default treatment of missing data, set explicitly",
      change: (fixtures) => setInput(fixtures, "errors", "treatMissingData", "missing"),
      messages: { errors: `treatMissingData is "missing", ${treatments}` },
    },
    {
      title: "no treatment of missing data",
      change: (fixtures) => unsetInput(fixtures, "errors", "treatMissingData"),
      messages: { errors: `treatMissingData is missing, ${treatments}` },
    },
  ],
});
