import { isLogRetentionDays, LOG_RETENTION_DAYS } from "../../../common/log-retention";
import { formatValue, LOG_GROUP, type Resource, resourceRule } from "../../kit";

interface Settings {
  readonly minDays: number;
  readonly default: number;
}

/** What is logged is kept as long as it is needed, and not for ever. */
export const logGroupRetention = resourceRule<Settings>({
  name: "log-group-retention",
  title: "Logs are kept for a time",
  description: "A log group says for how many days it keeps what is logged, and these are enough.",
  level: "mandatory",
  severity: "medium",
  tags: ["logs", "checkov:CKV_AWS_66", "checkov:CKV_AWS_338", "config:CW_LOGGROUP_RETENTION_PERIOD_CHECK"],
  remediationSteps:
    "Set retentionInDays to one of the numbers of days that CloudWatch Logs takes, such as 30 or 365.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
  settings: {
    minDays: {
      type: "integer",
      minimum: 1,
      maximum: 3653,
      default: 1,
      description: "Fewest days for which logs must be kept.",
    },
    default: {
      type: "integer",
      enum: [...LOG_RETENTION_DAYS],
      default: 30,
      description: "Days that the remedy sets, or the next number of days that is enough.",
    },
  },
  types: LOG_GROUP,
  checks: {
    retention: (group, { settings }) => {
      const days = group.number("retentionInDays");
      if (isEnough(days, settings) || isForDelivery(group)) return undefined;
      const never = days === undefined || days === 0 ? ", which keeps logs for ever" : "";
      const expected = LOG_RETENTION_DAYS.filter((one) => one >= settings.minDays).join(", ");
      return `retentionInDays is ${formatValue(days)}${never}, expected one of ${expected}`;
    },
  },
  remediation: (inputs, group, { settings }) => {
    if (isEnough(group.number("retentionInDays"), settings) || isForDelivery(group)) return false;
    const least = Math.max(settings.default, settings.minDays);
    inputs["retentionInDays"] = LOG_RETENTION_DAYS.find((days) => days >= least);
    return true;
  },
});

function isEnough(days: number | undefined, { minDays }: Settings): boolean {
  return days !== undefined && days >= minDays && isLogRetentionDays(days);
}

/** Groups of the class DELIVERY keep logs for two days, whatever is asked for. */
function isForDelivery(group: Resource): boolean {
  return group.string("logGroupClass") === "DELIVERY";
}
