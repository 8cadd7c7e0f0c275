import { budgetOrAnomaly } from "../../../policies/baseline/rules/budget-or-anomaly";
import { prove, ref, resource, setInput, withoutResources } from "../../helpers/policy";

const alarm = resource("aws:cloudwatch/metricAlarm:MetricAlarm", "charges", { namespace: "AWS/Billing" });
const budget = resource("aws:budgets/budget:Budget", "month", {
  notifications: [{ threshold: 80, subscriberEmailAddresses: ["oncall@example.com"] }],
});
const anomaly = resource("aws:costexplorer/anomalySubscription:AnomalySubscription", "strange", {
  subscribers: [{ type: "SNS", address: ref("topic", "arn") }],
});
const topic = resource("aws:sns/topic:Topic", "topic", {});
const none =
  "alarms alone watch what the account is charged; add aws.budgets.Budget with notifications, or aws.costexplorer.AnomalySubscription";
const mute =
  "nobody is told by it; add notifications with subscriberEmailAddresses or subscriberSnsTopicArns";

prove(budgetOrAnomaly, {
  compliant: [alarm, budget],
  alsoCompliant: {
    "anomaly detection": [alarm, anomaly, topic],
    "a budget that tells a topic": [
      alarm,
      topic,
      { ...budget, inputs: { notifications: [{ subscriberSnsTopicArns: [ref("topic", "arn")] }] } },
    ],
    "no alarm on charges": [resource("aws:sqs/queue:Queue", "jobs", {})],
  },
  mutants: [
    {
      title: "neither",
      change: (world) => withoutResources(world, "month"),
      messages: { stack: none },
    },
    {
      title: "neither, and no alarm, where it is required",
      change: () => [topic],
      settings: { required: true },
      messages: { stack: none },
    },
    {
      title: "a budget that tells nobody",
      change: (world) => setInput(world, "month", "notifications.0.subscriberEmailAddresses", []),
      messages: { month: mute },
    },
    {
      title: "a budget without notifications, and anomaly detection without subscribers",
      change: (world) =>
        setInput(
          [...setInput(world, "month", "notifications", []), anomaly, topic],
          "strange",
          "subscribers",
          [],
        ),
      messages: { month: mute },
    },
  ],
});
