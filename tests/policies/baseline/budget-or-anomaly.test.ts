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
  "only alarms monitor the charges of the account; add aws.budgets.Budget with notifications, or aws.costexplorer.AnomalySubscription";
const silent =
  "it notifies no one; add notifications with subscriberEmailAddresses or subscriberSnsTopicArns";

prove(budgetOrAnomaly, {
  compliant: [alarm, budget],
  alsoCompliant: {
    "anomaly detection": [alarm, anomaly, topic],
    "a budget that notifies a topic": [
      alarm,
      topic,
      { ...budget, inputs: { notifications: [{ subscriberSnsTopicArns: [ref("topic", "arn")] }] } },
    ],
    "no billing alarm": [resource("aws:sqs/queue:Queue", "jobs", {})],
  },
  mutants: [
    {
      title: "neither",
      change: (fixtures) => withoutResources(fixtures, "month"),
      messages: { stack: none },
    },
    {
      title: "neither, without billing alarms, where one is required",
      change: () => [topic],
      settings: { required: true },
      messages: { stack: none },
    },
    {
      title: "a budget without subscribers",
      change: (fixtures) => setInput(fixtures, "month", "notifications.0.subscriberEmailAddresses", []),
      messages: { month: silent },
    },
    {
      title: "a budget without notifications, and anomaly detection without subscribers",
      change: (fixtures) =>
        setInput(
          [...setInput(fixtures, "month", "notifications", []), anomaly, topic],
          "strange",
          "subscribers",
          [],
        ),
      messages: { month: silent },
    },
  ],
});
