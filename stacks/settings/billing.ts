import { z } from "zod";
import { DEFAULT_BILLING_THRESHOLDS } from "../../components/billing-guard/args";
import { Emails } from "./fields";

/** Billing alarms and budget. */
export const billing = z.strictObject({
  emails: Emails.min(1)
    .max(10)
    .describe(
      "Addresses that receive billing alarms and budget notifications, at least one; their order has no effect.",
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
