import { firstObject, isGiven, listObjects } from "../common/inputs";
import { AwsError } from "../errors";
import { asString, asStrings, type Properties } from "../property-values";

const MODEL = "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html";
const GROUP = "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginGroupMembers.html";
const CERTIFICATE = "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ViewerCertificate.html";
const ORIGIN = "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Origin.html";

const METHODS = "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_AllowedMethods.html";
const ERRORS = "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CustomErrorResponse.html";

const WRITING_METHODS = ["DELETE", "PATCH", "POST", "PUT"];

/** Sets of methods that a behavior may allow, each sorted. */
const METHOD_SETS = ["GET HEAD", "GET HEAD OPTIONS", "DELETE GET HEAD OPTIONS PATCH POST PUT"];

/** Errors that a distribution can answer with its own response. */
const ERROR_CODES = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

/** Status codes on which an origin group may fail over; the guide does not have 429 yet. */
const FAILOVER_CODES = [400, 403, 404, 416, 429, 500, 502, 503, 504];

/** Returns the error of a distribution's own settings, or undefined when CloudFront accepts them. */
export function findDistributionError(inputs: Properties): AwsError | undefined {
  return (
    findOriginsError(inputs) ??
    findGroupsError(inputs) ??
    findBehavioursError(inputs) ??
    findErrorResponsesError(inputs) ??
    findViewerError(inputs)
  );
}

