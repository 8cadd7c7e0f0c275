import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { CdnOrigin } from "./args";
import type { ResolvedCdnArgs } from "./resolve";

/** Id of the origin group. */
const ORIGIN_GROUP_ID = "primary-then-secondary";

/** Gives up on an unreachable primary after 6 s; CloudFront's default is 3 attempts of 10 s. */
const FAST_FAILOVER = { connectionAttempts: 2, connectionTimeout: 3 };

/** Ids and ARNs of what a distribution refers to. */
export interface DistributionReferences {
  /** Origin access control that signs the requests to the buckets. */
  readonly accessControlId: pulumi.Input<string>;
  /** Policy of the response headers. */
  readonly headersPolicyId: pulumi.Input<string>;
  /** Caching policy. */
  readonly cachePolicyId: pulumi.Input<string>;
  /** Certificate of the aliases; undefined without a domain. */
  readonly certificateArn: pulumi.Input<string> | undefined;
}

/** Returns the inputs of the distribution: one origin, or an origin group of primary and secondary. */
export function distributionInputs(
  name: string,
  args: ResolvedCdnArgs,
  { accessControlId, headersPolicyId, cachePolicyId, certificateArn }: DistributionReferences,
): aws.cloudfront.DistributionArgs {
  const { primary, secondary } = args;
  const origins = secondary ? [primary, secondary] : [primary];
  const originGroup = {
    originId: ORIGIN_GROUP_ID,
    failoverCriteria: { statusCodes: [...args.failoverCodes] },
    members: origins.map((origin) => ({ originId: originId(origin) })),
  };
  return {
    enabled: true,
    comment: name,
    aliases: [...(args.domain?.aliases ?? [])],
    origins: origins.map((origin) => ({
      originId: originId(origin),
      domainName: origin.bucketRegionalDomainName,
      originAccessControlId: accessControlId,
      ...(secondary ? FAST_FAILOVER : {}),
    })),
    originGroups: secondary ? [originGroup] : [],
    defaultCacheBehavior: {
      targetOriginId: secondary ? ORIGIN_GROUP_ID : originId(primary),
      viewerProtocolPolicy: args.plainHttp,
      allowedMethods: ["GET", "HEAD", "OPTIONS"],
      cachedMethods: ["GET", "HEAD"],
      cachePolicyId,
      compress: args.compress,
      responseHeadersPolicyId: headersPolicyId,
    },
    defaultRootObject: args.defaultRootObject,
    priceClass: args.priceClass,
    httpVersion: "http2and3",
    isIpv6Enabled: true,
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate: certificateArn
      ? {
          acmCertificateArn: certificateArn,
          sslSupportMethod: "sni-only",
          minimumProtocolVersion: args.minimumTls,
        }
      : { cloudfrontDefaultCertificate: true },
    ...(args.webAclArn ? { webAclId: args.webAclArn } : {}),
    ...(args.tags ? { tags: args.tags } : {}),
  };
}

function originId({ region }: CdnOrigin): string {
  return `bucket-${region}`;
}
