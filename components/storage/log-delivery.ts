import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../shared/arn";
import { checkOneOf } from "../shared/checks";
import type { Faults } from "../shared/errors";
import { fromAccount, type PolicyCondition, type PolicyStatement } from "../shared/policy";
import type { Tags } from "../shared/tags";
import { type ResolvedStorageArgs, STORAGE_LOG_SOURCES, type StorageLogSource } from "./args";

/** Beginning of the names of buckets that web ACLs log to. @see https://docs.aws.amazon.com/waf/latest/developerguide/logging-s3.html */
const WAF_PREFIX = "aws-waf-logs-";

/** Checks the sources of a log bucket; `name` is that of the component, from which the provider derives the bucket's name. */
export function checkLogSources(
  faults: Faults,
  name: string,
  { logSources, bucketName, kmsKeyArn, lock, accessLogs, cloudFrontRead }: ResolvedStorageArgs,
): void {
  for (const [index, source] of logSources.entries()) {
    const argument = `logSources[${index}]`;
    if (!checkOneOf(faults, argument, source, STORAGE_LOG_SOURCES)) continue;
    faults.expect(logSources.indexOf(source) === index, argument, source, "each source once");
  }
  const receives = (source: StorageLogSource) => logSources.includes(source);
  faults.expect(
    cloudFrontRead !== true || logSources.length === 0,
    "cloudFrontRead",
    cloudFrontRead,
    `false, since all objects would be public, and ${logSources.join(" and ")} in logSources deliver logs; use a bucket for each purpose`,
  );
  const onlySseS3 = logSources.filter((source) => source === "s3-access" || source === "load-balancers");
  faults.expect(
    kmsKeyArn === undefined || onlySseS3.length === 0,
    "kmsKeyArn",
    kmsKeyArn,
    `no key, since ${onlySseS3.join(" and ")} in logSources deliver only to a bucket with SSE-S3`,
  );
  faults.expect(
    lock === undefined || !receives("s3-access"),
    "lock",
    lock,
    "no lock, since s3-access in logSources delivers only to a bucket without object lock",
  );
  faults.expect(
    accessLogs === undefined || !receives("s3-access"),
    "accessLogs.bucketName",
    accessLogs?.bucketName,
    "no access logs, since s3-access is in logSources and each delivery of logs would cause another",
  );
  faults.expect(
    !receives("waf") || (bucketName ?? name).startsWith(WAF_PREFIX),
    "bucketName",
    bucketName ?? name,
    `a name that begins with ${WAF_PREFIX}, since waf is in logSources`,
  );
}

/** Returns the input `tags` of the bucket, with the purpose of a log bucket. */
export function bucketTags({ logSources, tags }: ResolvedStorageArgs): { readonly tags?: Tags } {
  if (logSources.length === 0) return tags ? { tags } : {};
  return { tags: pulumi.output(tags).apply((given) => ({ purpose: "logs", ...given })) };
}

/** Returns the statements that let AWS deliver the logs of this account's resources. */
export function logDeliveryStatements(
  bucketArn: pulumi.Output<string>,
  logSources: readonly StorageLogSource[],
  partition: pulumi.Input<string>,
  opts: pulumi.InvokeOptions,
): PolicyStatement[] {
  if (logSources.length === 0) return [];
  const account = aws.getCallerIdentityOutput({}, opts).accountId;
  const objects = objectsOf(bucketArn, account);
  const receives = (...sources: StorageLogSource[]) => sources.some((source) => logSources.includes(source));
  return [
    ...(receives("s3-access") ? [s3AccessStatement(bucketArn, account)] : []),
    ...(receives("load-balancers") ? [loadBalancerStatement(objects)] : []),
    ...(receives("cloudtrail")
      ? aclStatements("Trails", "cloudtrail.amazonaws.com", bucketArn, objects, [
          ownedBy(arn({ partition, service: "cloudtrail", region: "*", account, resource: "trail/*" })),
        ])
      : []),
    ...(receives("vended", "waf")
      ? aclStatements("VendedLogs", "delivery.logs.amazonaws.com", bucketArn, objects, [
          fromAccount(account),
          ownedBy(arn({ partition, service: "logs", region: "*", account, resource: "*" })),
        ])
      : []),
  ];
}

/** Keys of this account's logs, with and without a prefix: the account in the key keeps those of other accounts out. */
function objectsOf(bucketArn: pulumi.Output<string>, account: pulumi.Input<string>): pulumi.Output<string>[] {
  return [
    pulumi.interpolate`${bucketArn}/AWSLogs/${account}/*`,
    pulumi.interpolate`${bucketArn}/*/AWSLogs/${account}/*`,
  ];
}

function ownedBy(source: pulumi.Input<string>): PolicyCondition {
  return { test: "ArnLike", key: "aws:SourceArn", values: [source] };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html#grant-log-delivery-permissions-general */
function s3AccessStatement(bucketArn: pulumi.Output<string>, account: pulumi.Input<string>): PolicyStatement {
  return {
    sid: "DeliverS3AccessLogs",
    principals: { services: ["logging.s3.amazonaws.com"] },
    actions: ["s3:PutObject"],
    resources: [pulumi.interpolate`${bucketArn}/*`],
    conditions: [fromAccount(account)],
  };
}

/**
 * The service is the principal in every region: it replaces the account of Elastic Load Balancing that older regions have.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html#attach-bucket-policy
 */
function loadBalancerStatement(objects: readonly pulumi.Input<string>[]): PolicyStatement {
  return {
    sid: "DeliverLoadBalancerLogs",
    principals: { services: ["logdelivery.elasticloadbalancing.amazonaws.com"] },
    actions: ["s3:PutObject"],
    resources: objects,
  };
}

/**
 * Statements of the services that read the bucket's access control list first, and then give every object to its owner.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-S3.html
 */
function aclStatements(
  logs: string,
  service: string,
  bucketArn: pulumi.Output<string>,
  objects: readonly pulumi.Input<string>[],
  conditions: readonly PolicyCondition[],
): PolicyStatement[] {
  const principals = { services: [service] };
  return [
    { sid: `Check${logs}`, principals, actions: ["s3:GetBucketAcl"], resources: [bucketArn], conditions },
    {
      sid: `Deliver${logs}`,
      principals,
      actions: ["s3:PutObject"],
      resources: objects,
      conditions: [
        { test: "StringEquals", key: "s3:x-amz-acl", values: ["bucket-owner-full-control"] },
        ...conditions,
      ],
    },
  ];
}
