import { z } from "zod";
import { parseIPv4Cidr } from "../../common/cidr";
import { EMAIL_FORM, isEmail } from "../../common/contacts";
import { isHostName } from "../../common/domains";
import { LOG_RETENTION_DAYS } from "../../common/log-retention";
import { didYouMean } from "../../common/suggestions";
import { NAT_MODES } from "../../components/network/args";
import { SLACK_CHANNEL, SLACK_WORKSPACE } from "../../components/slack-channel/args";
import { expectation, formatFault } from "../issue-messages";
import { findRegion, REGIONS } from "../regions";

/** NAT gateways of a region's network. */
export const NatMode = z.enum(NAT_MODES);

/** Code of a commercial AWS region. */
export const RegionCode = z.string().superRefine((code, context) => {
  if (findRegion(code)) return;
  const hint = didYouMean(
    code,
    REGIONS.map((region) => region.code),
  );
  context.addIssue({
    code: "custom",
    message: formatFault(code, `the code of a commercial AWS region${hint}`),
  });
});

/** IPv4 block of a network. */
export const Cidr = z.string().superRefine((text, context) => {
  const block = parseIPv4Cidr(text);
  if (block && block.prefix >= 16 && block.prefix <= 24) return;
  const expected = "an IPv4 block from /16 to /24 without host bits, such as 10.1.0.0/16";
  context.addIssue({ code: "custom", message: formatFault(text, expected) });
});

/** Availability zones of a network, 1 to 6. */
export const Zones = z
  .int()
  .min(1)
  .max(6)
  .describe("Availability zones to use, from 1 to the number of zones in the region.");

/** Names of availability zones, 1 to 6. */
export const ZoneNames = z
  .array(z.string())
  .min(1)
  .max(6)
  .describe(
    "Names of the availability zones, such as [eu-west-1a, eu-west-1c]; add others at the end, so that no subnet moves. Default: the first ones of the region.",
  );

/** Domain name. */
export const Domain = z.string().refine(isHostName, expectation("a domain name such as example.com"));

/** E-mail addresses. */
export const Emails = z.array(z.string().refine(isEmail, expectation(EMAIL_FORM)));

/** Days for which CloudWatch Logs retains events. */
export const RetentionDays = z.literal(LOG_RETENTION_DAYS);

/** Label of a contact, which names the secret with its address. */
const ContactLabel = z
  .string()
  .regex(
    /^(?=.{1,40}$)[a-z0-9]+(?:-[a-z0-9]+)*$/,
    expectation("lower-case letters, digits and single dashes"),
  );

/** Labels of contacts, each once. */
export const ContactLabels = z
  .array(ContactLabel)
  .max(20)
  .refine((labels) => new Set(labels).size === labels.length, expectation("each label once"))
  .default([]);

/** Channel of Slack. */
export const Slack = z.strictObject({
  workspaceId: z
    .string()
    .regex(SLACK_WORKSPACE, expectation("the id of a workspace such as T0123ABCD"))
    .describe(
      "Id of the workspace, which an administrator authorizes once in the console of Amazon Q Developer in chat applications.",
    ),
  channelId: z
    .string()
    .regex(SLACK_CHANNEL, expectation("the id of a channel such as C0123ABCD"))
    .describe("Id of the channel, from its link."),
});
