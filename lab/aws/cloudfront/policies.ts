import { NAME_LIMITS } from "../../../common/name-limits";
import { globalArn } from "../common/arn";
import { checkLength, checkOneOf } from "../common/checks";
import { createHexId, hexOf } from "../common/ids";
import { assignedName, firstObject } from "../common/inputs";
import { listGlobalRecords } from "../common/records";
import { refuse } from "../common/refuse";
import { AwsError } from "../errors";
import { asString, type Properties } from "../property-values";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";

const PROTOCOL = ["sigv4"];

/** Signature of requests to an origin. @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginAccessControlConfig.html */
export const originAccessControl: ResourceType = policyType("OriginAccessControl", "origin-access-control", {
  check: (inputs) => [
    ...checkLength(
      "name",
      inputs.name,
      1,
      NAME_LIMITS["aws:cloudfront/originAccessControl:OriginAccessControl"],
    ),
    ...checkOneOf("originAccessControlOriginType", inputs.originAccessControlOriginType, [
      "s3",
      "mediastore",
      "lambda",
      "mediapackagev2",
    ]),
    ...checkOneOf("signingBehavior", inputs.signingBehavior, ["never", "always", "no-override"]),
    ...checkOneOf("signingProtocol", inputs.signingProtocol, PROTOCOL),
  ],
});

/** Cache key and time to live. @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CachePolicyConfig.html */
export const cachePolicy: ResourceType = policyType("CachePolicy", "cache-policy", {
  immutable: ["name"],
  create: (call, inputs, draft) => {
    refuse(findCachePolicyError(inputs));
    return createPolicy(call, inputs, draft, "CachePolicy", "cache-policy");
  },
  update: (call, inputs, change) => {
    refuse(findCachePolicyError(inputs));
    return { ...change.draft, etag: etagOf(call, change.before.id) };
  },
});

/** Parts of a request that reach the origin. @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginRequestPolicyConfig.html */
export const originRequestPolicy: ResourceType = policyType("OriginRequestPolicy", "origin-request-policy", {
  immutable: ["name"],
});

/** Headers that CloudFront adds to responses. @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicyConfig.html */
export const responseHeadersPolicy: ResourceType = policyType(
  "ResponseHeadersPolicy",
  "response-headers-policy",
  {
    immutable: ["name"],
  },
);

/**
 * Returns the error of a caching policy that disables caching but has a cache key or compression; undefined for a valid one.
 *
 * @see https://github.com/aws/aws-cdk/issues/16977
 * @see https://github.com/pulumi/docs/pull/18475
 */
function findCachePolicyError({
  maxTtl,
  parametersInCacheKeyAndForwardedToOrigin: key,
}: Properties): AwsError | undefined {
  if (maxTtl !== 0) return undefined;
  const parts = firstObject(key) ?? {};
  const isPart = (config: string, behavior: string) => {
    const value = asString(firstObject(parts[config])?.[behavior]);
    return value !== undefined && value !== "none";
  };
  const parameter = [
    parts.enableAcceptEncodingGzip === true && "EnableAcceptEncodingGzip",
    parts.enableAcceptEncodingBrotli === true && "EnableAcceptEncodingBrotli",
    isPart("headersConfig", "headerBehavior") && "HeaderBehavior",
    isPart("cookiesConfig", "cookieBehavior") && "CookieBehavior",
    isPart("queryStringsConfig", "queryStringBehavior") && "QueryStringBehavior",
  ].find((name) => name !== false);
  if (parameter === undefined) return undefined;
  return new AwsError(
    "InvalidArgument",
    `The parameter ${parameter} is invalid for policy with caching disabled.`,
    { source: "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateCachePolicy.html" },
  );
}

// The four types have an id, and a name that is unique in the account.
function policyType(kind: string, path: string, rules: Partial<ResourceType>): ResourceType {
  const short = kind.charAt(0).toLowerCase() + kind.slice(1);
  return {
    type: `aws:cloudfront/${short}:${kind}`,
    service: "cloudfront",
    scope: "global",
    name: { property: "name" },
    create: (call, inputs, draft) => createPolicy(call, inputs, draft, kind, path),
    update: (call, _inputs, change) => ({ ...change.draft, etag: etagOf(call, change.before.id) }),
    delete: (call, record) => refuseInUse(call, record.id, kind),
    ...rules,
  };
}

function createPolicy(
  call: ResourceCall,
  _inputs: Properties,
  draft: Draft,
  kind: string,
  path: string,
): Draft {
  const name = assignedName(draft);
  if (listGlobalRecords(call, call.type).some((one) => one.outputs.name === name))
    throw new AwsError(
      `${kind}AlreadyExists`,
      `A${/^O/.test(kind) ? "n" : ""} ${spacedName(kind)} with the name ${name} already exists.`,
      {
        httpStatus: 409,
        source: `https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Create${kind}.html`,
      },
    );
  const hex = createHexId(call, "", 32);
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    "-",
  );
  const id = kind === "OriginAccessControl" ? `E${hex.slice(0, 13).toUpperCase()}` : uuid;
  const arn = globalArn(call, "cloudfront", `${path}/${id}`);
  return { id, outputs: { ...draft.outputs, name, arn, etag: etagOf(call, id) } };
}

/** @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DeleteCachePolicy.html */
function refuseInUse(call: ResourceCall, id: string, kind: string): void {
  const users = listGlobalRecords(call, "aws:cloudfront/distribution:Distribution");
  if (!users.some((one) => JSON.stringify(one.outputs).includes(`"${id}"`))) return;
  throw new AwsError(
    `${kind}InUse`,
    `Cannot delete the ${spacedName(kind)} because it is attached to one or more cache behaviors or origins.`,
    {
      httpStatus: 409,
      source: `https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Delete${kind}.html`,
    },
  );
}

function spacedName(kind: string): string {
  return kind.replace(/(?!^)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}

function etagOf(call: ResourceCall, id: string): string {
  return `E${hexOf(`${id}/${call.clock.now()}`, 13).toUpperCase()}`;
}
