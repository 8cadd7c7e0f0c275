import { globalArn } from "../common/arn";
import { length, oneOf } from "../common/faults";
import { freshId, hexOf } from "../common/ids";
import { recordsGlobal } from "../common/lookup";
import { AwsError } from "../errors";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { type Properties, text } from "../value";

const PROTOCOL = ["sigv4"];

/** How requests to an origin are signed. @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginAccessControlConfig.html */
export const originAccessControl: ResourceType = named("OriginAccessControl", "origin-access-control", {
  name: { property: "name", maxLength: 64 },
  check: (inputs) => [
    ...length("name", inputs.name, 1, 64),
    ...oneOf("originAccessControlOriginType", inputs.originAccessControlOriginType, [
      "s3",
      "mediastore",
      "lambda",
      "mediapackagev2",
    ]),
    ...oneOf("signingBehavior", inputs.signingBehavior, ["never", "always", "no-override"]),
    ...oneOf("signingProtocol", inputs.signingProtocol, PROTOCOL),
  ],
});

/** What a cache keeps apart, and for how long. @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CachePolicyConfig.html */
export const cachePolicy: ResourceType = named("CachePolicy", "cache-policy", { immutable: ["name"] });

/** What an origin is told of a request. @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginRequestPolicyConfig.html */
export const originRequestPolicy: ResourceType = named("OriginRequestPolicy", "origin-request-policy", {
  immutable: ["name"],
});

/** What viewers are told beside an answer. @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicyConfig.html */
export const responseHeadersPolicy: ResourceType = named("ResponseHeadersPolicy", "response-headers-policy", {
  immutable: ["name"],
});

// These four are alike: known by an id, and by a name that is unique in the account.
function named(kind: string, path: string, rules: Partial<ResourceType>): ResourceType {
  const short = kind.charAt(0).toLowerCase() + kind.slice(1);
  return {
    type: `aws:cloudfront/${short}:${kind}`,
    service: "cloudfront",
    scope: "global",
    name: { property: "name", maxLength: 128 },
    create: (call, inputs, draft) => lay(call, inputs, draft, kind, path),
    update: (call, _inputs, change) => ({ ...change.draft, etag: etagOf(call, change.before.id) }),
    delete: (call, record) => refuseInUse(call, record.id, kind),
    ...rules,
  };
}

function lay(call: ResourceCall, inputs: Properties, draft: Draft, kind: string, path: string): Draft {
  const name = text(draft.outputs.name) ?? text(inputs.name) ?? draft.id;
  if (recordsGlobal(call, call.type).some((one) => one.outputs.name === name))
    throw new AwsError(
      `${kind}AlreadyExists`,
      `A${/^O/.test(kind) ? "n" : ""} ${words(kind)} with the name ${name} already exists.`,
      {
        httpStatus: 409,
        source: `https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Create${kind}.html`,
      },
    );
  const hex = freshId(call, "", 32);
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    "-",
  );
  const id = kind === "OriginAccessControl" ? `E${hex.slice(0, 13).toUpperCase()}` : uuid;
  const arn = globalArn(call, "cloudfront", `${path}/${id}`);
  return { id, outputs: { ...draft.outputs, name, arn, etag: etagOf(call, id) } };
}

/** @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DeleteCachePolicy.html */
function refuseInUse(call: ResourceCall, id: string, kind: string): void {
  const users = recordsGlobal(call, "aws:cloudfront/distribution:Distribution");
  if (!users.some((one) => JSON.stringify(one.outputs).includes(`"${id}"`))) return;
  throw new AwsError(
    `${kind}InUse`,
    `Cannot delete the ${words(kind)} because it is attached to one or more cache behaviors or origins.`,
    {
      httpStatus: 409,
      source: `https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Delete${kind}.html`,
    },
  );
}

function words(kind: string): string {
  return kind.replace(/(?!^)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}

function etagOf(call: ResourceCall, id: string): string {
  return `E${hexOf(`${id}/${call.clock.now()}`, 13).toUpperCase()}`;
}
