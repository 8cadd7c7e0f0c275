import { alarmHasActionAndMissingData } from "../../../policies/baseline/rules/alarm-has-action-and-missing-data";
import { madeFrom, prove, ref, resource, set, unset, without } from "../../helpers/policy";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
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
      given: "silence without a meaning",
      change: (world) => unset(world, "errors", "treatMissingData"),
      told: {
        errors:
          'treatMissingData is missing, expected "breaching" or "notBreaching" or "ignore" or "missing"; say what it means when the metric is silent',
      },
    },
  ],
});
