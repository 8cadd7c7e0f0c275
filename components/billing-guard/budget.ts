import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { checkOneOf } from "../shared/checks";
import type { Faults } from "../shared/errors";
import type { Tags } from "../shared/tags";
import { type AlarmSubscribers, subscriberEmails } from "../shared/topic";
import { type BillingBudget, BUDGET_FILTERS } from "./args";
import { checkAmount, checkIncreasing } from "./thresholds";

/** Most notifications of one budget. @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateBudget.html */
const MAX_NOTIFICATIONS = 10;

/** Most e-mail addresses of one notification. @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Subscriber.html */
const MAX_EMAILS = 10;

/** A budget with all defaults filled in. */
export interface ResolvedBudget {
  /** Limit of one calendar month, in USD. */
  readonly limit: number;
  /** Values of the charges by property; empty for all charges. */
  readonly filters: Readonly<Record<string, readonly string[]>>;
  /** Whether credits and refunds reduce the costs. */
  readonly includeCredits: boolean;
  /** Notifications by type and percentage of the limit. */
  readonly notifications: readonly { readonly type: "ACTUAL" | "FORECASTED"; readonly percent: number }[];
}

/** Checks the budget and fills in the defaults; `highestThreshold` is its default limit. */
export function resolveBudget(
  faults: Faults,
  budget: BillingBudget,
  highestThreshold: number,
): ResolvedBudget {
  const { limit = highestThreshold, actualPercents = [50, 80, 100], forecastPercents = [100] } = budget;
  if (budget.limit !== undefined) checkAmount(faults, "budget.limit", budget.limit);
  for (const [argument, percents] of Object.entries({ actualPercents, forecastPercents })) {
    if (percents.length > 0) {
      checkIncreasing(faults, `budget.${argument}`, percents, 0, "percentages above 0");
    }
  }
  const count = actualPercents.length + forecastPercents.length;
  const valid = count >= 1 && count <= MAX_NOTIFICATIONS;
  faults.expect(valid, "number of the budget's percentages", count, `1 to ${MAX_NOTIFICATIONS} in all`);
  const { filters = {}, includeCredits = true } = budget;
  for (const [property, values] of Object.entries(filters)) {
    checkOneOf(faults, "a key of budget.filters", property, BUDGET_FILTERS as readonly string[]);
    const isFilter = values.length > 0 && values.every((value) => value.length > 0);
    faults.expect(isFilter, `budget.filters.${property}`, values, "one or more values");
  }
  return {
    limit,
    filters,
    includeCredits,
    notifications: [
      ...actualPercents.map((percent) => ({ type: "ACTUAL", percent }) as const),
      ...forecastPercents.map((percent) => ({ type: "FORECASTED", percent }) as const),
    ],
  };
}

/** Checks that a budget can notify all subscribers with an e-mail address. */
export function checkBudgetEmails(faults: Faults, subscribers: AlarmSubscribers): void {
  const count = Object.values(subscribers).filter(({ email }) => email !== undefined).length;
  const expected = `at most ${MAX_EMAILS}; or set budget to false`;
  faults.expect(count <= MAX_EMAILS, "number of subscribers with an email", count, expected);
}

/** Arguments of {@link createBudget}. */
export interface BudgetArgs {
  /** Limit and notifications. */
  readonly budget: ResolvedBudget;
  /** Topic that the budget notifies. */
  readonly topicArn: pulumi.Input<string>;
  /** Subscribers whose e-mail addresses the budget notifies directly. */
  readonly subscribers: AlarmSubscribers;
  /** Tags of the budget. */
  readonly tags: Tags | undefined;
}

/** Creates the monthly cost budget. */
export function createBudget(
  name: string,
  { budget, topicArn, subscribers, tags }: BudgetArgs,
  opts: pulumi.CustomResourceOptions,
): aws.budgets.Budget {
  const emails = subscriberEmails(name, subscribers);
  const costFilters = Object.entries(budget.filters).map(([property, values]) => ({
    name: property,
    values: [...values],
  }));
  return new aws.budgets.Budget(
    `${name}-budget`,
    {
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: String(budget.limit),
      limitUnit: "USD",
      ...(costFilters.length > 0 ? { costFilters } : {}),
      ...(budget.includeCredits ? {} : { costTypes: { includeCredit: false, includeRefund: false } }),
      notifications: budget.notifications.map(({ type, percent }) => ({
        notificationType: type,
        comparisonOperator: "GREATER_THAN",
        thresholdType: "PERCENTAGE",
        threshold: percent,
        subscriberSnsTopicArns: [topicArn],
        ...(emails.length > 0 ? { subscriberEmailAddresses: emails } : {}),
      })),
      ...(tags ? { tags } : {}),
    },
    opts,
  );
}
