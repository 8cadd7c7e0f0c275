import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type BehaviorPolicies, behaviorInputs } from "./behaviors";
import { errorPageInputs } from "./error-pages";
import { originInputs } from "./origins";
import type { ResolvedCdnArgs } from "./resolve";

/** Ids and ARNs of what a distribution refers to. */
export interface DistributionReferences {
  /** Origin access control that signs the requests to buckets; undefined without buckets. */
  readonly accessControlId: pulumi.Input<string> | undefined;
  /** Policy of the response headers. */
  readonly headersPolicyId: pulumi.Input<string>;
  /** Policies of the default behavior. */
  readonly defaultPolicies: BehaviorPolicies;
  /** Policies of each behavior, in their order. */
  readonly policies: readonly BehaviorPolicies[];
  /** Function that rewrites paths; undefined without one. */
  readonly rewriteArn: pulumi.Input<string> | undefined;
  /** Certificate of the aliases; undefined without a domain. */
  readonly certificateArn: pulumi.Input<string> | undefined;
}

/** Returns the inputs of the distribution. */
export function distributionInputs(
  name: string,
  args: ResolvedCdnArgs,
  references: DistributionReferences,
): aws.cloudfront.DistributionArgs {
  const { defaultBehavior, behaviors } = args;
  const { headersPolicyId, certificateArn, rewriteArn } = references;
  const functions = rewriteArn
    ? { ...defaultBehavior.functions, viewerRequestArn: rewriteArn }
    : defaultBehavior.functions;
  const ordered = behaviors.flatMap((behavior, index) => {
    const policies = references.policies[index];
    return policies
      ? [{ pathPattern: behavior.path, ...behaviorInputs(behavior, policies, headersPolicyId) }]
      : [];
  });
  const errorResponses = errorPageInputs(args.errorPages);
  const targets = [defaultBehavior, ...behaviors].map(({ target }) => target);
  return {
    enabled: true,
    comment: name,
    aliases: [...(args.domain?.aliases ?? [])],
    ...originInputs(args, targets, references.accessControlId),
    defaultCacheBehavior: behaviorInputs(
      { ...defaultBehavior, functions },
      references.defaultPolicies,
      headersPolicyId,
    ),
    ...(ordered.length > 0 ? { orderedCacheBehaviors: ordered } : {}),
    ...(errorResponses.length > 0 ? { customErrorResponses: errorResponses } : {}),
    ...(args.defaultRootObject === undefined ? {} : { defaultRootObject: args.defaultRootObject }),
    priceClass: args.priceClass,
    httpVersion: "http2and3",
    isIpv6Enabled: true,
    restrictions: { geoRestriction: geoRestriction(args) },
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

function geoRestriction({ allowedCountries, blockedCountries }: ResolvedCdnArgs) {
  if (allowedCountries) return { restrictionType: "whitelist", locations: [...allowedCountries] };
  return blockedCountries
    ? { restrictionType: "blacklist", locations: [...blockedCountries] }
    : { restrictionType: "none" };
}
