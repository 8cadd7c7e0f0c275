import type { CloudRecord } from "../cloud-store";
import { regionalArn } from "../common/arn";
import { checkExactlyOne, checkExclusive, checkLength, checkOneOf, checkPattern } from "../common/checks";
import { createHexId } from "../common/ids";
import { isGiven } from "../common/inputs";
import { listGlobalRecords, listRegionalRecords } from "../common/records";
import { AwsError } from "../errors";
import { asString, asStrings, type Properties, type Value } from "../property-values";
import type { Call, CheckFailure, Draft, ResourceCall, ResourceType } from "../resource-type";
import { isValidationRecord, validationRecord } from "./validation-records";

/** Token of certificates. */
export const CERTIFICATE = "aws:acm/certificate:Certificate";

/** Days for which an issued certificate is valid. @see https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html */
const VALID_DAYS = 395;
const DAY = 86_400_000;

/** A certificate, requested from ACM or imported. */
export const certificate: ResourceType = {
  type: CERTIFICATE,
  service: "acm",
  name: "none",
  api: { create: "RequestCertificate", read: "DescribeCertificate", delete: "DeleteCertificate" },
  immutable: [
    "certificateAuthorityArn",
    "domainName",
    "keyAlgorithm",
    "region",
    "subjectAlternativeNames",
    "validationMethod",
    "validationOptions",
  ],
  defaults: (inputs) => (isGiven(inputs.domainName) ? { keyAlgorithm: "RSA_2048", ...inputs } : inputs),
  check,
  create,
  read: (call, record) => ({ ...record.outputs, status: statusOf(call, record) }),
  delete: refuseInUse,
  durations: { create: 5, delete: 5 },
};

/** Present status of a certificate: ACM issues a requested one once the validation record of each name exists. */
export function statusOf(call: Call, record: CloudRecord): string {
  if (record.outputs.status !== "PENDING_VALIDATION") return String(record.outputs.status);
  if (record.inputs.validationMethod !== "DNS") return "PENDING_VALIDATION";
  const records = listGlobalRecords(call, "aws:route53/record:Record");
  const proven = domainsOf(record.inputs).every((domain) => {
    const validation = validationRecord(record.account, domain);
    return records.some((one) => isValidationRecord(one.outputs, validation));
  });
  return proven ? "ISSUED" : "PENDING_VALIDATION";
}

/** Names of a certificate, its domain first. */
export function domainsOf(inputs: Properties): readonly string[] {
  const own = asString(inputs.domainName);
  return [...new Set([...(own === undefined ? [] : [own]), ...asStrings(inputs.subjectAlternativeNames)])];
}

/** @see https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html */
function check(inputs: Properties): readonly CheckFailure[] {
  return [
    ...checkExactlyOne(inputs, ["domainName", "privateKey", "privateKeyWo"]),
    ...checkExclusive(inputs, ["certificateBody", "domainName"]),
    ...checkLength("domainName", inputs.domainName, 1, 253),
    ...checkPattern("domainName", inputs.domainName, /[^.]$/, "cannot end with a period"),
    ...checkOneOf("validationMethod", inputs.validationMethod, ["DNS", "EMAIL", "HTTP", "NONE"]),
    ...checkOneOf("keyAlgorithm", inputs.keyAlgorithm, [
      "RSA_1024",
      "RSA_2048",
      "RSA_3072",
      "RSA_4096",
      "EC_prime256v1",
      "EC_secp384r1",
      "EC_secp521r1",
    ]),
  ];
}

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  const invalidDomain = domainsOf(inputs).find((domain) => !isDomain(domain));
  if (invalidDomain !== undefined)
    throw new AwsError(
      "ValidationException",
      `1 validation error detected: Value '${invalidDomain}' at 'domainName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(\\*\\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])$`,
      { source: "https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html" },
    );
  const isRequested = isGiven(inputs.domainName);
  const hex = createHexId(call, "", 32);
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    "-",
  );
  const arn = regionalArn(call, "acm", `certificate/${uuid}`);
  const byDns = isRequested && inputs.validationMethod === "DNS";
  return {
    id: arn,
    outputs: {
      ...draft.outputs,
      arn,
      subjectAlternativeNames: isRequested
        ? domainsOf(inputs)
        : (draft.outputs.subjectAlternativeNames ?? []),
      domainValidationOptions: byDns
        ? domainsOf(inputs).map((domain): Value => ({ ...validationRecord(call.account, domain) }))
        : [],
      validationEmails: [],
      pendingRenewal: false,
      renewalEligibility: "INELIGIBLE",
      renewalSummaries: [],
      type: isRequested
        ? isGiven(inputs.certificateAuthorityArn)
          ? "PRIVATE"
          : "AMAZON_ISSUED"
        : "IMPORTED",
      status: isRequested && !isGiven(inputs.certificateAuthorityArn) ? "PENDING_VALIDATION" : "ISSUED",
      notBefore: isRequested ? "" : new Date(call.clock.now()).toISOString(),
      notAfter: isRequested ? "" : new Date(call.clock.now() + VALID_DAYS * DAY).toISOString(),
    },
  };
}

function isDomain(domain: string): boolean {
  return /^(\*\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])$/.test(
    domain,
  );
}

/** @see https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html */
function refuseInUse(call: ResourceCall, record: CloudRecord): void {
  const uses = [
    ...listGlobalRecords(call, "aws:cloudfront/distribution:Distribution"),
    ...listRegionalRecords(call, "aws:lb/listener:Listener"),
  ];
  if (!uses.some((one) => JSON.stringify(one.outputs).includes(`"${record.id}"`))) return;
  throw new AwsError(
    "ResourceInUseException",
    `Certificate ${record.id} in account ${record.account} is in use.`,
    {
      source: "https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html",
    },
  );
}
