import { isLogRetentionDays, LOG_RETENTION_DAYS } from "../../../common/log-retention";
import { formatValue, LOG_GROUP, type Resource, resourceRule } from "../../kit";

interface Settings {
  readonly minDays: number;
  readonly default: number;
}

/** Logs expire, but not too early. */
export const logGroupRetention = resourceRule<Settings>({
  name: "log-group-retention",
  title: "Log groups have a retention",
  description: "A log group retains its logs for a limited and sufficient number of days.",
  level: "mandatory",
  severity: "medium",
  tags: ["logs", "checkov:CKV_AWS_66", "checkov:CKV_AWS_338", "config:CW_LOGGROUP_RETENTION_PERIOD_CHECK"],
  remediationSteps:
    "Set retentionInDays to a number of days that CloudWatch Logs accepts, such as 30 or 365.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
  settings: {
    minDays: {
      type: "integer",
      minimum: 1,
      maximum: 3653,
      default: 1,
      description: "Minimum retention in days.",
    },
    default: {
      type: "integer",
      enum: [...LOG_RETENTION_DAYS],
      default: 30,
      description: "Days that the remediation sets, raised to the minimum if needed.",
    },
  },
  types: LOG_GROUP,
  checks: {
    retention: (group, { settings }) => {
      const days = group.number("retentionInDays");
      if (isEnough(days, settings) || isDeliveryGroup(group)) return undefined;
      const suffix = days === undefined || days === 0 ? ", which never expires logs" : "";
      const expected = LOG_RETENTION_DAYS.filter((one) => one >= settings.minDays).join(", ");
      return `retentionInDays is ${formatValue(days)}${suffix}, expected one of ${expected}`;
    },
  },
  remediation: (inputs, group, { settings }) => {
    if (isEnough(group.number("retentionInDays"), settings) || isDeliveryGroup(group)) return false;
    const minimum = Math.max(settings.default, settings.minDays);
    inputs["retentionInDays"] = LOG_RETENTION_DAYS.find((days) => days >= minimum);
    return true;
  },
});

function isEnough(days: number | undefined, { minDays }: Settings): boolean {
  return days !== undefined && days >= minDays && isLogRetentionDays(days);
}

/** Groups of the class DELIVERY always retain logs for two days. */
function isDeliveryGroup(group: Resource): boolean {
  return group.string("logGroupClass") === "DELIVERY";
}
