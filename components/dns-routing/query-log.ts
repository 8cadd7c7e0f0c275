import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { LogRetentionDays } from "../../common/log-retention";
import { GLOBAL_SERVICES_REGION } from "../../common/regions";
import { fromAccount, policyDocument } from "../shared/policy";
import type { Tags } from "../shared/tags";
import type { DnsQueryLog } from "./args";

/** A query log with all defaults filled in. */
export interface ResolvedQueryLog extends Pick<DnsQueryLog, "kmsKeyArn"> {
  readonly retentionDays: LogRetentionDays;
}

/** Fills in the defaults of a query log. */
export function resolveQueryLog({ retentionDays = 30, kmsKeyArn }: DnsQueryLog): ResolvedQueryLog {
  return { retentionDays, kmsKeyArn };
}

/**
 * Creates the log of the queries that a zone answers. Its log group is in us-east-1, and its name begins with /aws/route53/, both as
 * Route 53 requires; the provider makes the end of the name unique.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html
 */
export function createQueryLog(
  name: string,
  zone: aws.route53.Zone,
  { retentionDays, kmsKeyArn }: ResolvedQueryLog,
  tags: Tags | undefined,
  parent: pulumi.Resource,
): void {
  const child = `${name}-queries`;
  const region = GLOBAL_SERVICES_REGION;
  const logGroup = new aws.cloudwatch.LogGroup(
    child,
    {
      region,
      namePrefix: "/aws/route53/",
      retentionInDays: retentionDays,
      ...(kmsKeyArn ? { kmsKeyId: kmsKeyArn } : {}),
      ...(tags ? { tags } : {}),
    },
    { parent },
  );
  const { accountId } = aws.getCallerIdentityOutput({}, { parent });
  const policy = new aws.cloudwatch.LogResourcePolicy(
    child,
    {
      region,
      policyName: logGroup.name.apply((group) => group.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-/, "")),
      policyDocument: policyDocument(child, [
        {
          sid: "QueriesOfTheZone",
          principals: { services: ["route53.amazonaws.com"] },
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [pulumi.interpolate`${logGroup.arn}:*`],
          conditions: [fromAccount(accountId)],
        },
      ]),
    },
    { parent },
  );
  new aws.route53.QueryLog(
    child,
    { zoneId: zone.zoneId, cloudwatchLogGroupArn: logGroup.arn },
    { parent, dependsOn: policy }, // Route 53 checks that it may write to the group.
  );
}
