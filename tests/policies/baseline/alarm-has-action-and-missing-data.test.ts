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
const meanings =
  'expected "breaching" or "notBreaching" or "ignore"; say what it means when the metric is silent, or add a topic to insufficientDataActions';
const idle = "it does nothing when it goes off; add a topic to alarmActions";

prove(alarmHasActionAndMissingData, {
  compliant: [
    resource(ALARM, "errors", { alarmActions: [ref("topic", "arn")], treatMissingData: "notBreaching" }),
    resource("aws:sns/topic:Topic", "topic", {}),
    resource(ALARM, "part", { treatMissingData: "missing" }),
    resource(COMPOSITE, "whole", { alarmRule: derivedFrom('ALARM("part-1")', "part") }),
  ],
  alsoCompliant: {
    "a composite that names it": [
      resource(ALARM, "part", { name: "part-1", treatMissingData: "missing" }),
      resource(COMPOSITE, "whole", { alarmRule: 'ALARM("part-1") OR ALARM("part-2")' }),
    ],
    "a composite that names them without quotes, or by ARN": [
      resource(ALARM, "part", { name: "part-1", treatMissingData: "missing" }),
      resource(ALARM, "other", { name: "part-2", treatMissingData: "missing" }),
      resource(COMPOSITE, "whole", {
        alarmRule: "ALARM(part-1) AND NOT OK( arn:aws:cloudwatch:eu-west-1:123456789012:alarm:part-2 )",
      }),
    ],
    "a rule of EventBridge that hears it": [
      resource(ALARM, "part", { treatMissingData: "breaching" }),
      resource(RULE, "heard", {
        eventPattern: derivedFrom('{"source":["aws.cloudwatch"],"resources":["arn"]}', "part"),
      }),
    ],
    "a rule of EventBridge that hears all alarms of its region": [
      resource(ALARM, "part", { treatMissingData: "breaching" }),
      resource(RULE, "heard", {
        eventPattern: '{"source":["aws.cloudwatch"],"detail-type":["CloudWatch Alarm State Change"]}',
      }),
    ],
    "silence that somebody is told of": [
      resource(ALARM, "part", {
        alarmActions: ["arn:aws:sns:eu-west-1:123456789012:oncall"],
        insufficientDataActions: ["arn:aws:sns:eu-west-1:123456789012:oncall"],
        treatMissingData: "missing",
      }),
    ],
    "a health check that follows it": [
      resource(ALARM, "part", { treatMissingData: "breaching" }),
      resource("aws:route53/healthCheck:HealthCheck", "check", { cloudwatchAlarmName: ref("part", "name") }),
    ],
  },
  mutants: [
    {
      title: "no action",
      change: (world) => setInput(world, "errors", "alarmActions", []),
      messages: { errors: idle },
    },
    {
      title: "no composite that it is part of",
      change: (world) => withoutResources(world, "whole"),
      messages: { part: idle },
    },
    {
      title: "a composite of another alarm",
      change: (world) =>
        setInput(setInput(world, "part", "name", "part-1"), "whole", "alarmRule", 'ALARM("part-11")'),
      messages: { part: idle },
    },
    {
      title: "a composite of an alarm whose name begins the same, without quotes",
      change: (world) =>
        setInput(setInput(world, "part", "name", "part-1"), "whole", "alarmRule", "ALARM(part-11)"),
      messages: { part: idle },
    },
    {
      title: "a rule of EventBridge that hears another alarm, and one of another region",
      change: (world) => [
        ...withoutResources(world, "whole"),
        resource(RULE, "narrow", {
          eventPattern: '{"source":["aws.cloudwatch"],"detail":{"alarmName":["another"]}}',
        }),
        resource(RULE, "far", { eventPattern: '{"source":["aws.cloudwatch"]}' }, { region: "us-east-1" }),
        resource(RULE, "other", {
          eventPattern:
            '{"source":["aws.cloudwatch"],"detail-type":["CloudWatch Alarm Configuration Change"]}',
        }),
        resource(RULE, "deaf", { eventPattern: '{"source":["aws.ec2"]}' }),
      ],
      messages: { part: idle },
    },
    {
      title: "silence that means what it means when nothing is said",
      change: (world) => setInput(world, "errors", "treatMissingData", "missing"),
      messages: { errors: `treatMissingData is "missing", ${meanings}` },
    },
    {
      title: "silence without a meaning",
      change: (world) => unsetInput(world, "errors", "treatMissingData"),
      messages: { errors: `treatMissingData is missing, ${meanings}` },
    },
  ],
});
