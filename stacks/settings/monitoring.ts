import { z } from "zod";
import { Emails } from "./fields";

/** Alarms of each region. */
export const monitoring = z.strictObject({
  emails: Emails.max(50)
    .default([])
    .describe("Addresses that receive the alarms of each region; their order has no effect."),
});
