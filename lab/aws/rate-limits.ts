import type { CloudStore } from "./cloud-store";
import type { FaultableRequest } from "./faults";
import { isObject, type Properties } from "./property-values";

interface Rate {
  /** Sustained requests per second. */
  readonly perSecond: number;
  /** Whether the limit is per account rather than per region. */
  readonly global?: true;
}

const KIND = "lab/rate";
const ROUTE53: Rate = { perSecond: 5, global: true };
const ALARMS: Rate = { perSecond: 3 };
const LOG_GROUPS: Rate = { perSecond: 5 };

/**
 * Documented rates, by service and operation; `*` stands for any operation.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html#limits-api-requests
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 */
const RATES: Readonly<Record<string, Readonly<Record<string, Rate>>>> = {
  route53: { "*": ROUTE53 },
  cloudwatch: {
    PutMetricAlarm: ALARMS,
    PutCompositeAlarm: ALARMS,
    DeleteAlarms: ALARMS,
    PutDashboard: { perSecond: 10 },
    CreateLogGroup: LOG_GROUPS,
    DeleteLogGroup: LOG_GROUPS,
  },
  logs: { CreateLogGroup: LOG_GROUPS, DeleteLogGroup: LOG_GROUPS },
  cloudtrail: { "*": { perSecond: 1 } },
  sns: { Subscribe: { perSecond: 100 } },
};

/** Takes a token from the bucket of a request's account, region and operation; returns whether there was one. */
export function takeToken(store: CloudStore, request: FaultableRequest): boolean {
  const rate = RATES[request.service]?.[request.operation] ?? RATES[request.service]?.["*"];
  if (rate === undefined) return true;
  const place = rate.global ? "" : request.region;
  const operation = RATES[request.service]?.[request.operation] ? request.operation : "*";
  const key = `${request.account}/${place}/${request.service}/${operation}`;
  return store.transact(() => {
    const now = store.clock.now();
    const note = store.note(KIND, key);
    const bucket: Properties = isObject(note) ? note : { tokens: rate.perSecond, at: now };
    const refilled =
      Number(bucket["tokens"]) + (Math.max(0, now - Number(bucket["at"])) / 1000) * rate.perSecond;
    const tokens = Math.min(rate.perSecond, refilled);
    if (tokens >= 1) store.setNote(KIND, key, { tokens: tokens - 1, at: now });
    return tokens >= 1;
  });
}
