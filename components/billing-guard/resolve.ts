import { checkMissingData, type MissingData } from "../shared/alarms";
import { Faults } from "../shared/errors";
import { checkAlarmTopic } from "../shared/topic";
import { type BillingGuardArgs, DEFAULT_BILLING_THRESHOLDS } from "./args";
import { checkBudgetEmails, type ResolvedBudget, resolveBudget } from "./budget";
import { type BillingAlarm, checkAmount, resolveThresholds } from "./thresholds";

/** Validated arguments with all defaults filled in. */
export interface ResolvedBillingGuardArgs
  extends Pick<BillingGuardArgs, "subscribers" | "kmsKeyArn" | "tags"> {
  /** Every alarm, those of the whole account first. */
  readonly alarms: readonly BillingAlarm[];
  readonly treatMissingData: MissingData;
  /** Budget; undefined for none. */
  readonly budget: ResolvedBudget | undefined;
  /** Smallest impact of an anomaly that notifies, in USD; undefined without anomaly detection. */
  readonly minimumImpact: number | undefined;
}

/**
 * Validates the arguments and fills in the defaults.
 *
 * @throws {ArgumentError} with every fault: no subscriber, a malformed address, thresholds out of order, too many notifications
 */
export function resolveArgs(name: string, args: BillingGuardArgs): ResolvedBillingGuardArgs {
  const faults = new Faults(name);
  const { subscribers, kmsKeyArn, tags, anomalyDetection } = args;
  const { thresholds = DEFAULT_BILLING_THRESHOLDS, services = {}, treatMissingData = "ignore" } = args;
  const hasSubscriber = Object.keys(subscribers).length > 0;
  const expected = "at least one subscriber, since alarms without subscribers notify no person";
  faults.expect(hasSubscriber, "subscribers", subscribers, expected);
  checkAlarmTopic(faults, { subscribers, kmsKeyArn });
  if (args.budget !== false) checkBudgetEmails(faults, subscribers);
  checkMissingData(faults, "treatMissingData", treatMissingData);
  const alarms = resolveThresholds(faults, thresholds, services);
  const budget =
    args.budget === false ? undefined : resolveBudget(faults, args.budget ?? {}, thresholds.at(-1) ?? 0);
  const minimumImpact = anomalyDetection && (anomalyDetection.minimumImpact ?? 10);
  if (minimumImpact !== undefined) checkAmount(faults, "anomalyDetection.minimumImpact", minimumImpact);
  faults.raise();
  return { subscribers, kmsKeyArn, tags, alarms, treatMissingData, budget, minimumImpact };
}
