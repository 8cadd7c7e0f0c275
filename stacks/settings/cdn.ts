import { z } from "zod";
import { DEFAULT_PRICE_CLASS, PRICE_CLASSES } from "../../components/cdn/args";
import { expectation } from "../issue-messages";
import { Domain } from "./fields";

const Label = z
  .string()
  .regex(
    /^(?=.{1,40}$)[a-z0-9]+(?:-[a-z0-9]+)*$/,
    expectation("lower-case letters, digits and single dashes"),
  );

/** Countries of the viewers. */
const countries = z.strictObject({
  access: z
    .enum(["allow", "block"])
    .describe("allow: from these countries only. block: from all others only."),
  codes: z
    .array(z.string().regex(/^[A-Z]{2}$/, expectation("a two-letter code such as KR")))
    .min(1)
    .describe("Two-letter codes of ISO 3166-1, such as KR; their order has no effect."),
});

/** Server behind some paths of the site. */
const server = z.strictObject({
  paths: z
    .array(z.string().regex(/^\/.{1,254}$/, expectation("a pattern such as /api/*")))
    .min(1)
    .describe("Patterns of the paths that the server answers, such as /api/*."),
  domainName: Domain.optional().describe(
    "Host name of the server, which has a certificate for it. Default: the record that routes to the regions.",
  ),
});

/** CloudFront. */
export const cdn = z.strictObject({
  priceClass: z.enum(PRICE_CLASSES).default(DEFAULT_PRICE_CLASS).describe("Edge locations of CloudFront."),
  aliases: z
    .array(Domain)
    .max(100)
    .default([])
    .describe(
      "Names of the site within dns.zone; the zone gets their records and those that validate their certificate. Delegate the zone first, since AWS waits for the validation.",
    ),
  pages: z
    .enum(["files", "folders", "app"])
    .default("files")
    .describe(
      "Objects that paths name: files, index.html of folders, or index.html for all paths of a single-page app.",
    ),
  notFoundPage: z
    .string()
    .regex(/^\/\S{0,254}$/, expectation("a path such as /404.html"))
    .optional()
    .describe(
      "Path of the page that is returned with 404 for a missing object; it replaces errors 403 and 404 of servers too.",
    ),
  servers: z
    .record(Label, server)
    .default({})
    .describe("Servers behind some paths, such as an API, by label. They receive all methods, uncached."),
  contentSecurityPolicy: z
    .string()
    .min(1)
    .max(2048)
    .optional()
    .describe("Content-Security-Policy of all responses. Default: resources of the site alone."),
  httpsSubdomains: z
    .boolean()
    .default(false)
    .describe(
      "Whether browsers must use HTTPS for all names below the site's names too, also for names that other servers have.",
    ),
  countries: countries.optional().describe("Countries from which viewers may request. Default: all."),
  webAclArn: z
    .string()
    .regex(
      /^arn:aws:wafv2:us-east-1:\d{12}:global\/webacl\/.+$/,
      expectation("the ARN of a web ACL of scope CLOUDFRONT"),
    )
    .optional()
    .describe("ARN of the WAF web ACL, of scope CLOUDFRONT. Default: none."),
  logs: z
    .enum(["none", "cloudwatch", "s3"])
    .default("cloudwatch")
    .describe(
      "Destination of the access logs: none, a log group for logs.retentionDays, or a bucket for storage.accessLogDays, which costs less for busy sites.",
    ),
  errorRatePercent: z
    .number()
    .gt(0)
    .max(100)
    .default(5)
    .describe("Percentage of requests answered with 5xx at which an alarm is raised."),
  originLatencyMs: z
    .number()
    .gt(0)
    .optional()
    .describe(
      "Milliseconds to an origin's first byte, 90th percentile, at which an alarm is raised; turns on CloudFront's additional metrics. Default: no such alarm.",
    ),
});
