import { isGiven, several, single } from "../common/inputs";
import { AwsError } from "../errors";
import { type Properties, text, texts } from "../value";

const MODEL = "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html";
const GROUP = "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginGroupMembers.html";
const CERTIFICATE = "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ViewerCertificate.html";
const ORIGIN = "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Origin.html";

/** Status codes on which an origin group may fail over; 429 is of a later date than the guide. */
const FAILOVER_CODES = [400, 403, 404, 416, 429, 500, 502, 503, 504];

/** What CloudFront refuses of a distribution by itself; undefined when it takes it. */
export function distributionFault(inputs: Properties): AwsError | undefined {
  return originsFault(inputs) ?? groupsFault(inputs) ?? behavioursFault(inputs) ?? viewerFault(inputs);
}

function originsFault(inputs: Properties): AwsError | undefined {
  const origins = several(inputs.origins);
  if (origins.length === 0)
    return new AwsError("MissingArgument", "The parameter Origins is required.", { source: MODEL });
  const ids = origins.map((origin) => text(origin.originId) ?? "");
  const twice = ids.find((id, index) => ids.indexOf(id) < index);
  if (twice !== undefined) return argument(`The origin ID ${twice} is used more than once.`, MODEL);
  for (const origin of origins) {
    const legacy = isGiven(single(origin.s3OriginConfig)?.originAccessIdentity);
    if (legacy && isGiven(origin.originAccessControlId))
      return new AwsError(
        "IllegalOriginAccessConfiguration",
        "An origin cannot contain both an origin access control (OAC) and an origin access identity (OAI).",
        { source: ORIGIN },
      );
  }
  return undefined;
}

/** @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginGroupMembers.html */
function groupsFault(inputs: Properties): AwsError | undefined {
  const origins = several(inputs.origins).map((origin) => text(origin.originId) ?? "");
  for (const group of several(inputs.originGroups)) {
    const id = text(group.originId) ?? "";
    const members = several(group.members).map((member) => text(member.originId) ?? "");
    if (members.length !== 2)
      return argument(
        `The origin group ${id} must have exactly two members, but has ${members.length}.`,
        GROUP,
      );
    const missing = members.find((member) => !origins.includes(member));
    if (missing !== undefined)
      return new AwsError(
        "NoSuchOrigin",
        `One or more of your origins or origin groups do not exist: ${missing}.`,
        {
          httpStatus: 404,
          source: GROUP,
        },
      );
    const codes = single(group.failoverCriteria)?.statusCodes;
    const given = Array.isArray(codes) ? codes : [];
    if (given.length === 0)
      return argument(`The origin group ${id} must have at least one status code.`, GROUP);
    const foreign = given.find((code) => typeof code === "number" && !FAILOVER_CODES.includes(code));
    if (foreign !== undefined)
      return argument(`The origin group ${id} cannot fail over on the status code ${foreign}.`, GROUP);
  }
  return undefined;
}

function behavioursFault(inputs: Properties): AwsError | undefined {
  const targets = [...several(inputs.origins), ...several(inputs.originGroups)].map((one) =>
    text(one.originId),
  );
  for (const behaviour of [
    ...several(inputs.defaultCacheBehavior),
    ...several(inputs.orderedCacheBehaviors),
  ]) {
    const target = text(behaviour.targetOriginId);
    if (!targets.includes(target))
      return new AwsError("NoSuchOrigin", "One or more of your origins or origin groups do not exist.", {
        httpStatus: 404,
        source: MODEL,
      });
    const policy = isGiven(behaviour.cachePolicyId);
    const values = single(behaviour.forwardedValues) !== undefined;
    if (policy === values)
      return argument(
        policy
          ? "The parameter ForwardedValues cannot be used when a cache policy is associated to the cache behavior."
          : "The parameter ForwardedValues is required.",
        MODEL,
      );
  }
  return undefined;
}

/** @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ViewerCertificate.html */
function viewerFault(inputs: Properties): AwsError | undefined {
  const viewer = single(inputs.viewerCertificate) ?? {};
  const acm = text(viewer.acmCertificateArn) ?? "";
  const own = acm !== "" || isGiven(viewer.iamCertificateId);
  const aliases = texts(inputs.aliases);
  if (aliases.length > 0 && !own)
    return new AwsError(
      "InvalidViewerCertificate",
      "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name.",
      { source: CERTIFICATE },
    );
  if (own && !isGiven(viewer.sslSupportMethod))
    return argument("The parameter SSLSupportMethod is required with a certificate.", CERTIFICATE);
  if (viewer.minimumProtocolVersion === "SSLv3" && viewer.sslSupportMethod === "sni-only")
    return argument(
      "The parameter MinimumProtocolVersion must be TLSv1 or later with sni-only.",
      CERTIFICATE,
    );
  if (acm !== "" && acm.split(":")[3] !== "us-east-1") return noCertificate();
  return undefined;
}

/** How CloudFront refuses a certificate that is not there, is elsewhere, or was not issued. */
export function noCertificate(): AwsError {
  return new AwsError(
    "InvalidViewerCertificate",
    "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
    { source: CERTIFICATE },
  );
}

function argument(words: string, source: string): AwsError {
  return new AwsError("InvalidArgument", words, { source });
}
