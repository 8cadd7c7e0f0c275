import {
  ANOMALY_SUBSCRIPTION,
  BUDGET,
  billingMetricsOf,
  METRIC_ALARM,
  type Resource,
  stackRule,
} from "../../kit";

/** Billing alarms need a billing preference that is off in new accounts; budgets and anomaly detection do not. */
export const budgetOrAnomaly = stackRule<{ readonly required: boolean }>({
  name: "budget-or-anomaly",
  title: "A budget or anomaly detection backs up billing alarms",
  description:
    "A stack with billing alarms also has a budget with notifications or anomaly detection with subscribers.",
  level: "advisory",
  severity: "medium",
  tags: ["billing"],
  remediationSteps:
    "Add aws.budgets.Budget with notifications that have subscriberEmailAddresses or subscriberSnsTopicArns, or aws.costexplorer.AnomalySubscription with subscribers.",
  url: "https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html",
  settings: {
    required: {
      type: "boolean",
      default: false,
      description: "Whether the stack must have one even without billing alarms.",
    },
  },
  types: [...BUDGET, ...ANOMALY_SUBSCRIPTION],
  stackChecks: {
    "budget or anomaly detection": ({ stack, settings }) => {
      const budgets = stack.ofTypes(BUDGET);
      if (budgets.some(hasSubscribers)) return undefined;
      if (stack.ofTypes(ANOMALY_SUBSCRIPTION).some((one) => one.hasItems("subscribers"))) return undefined;
      const hasBillingAlarm = stack.ofTypes(METRIC_ALARM).some((alarm) => billingMetricsOf(alarm).length > 0);
      if (!hasBillingAlarm && !settings.required) return undefined;
      if (budgets.length > 0) {
        return budgets.map((resource) => ({
          resource,
          message:
            "it notifies no one; add notifications with subscriberEmailAddresses or subscriberSnsTopicArns",
        }));
      }
      return "only alarms monitor the charges of the account; add aws.budgets.Budget with notifications, or aws.costexplorer.AnomalySubscription";
    },
  },
});

function hasSubscribers(budget: Resource): boolean {
  // The list is undecided when an item depends on another resource; it still has items then.
  if (budget.read("notifications").state === "undecided") return budget.hasItems("notifications");
  return budget
    .list("notifications")
    .some((one) => one.hasItems("subscriberEmailAddresses") || one.hasItems("subscriberSnsTopicArns"));
}
