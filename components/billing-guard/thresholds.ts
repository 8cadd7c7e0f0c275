import type { Faults } from "../shared/errors";

/** Smallest charge that AWS bills, in USD. */
const CENT = 0.01;

/** One alarm on the charges of the month to date. */
export interface BillingAlarm {
  /** Key of the alarm: `total-0.01`, `service-AmazonEC2-5`. */
  readonly key: string;
  /** Charges that raise the alarm, in USD. */
  readonly threshold: number;
  /** ServiceName of the metric; undefined for the whole account. */
  readonly service?: string;
}

/** Checks the thresholds and returns one alarm for each. */
export function resolveThresholds(
  faults: Faults,
  thresholds: readonly number[],
  services: Readonly<Record<string, readonly number[]>>,
): BillingAlarm[] {
  const amounts = "amounts in USD of at least 0.01";
  checkIncreasing(faults, "thresholds", thresholds, CENT, amounts);
  for (const [service, serviceThresholds] of Object.entries(services)) {
    const valid = /^[A-Za-z0-9]{1,100}$/.test(service);
    faults.expect(valid, "a key of services", service, "the metric's ServiceName such as AmazonEC2");
    checkIncreasing(faults, `services.${service}`, serviceThresholds, CENT, amounts);
  }
  const accountAlarms = thresholds.map((threshold) => ({ key: `total-${threshold}`, threshold }));
  const serviceAlarms = Object.entries(services).flatMap(([service, serviceThresholds]) =>
    serviceThresholds.map((threshold) => ({ key: `service-${service}-${threshold}`, threshold, service })),
  );
  return [...accountAlarms, ...serviceAlarms];
}

/** Checks for an amount of money. */
export function checkAmount(faults: Faults, argument: string, got: number): void {
  faults.expect(Number.isFinite(got) && got >= CENT, argument, got, "an amount in USD of at least 0.01");
}

/** Checks for one or more increasing numbers above 0, none below `min`. */
export function checkIncreasing(
  faults: Faults,
  argument: string,
  got: readonly number[],
  min: number,
  items: string,
): void {
  const inRange = got.every((value) => Number.isFinite(value) && value > 0 && value >= min);
  const increasing = got.every((value, index) => index === 0 || value > (got[index - 1] ?? 0));
  const valid = got.length > 0 && inRange && increasing;
  faults.expect(valid, argument, got, `one or more ${items}, each above the one before`);
}
