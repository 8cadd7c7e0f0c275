import { z } from "zod";
import { ContactLabels, Emails, Slack } from "./fields";

/** Alarms of each region and of the edge. */
export const monitoring = z.strictObject({
  emails: Emails.max(50)
    .default([])
    .describe("Addresses that receive the alarms of each region and of the edge; their order has no effect."),
  phones: ContactLabels.describe(
    "Labels of phones that receive these alarms by SMS; contacts names the source of their numbers.",
  ),
  endpoints: ContactLabels.describe(
    "Labels of incident services, such as pagerduty; contacts names the source of their https addresses.",
  ),
  slack: Slack.optional().describe("Slack channel that shows these alarms. Default: none."),
});
