import { statusOf } from "../acm/certificate";
import type { CloudRecord } from "../cloud-store";
import { globalArn } from "../common/arn";
import { checkBetween, checkOneOf } from "../common/checks";
import { createCapitalsId, hexOf } from "../common/ids";
import { firstObject, isGiven, listObjects } from "../common/inputs";
import { findRecord } from "../common/records";
import { refuse } from "../common/refuse";
import { AwsError } from "../errors";
import { asString, asStrings, type Properties } from "../property-values";
import type { Call, CheckFailure, Draft, ResourceCall, ResourceType } from "../resource-type";
import { CLOUDFRONT_ZONE } from "../route53/record-fields";
import { certificateError, findDistributionError } from "./distribution-rules";

const TYPE = "aws:cloudfront/distribution:Distribution";

/** @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ViewerCertificate.html */
const PROTOCOLS =
  "SSLv3 TLSv1 TLSv1_2016 TLSv1.1_2016 TLSv1.2_2018 TLSv1.2_2019 TLSv1.2_2021 TLSv1.2_2025 TLSv1.3_2025".split(
    " ",
  );

/** A distribution. */
export const distribution: ResourceType = {
  type: TYPE,
  service: "cloudfront",
  scope: "global",
  name: "none",
  immutable: ["staging"],
  defaults: (inputs) => ({
    httpVersion: "http2",
    priceClass: "PriceClass_All",
    retainOnDelete: false,
    waitForDeployment: true,
    ...inputs,
  }),
  check,
  create,
  update: (call, inputs, change) => {
    validate(call, inputs, change.before.id);
    return { ...change.draft, etag: etagOf(call, change.before.id), lastModifiedTime: timeOf(call) };
  },
  durations: { create: 300, update: 240, delete: 240 },
};

function check(inputs: Properties): readonly CheckFailure[] {
  const viewer = firstObject(inputs.viewerCertificate);
  return [
    ...checkOneOf("priceClass", inputs.priceClass, [
      "PriceClass_100",
      "PriceClass_200",
      "PriceClass_All",
      "None",
    ]),
    ...checkOneOf("httpVersion", inputs.httpVersion, ["http1.1", "http2", "http3", "http2and3"]),
    ...checkOneOf("viewerCertificate.minimumProtocolVersion", viewer?.minimumProtocolVersion, PROTOCOLS),
    ...checkOneOf("viewerCertificate.sslSupportMethod", viewer?.sslSupportMethod, [
      "sni-only",
      "vip",
      "static-ip",
    ]),
    ...checkOneOf(
      "defaultCacheBehavior.viewerProtocolPolicy",
      firstObject(inputs.defaultCacheBehavior)?.viewerProtocolPolicy,
      ["allow-all", "https-only", "redirect-to-https"],
    ),
    ...listObjects(inputs.origins).flatMap((origin, index) => [
      ...checkBetween(`origins[${index}].connectionAttempts`, origin.connectionAttempts, 1, 3),
      ...checkBetween(`origins[${index}].connectionTimeout`, origin.connectionTimeout, 1, 10),
      ...checkBetween(
        `origins[${index}].customOriginConfig.originReadTimeout`,
        firstObject(origin.customOriginConfig)?.originReadTimeout,
        1,
        120,
      ),
      ...checkBetween(
        `origins[${index}].customOriginConfig.originKeepaliveTimeout`,
        firstObject(origin.customOriginConfig)?.originKeepaliveTimeout,
        1,
        120,
      ),
    ]),
  ];
}

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  validate(call, inputs, undefined);
  const id = createCapitalsId(call, "E", 13);
  return {
    id,
    outputs: {
      ...draft.outputs,
      arn: globalArn(call, "cloudfront", `distribution/${id}`),
      callerReference: `terraform-${hexOf(id, 26)}`,
      domainName: `d${hexOf(`domain/${id}`, 13)}.cloudfront.net`,
      etag: etagOf(call, id),
      hostedZoneId: CLOUDFRONT_ZONE,
      inProgressValidationBatches: 0,
      lastModifiedTime: timeOf(call),
      loggingV1Enabled: isGiven(firstObject(inputs.loggingConfig)?.bucket),
      status: inputs.waitForDeployment === false ? "InProgress" : "Deployed",
      trustedKeyGroups: [],
      trustedSigners: [],
    },
  };
}

function validate(call: ResourceCall, inputs: Properties, self: string | undefined): void {
  refuse(findDistributionError(inputs));
  refuseCertificate(call, asString(firstObject(inputs.viewerCertificate)?.acmCertificateArn) ?? "");
  for (const origin of listObjects(inputs.origins))
    refuseMissingControl(call, asString(origin.originAccessControlId) ?? "");
  refuseTakenAliases(call, asStrings(inputs.aliases), self);
}

function refuseCertificate(call: Call, arn: string): void {
  if (arn === "") return;
  const certificate = call.store.get({
    account: call.account,
    region: "us-east-1",
    type: "aws:acm/certificate:Certificate",
    id: arn,
  });
  if (certificate === undefined || statusOf(call, certificate) !== "ISSUED") throw certificateError();
}

function refuseMissingControl(call: Call, id: string): void {
  if (
    id === "" ||
    findRecord(call, "aws:cloudfront/originAccessControl:OriginAccessControl", id) !== undefined
  )
    return;
  throw new AwsError("NoSuchOriginAccessControl", "The specified origin access control does not exist.", {
    httpStatus: 404,
    source: "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html",
  });
}

/** @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html, CNAMEAlreadyExists */
function refuseTakenAliases(call: Call, aliases: readonly string[], self: string | undefined): void {
  if (aliases.length === 0) return;
  // Aliases are unique across all accounts.
  const others: readonly CloudRecord[] = call.store.list({ type: TYPE }).filter((one) => one.id !== self);
  const isTaken = others.some((one) =>
    asStrings(one.outputs.aliases).some((alias) => aliases.includes(alias)),
  );
  if (isTaken)
    throw new AwsError(
      "CNAMEAlreadyExists",
      "One or more of the CNAMEs you provided are already associated with a different resource.",
      {
        httpStatus: 409,
        source: "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html",
      },
    );
}

function etagOf(call: Call, id: string): string {
  return `E${hexOf(`${id}/${call.clock.now()}`, 13).toUpperCase()}`;
}

function timeOf(call: Call): string {
  return new Date(call.clock.now()).toISOString();
}
