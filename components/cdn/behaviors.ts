import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { checkLabels, checkLength, checkOneOf } from "../shared/checks";
import type { Faults } from "../shared/errors";
import type { CdnArgs, CdnBehaviorOptions } from "./args";
import { cachePolicyInputs, isCaching, type ResolvedCache, resolveCache } from "./cache";
import { forwardingInputs, type ResolvedForwarding, resolveForwarding } from "./forwarding";
import { defaultTarget, isBucket, type OriginTarget, targetOf } from "./origins";

/** Most behaviors of a distribution. @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const MAX_BEHAVIORS = 75;

/** CloudFront accepts these three sets of methods only. @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_AllowedMethods.html */
const METHODS = {
  read: ["GET", "HEAD", "OPTIONS"],
  all: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
} as const;

/** Treatment of requests with all defaults filled in. */
export interface ResolvedBehavior extends Pick<CdnBehaviorOptions, "functions" | "trustedKeyGroupIds"> {
  readonly target: OriginTarget;
  readonly cache: ResolvedCache;
  readonly forward: ResolvedForwarding;
  readonly compress: boolean;
  readonly methods: "read" | "all";
  readonly plainHttp: "redirect-to-https" | "https-only";
}

/** Treatment of the requests to some paths, with all defaults filled in. */
export interface ResolvedPathBehavior extends ResolvedBehavior {
  readonly label: string;
  readonly path: string;
}

/** Checks the default behavior and fills in its defaults. */
export function resolveDefaultBehavior(faults: Faults, args: CdnArgs): ResolvedBehavior {
  return resolveBehavior(faults, "", args, defaultTarget(args), "redirect-to-https");
}

