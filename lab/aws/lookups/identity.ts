import { createHash } from "node:crypto";
import { REGION_FACTS } from "../../../common/regions";
import { dnsSuffix } from "../partition";
import { asString, asStrings, isObject } from "../property-values";
import type { InvokeFunction } from "../resource-type";

const callerIdentity: InvokeFunction = {
  token: "aws:index/getCallerIdentity:getCallerIdentity",
  service: "sts",
  operation: "GetCallerIdentity",
  run: (_args, { account, partition }) => ({
    accountId: account,
    arn: `arn:${partition}:iam::${account}:user/lab`,
    id: account,
    userId: "AIDAEXAMPLE0LAB0USER0",
  }),
};

const partitionInfo: InvokeFunction = {
  token: "aws:index/getPartition:getPartition",
  service: "sts",
  operation: "GetCallerIdentity",
  run: (_args, { partition }) => ({
    dnsSuffix: dnsSuffix(partition),
    id: partition,
    partition,
    reverseDnsPrefix: dnsSuffix(partition).split(".").reverse().join("."),
  }),
};

const regionInfo: InvokeFunction = {
  token: "aws:index/getRegion:getRegion",
  service: "ec2",
  operation: "DescribeRegions",
  run: (args, { region, partition }) => {
    const name = asString(args["name"]) ?? region;
    return {
      description: REGION_FACTS[name]?.description ?? name,
      endpoint: `ec2.${name}.${dnsSuffix(partition)}`,
      id: name,
      name,
      region: name,
    };
  },
};

const canonicalUserId: InvokeFunction = {
  token: "aws:s3/getCanonicalUserId:getCanonicalUserId",
  service: "s3",
  operation: "ListBuckets",
  run: (_args, { account }) => ({
    displayName: "lab",
    id: createHash("sha256").update(`canonical/${account}`).digest("hex"),
  }),
};

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html */
const LOG_DELIVERY = "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0";

const logDeliveryCanonicalUserId: InvokeFunction = {
  token: "aws:cloudfront/getLogDeliveryCanonicalUserId:getLogDeliveryCanonicalUserId",
  service: "cloudfront",
  operation: "GetLogDeliveryCanonicalUserId",
  run: (_args, { region }) => ({ id: LOG_DELIVERY, region }),
};

const service: InvokeFunction = {
  token: "aws:index/getService:getService",
  service: "sts",
  operation: "GetCallerIdentity",
  run: (args, call) => {
    const reverse = asString(args["reverseDnsName"])?.split(".").reverse();
    const region = reverse?.[1] ?? call.region;
    const serviceId =
      asString(args["serviceId"]) ?? reverse?.[0] ?? asString(args["dnsName"])?.split(".")[0] ?? "";
    const suffix = dnsSuffix(call.partition);
    const reversedSuffix = suffix.split(".").reverse().join(".");
    return {
      dnsName: `${serviceId}.${region}.${suffix}`,
      id: `${reversedSuffix}.${region}.${serviceId}`,
      partition: call.partition,
      region,
      reverseDnsName: `${reversedSuffix}.${region}.${serviceId}`,
      reverseDnsPrefix: asString(args["reverseDnsPrefix"]) ?? reversedSuffix,
      serviceId,
      supported: Object.hasOwn(REGION_FACTS, region),
    };
  },
};

const billingServiceAccount: InvokeFunction = {
  token: "aws:index/getBillingServiceAccount:getBillingServiceAccount",
  service: "sts",
  operation: "GetCallerIdentity",
  run: (_args, { partition }) => ({ arn: `arn:${partition}:iam::386209384616:root`, id: "386209384616" }),
};

/** Data sources about the caller, partitions, services and AWS's own accounts. */
export const identityLookups: readonly InvokeFunction[] = [
  callerIdentity,
  partitionInfo,
  regionInfo,
  canonicalUserId,
  logDeliveryCanonicalUserId,
  service,
  billingServiceAccount,
];

/** One filter of an EC2 data source. */
export interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}

/** Reads the filters in a data source's arguments. */
export function filtersOf(value: unknown): readonly Filter[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter(isObject)
    .map((filter) => ({ name: asString(filter["name"]) ?? "", values: asStrings(filter["values"]) }));
}

/** Whether a value matches a filter; in the filter's values, `*` stands for any characters and `?` for one. */
export function passes(filter: Filter, value: string): boolean {
  return filter.values.some((pattern) => {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".");
    return new RegExp(`^${source}$`, "s").test(value);
  });
}
