import {
  ANOMALY_SUBSCRIPTION,
  BUDGET,
  billingMetricsOf,
  METRIC_ALARM,
  type Resource,
  stackRule,
} from "../../kit";

/** Alarms depend on a preference that is off in new accounts; budgets and anomaly detection do not. */
export const budgetOrAnomaly = stackRule<{ readonly required: boolean }>({
  name: "budget-or-anomaly",
  title: "A budget or anomaly detection stands behind the billing alarm",
  description: "Where charges are watched, a budget or anomaly detection tells of them, too.",
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
      description: "Whether the stack must have one even when it has no alarm on charges.",
    },
  },
  types: [...BUDGET, ...ANOMALY_SUBSCRIPTION],
  stackChecks: {
    "the second line": ({ stack, settings }) => {
      const budgets = stack.ofTypes(BUDGET);
      if (budgets.some(tells)) return undefined;
      if (stack.ofTypes(ANOMALY_SUBSCRIPTION).some((one) => one.hasItems("subscribers"))) return undefined;
      const watches = stack.ofTypes(METRIC_ALARM).some((alarm) => billingMetricsOf(alarm).length > 0);
      if (!watches && !settings.required) return undefined;
      if (budgets.length > 0) {
        return budgets.map((resource) => ({
          resource,
          message:
            "nobody is told by it; add notifications with subscriberEmailAddresses or subscriberSnsTopicArns",
        }));
      }
      return "alarms alone watch what the account is charged; add aws.budgets.Budget with notifications, or aws.costexplorer.AnomalySubscription";
    },
  },
});

function tells(budget: Resource): boolean {
  // The list of notifications may hold what only another resource will tell; it then has items all the same.
  if (budget.read("notifications").state === "undecided") return budget.hasItems("notifications");
  return budget
    .list("notifications")
    .some((one) => one.hasItems("subscriberEmailAddresses") || one.hasItems("subscriberSnsTopicArns"));
}
