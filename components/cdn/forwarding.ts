import type * as aws from "@pulumi/aws";
import { checkOneOf } from "../shared/checks";
import type { Faults } from "../shared/errors";
import type { CdnBehaviorOptions, CdnForwarding, ManagedForwarding } from "./args";
import { checkNames, namesInputs } from "./names";

/**
 * Ids of the origin request policies that AWS manages, the same in every account.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
 */
const MANAGED_POLICY_IDS: Readonly<Record<ManagedForwarding, string>> = {
  AllViewer: "216adef6-5c7f-47e4-b989-5492eafa07d3",
  AllViewerExceptHostHeader: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
  "CORS-S3Origin": "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
  "CORS-CustomOrigin": "59781a5b-3903-41f3-afcb-af62929ccde1",
};

/** A managed origin request policy by id, a policy to create, or undefined for none. */
export type ResolvedForwarding = { readonly managedPolicyId: string } | CdnForwarding | undefined;

/**
 * Checks the forwarding argument and fills in its default.
 *
 * @param at path of the behavior in the arguments, with a dot at the end; empty for the default
 */
export function resolveForwarding(
  faults: Faults,
  at: string,
  forward: CdnBehaviorOptions["forward"],
  target: { readonly isBucketOrigin: boolean; readonly isCaching: boolean },
): ResolvedForwarding {
  if (forward === undefined) {
    return target.isBucketOrigin || target.isCaching
      ? undefined
      : { managedPolicyId: MANAGED_POLICY_IDS.AllViewerExceptHostHeader };
  }
  const sendsHost = forward === "AllViewer" || (typeof forward === "object" && forwardsHost(forward));
  faults.expect(
    !target.isBucketOrigin || !sendsHost,
    `${at}forward`,
    forward,
    "no Host header of the viewer, which S3 rejects; use CORS-S3Origin or names of headers",
  );
  if (typeof forward === "string") {
    checkOneOf(faults, `${at}forward`, forward, Object.keys(MANAGED_POLICY_IDS) as ManagedForwarding[]);
    return { managedPolicyId: MANAGED_POLICY_IDS[forward] };
  }
  checkNames(
    faults,
    `${at}forward.headers`,
    forward.headers,
    /^(?!(?:authorization|accept-encoding)$)[a-z0-9_-]+$/i,
  );
  checkNames(faults, `${at}forward.cookies`, forward.cookies);
  checkNames(faults, `${at}forward.queryStrings`, forward.queryStrings);
  return forward;
}

function forwardsHost({ headers = [] }: CdnForwarding): boolean {
  return headers === "all" || headers.some((header) => header.toLowerCase() === "host");
}

/** Returns the inputs of an origin request policy. */
export function forwardingInputs({
  headers,
  cookies,
  queryStrings,
}: CdnForwarding): aws.cloudfront.OriginRequestPolicyArgs {
  const cookieNames = namesInputs(cookies);
  const headerNames = namesInputs(headers);
  const queryNames = namesInputs(queryStrings);
  return {
    cookiesConfig: {
      cookieBehavior: cookieNames.behavior,
      ...(cookieNames.items ? { cookies: { items: cookieNames.items } } : {}),
    },
    headersConfig: {
      headerBehavior: headerNames.behavior === "all" ? "allViewer" : headerNames.behavior,
      ...(headerNames.items ? { headers: { items: headerNames.items } } : {}),
    },
    queryStringsConfig: {
      queryStringBehavior: queryNames.behavior,
      ...(queryNames.items ? { queryStrings: { items: queryNames.items } } : {}),
    },
  };
}