function findOriginsError(inputs: Properties): AwsError | undefined {
  const origins = listObjects(inputs.origins);
  if (origins.length === 0)
    return new AwsError("MissingArgument", "The parameter Origins is required.", { source: MODEL });
  const ids = origins.map((origin) => asString(origin.originId) ?? "");
  const duplicate = ids.find((id, index) => ids.indexOf(id) < index);
  if (duplicate !== undefined)
    return argumentError(`The origin ID ${duplicate} is used more than once.`, MODEL);
  for (const origin of origins) {
    const legacy = isGiven(firstObject(origin.s3OriginConfig)?.originAccessIdentity);
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
function findGroupsError(inputs: Properties): AwsError | undefined {
  const origins = listObjects(inputs.origins).map((origin) => asString(origin.originId) ?? "");
  for (const group of listObjects(inputs.originGroups)) {
    const id = asString(group.originId) ?? "";
    const members = listObjects(group.members).map((member) => asString(member.originId) ?? "");
    if (members.length !== 2)
      return argumentError(
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
    const codes = firstObject(group.failoverCriteria)?.statusCodes;
    const statusCodes = Array.isArray(codes) ? codes : [];
    if (statusCodes.length === 0)
      return argumentError(`The origin group ${id} must have at least one status code.`, GROUP);
    const invalidCode = statusCodes.find(
      (code) => typeof code === "number" && !FAILOVER_CODES.includes(code),
    );
    if (invalidCode !== undefined)
      return argumentError(
        `The origin group ${id} cannot fail over on the status code ${invalidCode}.`,
        GROUP,
      );
  }
  return undefined;
}

function findBehavioursError(inputs: Properties): AwsError | undefined {
  const targets = [...listObjects(inputs.origins), ...listObjects(inputs.originGroups)].map((one) =>
    asString(one.originId),
  );
  const groups = listObjects(inputs.originGroups).map((one) => asString(one.originId));
  for (const behaviour of [
    ...listObjects(inputs.defaultCacheBehavior),
    ...listObjects(inputs.orderedCacheBehaviors),
  ]) {
    const target = asString(behaviour.targetOriginId);
    if (!targets.includes(target))
      return new AwsError("NoSuchOrigin", "One or more of your origins or origin groups do not exist.", {
        httpStatus: 404,
        source: MODEL,
      });
    const policy = isGiven(behaviour.cachePolicyId);
    const values = firstObject(behaviour.forwardedValues) !== undefined;
    if (policy === values)
      return argumentError(
        policy
          ? "The parameter ForwardedValues cannot be used when a cache policy is associated to the cache behavior."
          : "The parameter ForwardedValues is required.",
        MODEL,
      );
    const failsOver = groups.includes(target);
    const error =
      findMethodsError(asStrings(behaviour.allowedMethods), failsOver) ?? findFunctionsError(behaviour);
    if (error) return error;
  }
  return undefined;
}

/**
 * @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_AllowedMethods.html
 * @see https://github.com/aws/aws-cdk/issues/32450
 */
function findMethodsError(methods: readonly string[], failsOver: boolean): AwsError | undefined {
  if (failsOver && methods.some((method) => WRITING_METHODS.includes(method)))
    return argumentError(
      "The parameter AllowedMethods cannot include POST, PUT, PATCH, or DELETE for a cached behavior associated with an origin group.",
      GROUP,
    );
  if (methods.length === 0 || METHOD_SETS.includes([...methods].sort().join(" "))) return undefined;
  return argumentError(
    "The parameter AllowedMethods must be GET and HEAD, GET, HEAD and OPTIONS, or all seven methods.",
    METHODS,
  );
}

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-restrictions.html */
function findFunctionsError(behaviour: Properties): AwsError | undefined {
  const functions = listObjects(behaviour.functionAssociations).map(({ eventType }) => asString(eventType));
  const lambdas = listObjects(behaviour.lambdaFunctionAssociations).map(({ eventType }) =>
    asString(eventType),
  );
  const isViewer = (event: string | undefined) => event?.startsWith("viewer-") === true;
  if (functions.some((event) => event !== undefined && !isViewer(event)))
    return functionError(
      "A CloudFront function can be associated with viewer-request and viewer-response only.",
    );
  for (const events of [functions, lambdas])
    if (new Set(events).size < events.length)
      return functionError("A cache behavior can have one function for each event type.");
  if (functions.length > 0 && lambdas.some(isViewer))
    return functionError("CloudFront Functions and Lambda@Edge cannot be combined in viewer events.");
  return undefined;
}

/** @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CustomErrorResponse.html */
function findErrorResponsesError(inputs: Properties): AwsError | undefined {
  for (const response of listObjects(inputs.customErrorResponses)) {
    if (typeof response.errorCode === "number" && !ERROR_CODES.includes(response.errorCode))
      return new AwsError("InvalidErrorCode", `The error code ${response.errorCode} is not valid.`, {
        source: ERRORS,
      });
    const hasPage = isGiven(response.responsePagePath) && response.responsePagePath !== "";
    const hasCode = isGiven(response.responseCode) && response.responseCode !== 0;
    if (hasPage !== hasCode)
      return argumentError(
        "The parameters ResponsePagePath and ResponseCode must both be specified, or neither.",
        ERRORS,
      );
  }
  return undefined;
}

function functionError(words: string): AwsError {
  return new AwsError("InvalidFunctionAssociation", words, {
    source:
      "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-restrictions.html",
  });
}

/** @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ViewerCertificate.html */
function findViewerError(inputs: Properties): AwsError | undefined {
  const viewer = firstObject(inputs.viewerCertificate) ?? {};
  const acm = asString(viewer.acmCertificateArn) ?? "";
  const own = acm !== "" || isGiven(viewer.iamCertificateId);
  const aliases = asStrings(inputs.aliases);
  if (aliases.length > 0 && !own)
    return new AwsError(
      "InvalidViewerCertificate",
      "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name.",
      { source: CERTIFICATE },
    );
  if (own && !isGiven(viewer.sslSupportMethod))
    return argumentError("The parameter SSLSupportMethod is required with a certificate.", CERTIFICATE);
  if (viewer.minimumProtocolVersion === "SSLv3" && viewer.sslSupportMethod === "sni-only")
    return argumentError(
      "The parameter MinimumProtocolVersion must be TLSv1 or later with sni-only.",
      CERTIFICATE,
    );
  if (acm !== "" && acm.split(":")[3] !== "us-east-1") return certificateError();
  return undefined;
}

/** Returns the error for a certificate that does not exist, is in another region or is not issued. */
export function certificateError(): AwsError {
  return new AwsError(
    "InvalidViewerCertificate",
    "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
    { source: CERTIFICATE },
  );
}

function argumentError(words: string, source: string): AwsError {
  return new AwsError("InvalidArgument", words, { source });
}