/** Checks the behaviors of some paths and fills in their defaults. */
export function resolveBehaviors(faults: Faults, args: CdnArgs): readonly ResolvedPathBehavior[] {
  const { behaviors = [], origins = {} } = args;
  const labels = behaviors.map(({ label }) => label);
  checkLabels(faults, "behaviors", labels);
  faults.expect(new Set(labels).size === labels.length, "labels of behaviors", labels, "each label once");
  const paths = behaviors.map(({ path }) => path);
  const distinct = new Set(paths.map((path) => path.replace(/^\//, ""))).size === paths.length;
  faults.expect(distinct, "paths of behaviors", paths, "each pattern once");
  faults.expect(
    behaviors.length < MAX_BEHAVIORS,
    "number of behaviors",
    behaviors.length,
    `at most ${MAX_BEHAVIORS - 1}, since CloudFront accepts ${MAX_BEHAVIORS} with the default one`,
  );
  return behaviors.flatMap((behavior, index) => {
    const at = `behaviors[${index}].`;
    const { label, path, origin, fallbackOrigin } = behavior;
    checkLength(faults, `${at}path`, path, 1, 255);
    faults.expect(
      path !== "*" && path !== "/*",
      `${at}path`,
      path,
      "fewer paths than all, which the arguments of the distribution cover",
    );
    for (const [key, name] of Object.entries({ origin, fallbackOrigin })) {
      const exists = name === undefined || name in origins;
      faults.expect(
        exists,
        `${at}${key}`,
        name,
        `a key of origins: ${Object.keys(origins).join(", ") || "none"}`,
      );
    }
    const isPair = fallbackOrigin === undefined || (origin !== undefined && fallbackOrigin !== origin);
    faults.expect(isPair, `${at}fallbackOrigin`, fallbackOrigin, "none without origin, and another origin");
    const target = targetOf(args, behavior);
    if (!target) return [];
    return [{ label, path, ...resolveBehavior(faults, at, behavior, target, args.plainHttp) }];
  });
}

function resolveBehavior(
  faults: Faults,
  at: string,
  options: CdnBehaviorOptions,
  target: OriginTarget,
  defaultPlainHttp: CdnBehaviorOptions["plainHttp"],
): ResolvedBehavior {
  const {
    methods = "read",
    functions,
    trustedKeyGroupIds,
    plainHttp = defaultPlainHttp ?? "redirect-to-https",
  } = options;
  const isBucketOrigin = isBucket(target.origin);
  const cache = resolveCache(faults, at, options.cache, isBucketOrigin);
  const caches = isCaching(cache);
  const forward = resolveForwarding(faults, at, options.forward, { isBucketOrigin, isCaching: caches });
  checkOneOf(faults, `${at}plainHttp`, plainHttp, ["redirect-to-https", "https-only"]);
  checkOneOf(faults, `${at}methods`, methods, ["read", "all"]);
  faults.expect(
    methods !== "all" || !target.members,
    `${at}methods`,
    methods,
    '"read" for an origin with a fallback: CloudFront fails over for GET, HEAD and OPTIONS only',
  );
  faults.expect(
    options.compress !== true || caches,
    `${at}compress`,
    options.compress,
    "false without caching; CloudFront compresses cached responses only",
  );
  const groups = trustedKeyGroupIds?.length ?? 1;
  faults.expect(groups >= 1 && groups <= 4, `number of ${at}trustedKeyGroupIds`, groups, "1 to 4");
  for (const [event, arn] of Object.entries(functions ?? {})) {
    const valid =
      typeof arn !== "string" || /^arn:[a-z-]+:cloudfront::\d{12}:function\/[\w-]{1,64}$/.test(arn);
    faults.expect(valid, `${at}functions.${event}`, arn, "the ARN of a CloudFront function");
  }
  return {
    target,
    cache,
    forward,
    compress: options.compress ?? caches,
    methods,
    plainHttp,
    functions,
    trustedKeyGroupIds,
  };
}

/** Ids of the policies of a behavior. */
export interface BehaviorPolicies {
  readonly cachePolicyId: pulumi.Input<string>;
  readonly originRequestPolicyId: pulumi.Input<string> | undefined;
}

/** Creates the policies of a behavior that AWS does not manage. */
export function createBehaviorPolicies(
  name: string,
  label: string | undefined,
  { cache, forward, compress }: ResolvedBehavior,
  parent: pulumi.Resource,
): BehaviorPolicies {
  const suffix = label === undefined ? "" : `-${label}`;
  const here = { parent };
  return {
    cachePolicyId:
      "managedPolicyId" in cache
        ? cache.managedPolicyId
        : new aws.cloudfront.CachePolicy(`${name}-cache${suffix}`, cachePolicyInputs(cache, compress), here)
            .id,
    originRequestPolicyId:
      forward && "managedPolicyId" in forward
        ? forward.managedPolicyId
        : forward &&
          new aws.cloudfront.OriginRequestPolicy(`${name}-forward${suffix}`, forwardingInputs(forward), here)
            .id,
  };
}

/** Returns the inputs of a behavior. */
export function behaviorInputs(
  { target, methods, plainHttp, compress, functions = {}, trustedKeyGroupIds }: ResolvedBehavior,
  { cachePolicyId, originRequestPolicyId }: BehaviorPolicies,
  headersPolicyId: pulumi.Input<string>,
) {
  const { viewerRequestArn, viewerResponseArn } = functions;
  const functionAssociations = [
    ...(viewerRequestArn === undefined
      ? []
      : [{ eventType: "viewer-request", functionArn: viewerRequestArn }]),
    ...(viewerResponseArn === undefined
      ? []
      : [{ eventType: "viewer-response", functionArn: viewerResponseArn }]),
  ];
  return {
    targetOriginId: target.id,
    viewerProtocolPolicy: plainHttp,
    allowedMethods: [...METHODS[methods]],
    cachedMethods: ["GET", "HEAD"],
    cachePolicyId,
    ...(originRequestPolicyId === undefined ? {} : { originRequestPolicyId }),
    compress,
    responseHeadersPolicyId: headersPolicyId,
    ...(functionAssociations.length > 0 ? { functionAssociations } : {}),
    ...(trustedKeyGroupIds ? { trustedKeyGroups: [...trustedKeyGroupIds] } : {}),
  };
}
