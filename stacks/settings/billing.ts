import { z } from "zod";
import { DEFAULT_BILLING_THRESHOLDS } from "../../components/billing-guard/args";
import { ContactLabels, Emails, Slack } from "./fields";

/** Billing alarms and budget. */
export const billing = z.strictObject({
  emails: Emails.min(1)
    .max(10)
    .describe(
      "Addresses that receive billing alarms and budget notifications, at least one; their order has no effect.",
    ),
  phones: ContactLabels.describe(
    "Labels of phones that receive billing alarms by SMS; contacts names the source of their numbers.",
  ),
  endpoints: ContactLabels.describe(
    "Labels of incident services that receive billing alarms; contacts names the source of their https addresses.",
  ),
  slack: Slack.optional().describe(
    "Slack channel that shows billing alarms; it may be that of monitoring. Default: none.",
  ),
  thresholds: z
    .array(z.number().min(0.01).max(1_000_000))
    .min(1)
    .max(20)
    .default([...DEFAULT_BILLING_THRESHOLDS])
    .describe("Charges of the month to date, in USD, that raise an alarm each; strictly increasing."),
  monthlyBudget: z
    .number()
    .min(0.01)
    .max(100_000_000)
    .optional()
    .describe("Budget of a month, in USD. Default: the highest threshold."),
});
