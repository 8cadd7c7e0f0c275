import { isPhone, PHONE_FORM } from "../../common/contacts";
import { expectEmail, expectLabels, expectOneOf } from "../shared/checks";
import { Faults } from "../shared/errors";
import type { BillingGuardArgs } from ".";

/** Ladder of {@link billingPlan} when none is asked for, in USD: from the first cent on. */
const DEFAULT_THRESHOLDS: readonly number[] = [0.01, 1, 5, 10, 50, 100];

/** Smallest charge that AWS bills, in USD. */
const CENT = 0.01;

/** Notifications of one budget. @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateBudget.html */
const MAX_NOTIFICATIONS = 10;

/** E-mail addresses of one notification. @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Subscriber.html */
const MAX_EMAILS = 10;

/** One rung of a ladder. */
interface BillingAlarm {
  /** Part of the alarm's name: `total-0.01`, `service-AmazonEC2-5`. */
  readonly key: string;
  /** Charges of the month to date, in USD. */
  readonly threshold: number;
  /** The metric's ServiceName, or none for the whole account. */
  readonly service?: string;
}

/** One notification of the budget. */
interface BudgetNotice {
  /** Whether spent or forecast money is compared. */
  readonly type: "ACTUAL" | "FORECASTED";
  /** Share of the limit, in percent. */
  readonly percent: number;
}

/** Validated arguments of the guard, with every default in its place. */
export interface BillingPlan {
  /** Every alarm, in order. */
  readonly alarms: readonly BillingAlarm[];
  /** The budget, if there is one. */
  readonly budget: { readonly limit: number; readonly notices: readonly BudgetNotice[] } | undefined;
  /** Smallest impact of an anomaly that is told, in USD, if anomalies are looked for. */
  readonly minimumImpact: number | undefined;
}

/**
 * Checks and completes the arguments.
 *
 * @throws {ArgumentError} telling every fault: no subscriber, a bad address, a ladder that does not rise, too many notifications
 */
export function billingPlan(name: string, args: BillingGuardArgs): BillingPlan {
  const faults = new Faults(name);
  checkSubscribers(faults, args);
  expectOneOf(faults, "treatMissingData", args.treatMissingData, [
    "ignore",
    "missing",
    "notBreaching",
    "breaching",
  ]);
  const { thresholds = DEFAULT_THRESHOLDS, services = {}, anomalyDetection } = args;
  expectLadder(faults, "thresholds", thresholds, CENT, "amounts in USD of at least 0.01");
  for (const [service, ladder] of Object.entries(services)) {
    const known = /^[A-Za-z0-9]{1,100}$/.test(service);
    faults.expect(known, "a key of services", service, "the metric's ServiceName such as AmazonEC2");
    expectLadder(faults, `services.${service}`, ladder, CENT, "amounts in USD of at least 0.01");
  }
  const budget = args.budget === false ? undefined : budgetPlan(faults, args.budget ?? {}, thresholds.at(-1));
  const minimumImpact = anomalyDetection && (anomalyDetection.minimumImpact ?? 10);
  if (minimumImpact !== undefined) {
    expectAmount(faults, "anomalyDetection.minimumImpact", minimumImpact);
  }
  faults.raise();
  const total = thresholds.map((threshold) => ({ key: `total-${threshold}`, threshold }));
  const single = Object.entries(services).flatMap(([service, ladder]) =>
    ladder.map((threshold) => ({ key: `service-${service}-${threshold}`, threshold, service })),
  );
  return { alarms: [...total, ...single], budget, minimumImpact };
}

function checkSubscribers(faults: Faults, { subscribers, budget }: BillingGuardArgs): void {
  const all = Object.entries(subscribers);
  faults.expect(
    all.length > 0,
    "subscribers",
    subscribers,
    "at least one subscriber; an alarm that nobody hears guards nothing",
  );
  expectLabels(faults, "subscribers", Object.keys(subscribers));
  for (const [key, { email, phone }] of all) {
    const path = `subscribers.${key}`;
    faults.expect(email !== undefined || phone !== undefined, path, {}, "an email, a phone, or both");
    if (typeof email === "string") expectEmail(faults, `${path}.email`, email);
    if (typeof phone === "string") faults.expect(isPhone(phone), `${path}.phone`, phone, PHONE_FORM);
  }
  const emails = all.filter(([, { email }]) => email !== undefined).length;
  if (budget !== false) {
    const few = emails <= MAX_EMAILS;
    faults.expect(
      few,
      "number of subscribers with an email",
      emails,
      `at most ${MAX_EMAILS}; or budget false`,
    );
  }
}

function budgetPlan(
  faults: Faults,
  given: Exclude<BillingGuardArgs["budget"], false | undefined>,
  highest = 0,
): BillingPlan["budget"] {
  const { limit = highest, actualPercents = [50, 80, 100], forecastPercents = [100] } = given;
  if (given.limit !== undefined) expectAmount(faults, "budget.limit", limit);
  const percents = "percents above 0";
  if (actualPercents.length > 0) expectLadder(faults, "budget.actualPercents", actualPercents, 0, percents);
  if (forecastPercents.length > 0)
    expectLadder(faults, "budget.forecastPercents", forecastPercents, 0, percents);
  const count = actualPercents.length + forecastPercents.length;
  const right = count >= 1 && count <= MAX_NOTIFICATIONS;
  faults.expect(right, "number of the budget's percents", count, `1 to ${MAX_NOTIFICATIONS} in all`);
  const actual = actualPercents.map((percent) => ({ type: "ACTUAL", percent }) as const);
  const forecast = forecastPercents.map((percent) => ({ type: "FORECASTED", percent }) as const);
  return { limit, notices: [...actual, ...forecast] };
}

function expectAmount(faults: Faults, argument: string, got: number): void {
  faults.expect(Number.isFinite(got) && got >= CENT, argument, got, "an amount in USD of at least 0.01");
}

/** Checks for one or more rising numbers; `least` itself is allowed unless it is 0. */
function expectLadder(
  faults: Faults,
  argument: string,
  got: readonly number[],
  least: number,
  what: string,
): void {
  const inRange = got.every((value) => Number.isFinite(value) && value > 0 && value >= least);
  const rising = got.every((value, index) => index === 0 || value > (got[index - 1] ?? 0));
  faults.expect(
    got.length > 0 && inRange && rising,
    argument,
    got,
    `one or more ${what}, each above the one before`,
  );
}
