import { findRecord } from "../common/records";
import { AwsError } from "../errors";
import { asString, asStrings, type Properties } from "../property-values";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { CERTIFICATE, domainsOf, statusOf } from "./certificate";
import { validationRecord } from "./validation-records";

/** Minutes for which the provider waits for a certificate. @see https://github.com/hashicorp/terraform-provider-aws internal/service/acm */
const PATIENCE_MINUTES = 75;

/** A wait of the provider, not a resource of AWS: it ends when the certificate is issued. */
export const certificateValidation: ResourceType = {
  type: "aws:acm/certificateValidation:CertificateValidation",
  service: "acm",
  name: "none",
  api: { create: "DescribeCertificate", read: "DescribeCertificate" },
  immutable: ["certificateArn", "region", "validationRecordFqdns"],
  create,
  durations: { create: 60 },
};

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  const arn = asString(inputs.certificateArn) ?? "";
  const record = findRecord(call, CERTIFICATE, arn);
  if (record === undefined)
    throw new AwsError("ResourceNotFoundException", `Could not find certificate ${arn}.`, {
      source: "https://docs.aws.amazon.com/acm/latest/APIReference/API_DescribeCertificate.html",
    });
  refuseMissingNames(record.inputs, asStrings(inputs.validationRecordFqdns), call.account);
  if (statusOf(call, record) !== "ISSUED")
    throw new AwsError(
      "RequestTimeout",
      `waiting for ACM Certificate (${arn}) to be issued: timeout while waiting for state to become 'ISSUED' (last state: 'PENDING_VALIDATION', timeout: ${Math.floor(PATIENCE_MINUTES / 60)}h${PATIENCE_MINUTES % 60}m0s)`,
      { source: "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html" },
    );
  call.store.put({ ...record, outputs: { ...record.outputs, status: "ISSUED", ...validity(call) } });
  return { id: new Date(call.clock.now()).toISOString(), outputs: draft.outputs };
}

function validity(call: ResourceCall): Properties {
  const now = call.clock.now();
  return {
    notBefore: new Date(now).toISOString(),
    notAfter: new Date(now + 395 * 86_400_000).toISOString(),
    renewalEligibility: "ELIGIBLE",
  };
}

function refuseMissingNames(inputs: Properties, given: readonly string[], account: string): void {
  if (given.length === 0) return;
  const names = given.map((name) => `${name.toLowerCase().replace(/\.$/, "")}.`);
  const missing = domainsOf(inputs)
    .map((domain) => validationRecord(account, domain).resourceRecordName)
    .filter((name) => !names.includes(name));
  if (missing.length === 0) return;
  throw new AwsError(
    "InvalidParameterException",
    `missing ${missing[0]?.replace(/\.$/, "")} DNS validation record: ${missing.map((one) => one.replace(/\.$/, "")).join(", ")}`,
    {
      source:
        "https://github.com/hashicorp/terraform-provider-aws internal/service/acm/certificate_validation.go",
    },
  );
}
