import { alarmHasActionAndMissingData } from "../../../policies/baseline/rules/alarm-has-action-and-missing-data";
import { madeFrom, prove, ref, resource, set, unset, without } from "../../helpers/policy";

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
    resource(COMPOSITE, "whole", { alarmRule: madeFrom('ALARM("part-1")', "part") }),
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
        eventPattern: madeFrom('{"source":["aws.cloudwatch"],"resources":["arn"]}', "part"),
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
      given: "no action",
      change: (world) => set(world, "errors", "alarmActions", []),
      told: { errors: idle },
    },
    {
      given: "no composite that it is part of",
      change: (world) => without(world, "whole"),
      told: { part: idle },
    },
    {
      given: "a composite of another alarm",
      change: (world) => set(set(world, "part", "name", "part-1"), "whole", "alarmRule", 'ALARM("part-11")'),
      told: { part: idle },
    },
    {
      given: "a composite of an alarm whose name begins the same, without quotes",
      change: (world) => set(set(world, "part", "name", "part-1"), "whole", "alarmRule", "ALARM(part-11)"),
      told: { part: idle },
    },
    {
      given: "a rule of EventBridge that hears another alarm, and one of another region",
      change: (world) => [
        ...without(world, "whole"),
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
      told: { part: idle },
    },
    {
      given: "silence that means what it means when nothing is said",
      change: (world) => set(world, "errors", "treatMissingData", "missing"),
      told: { errors: `treatMissingData is "missing", ${meanings}` },
    },
    {
      given: "silence without a meaning",
      change: (world) => unset(world, "errors", "treatMissingData"),
      told: { errors: `treatMissingData is missing, ${meanings}` },
    },
  ],
});
