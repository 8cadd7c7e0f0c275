import assert from "node:assert/strict";
import { acm } from "../../../../lab/aws/acm";
import { validationRecord } from "../../../../lab/aws/acm/validation-records";
import type { Properties } from "../../../../lab/aws/property-values";
import { route53 } from "../../../../lab/aws/route53";
import { Cloud, reasons, refusal } from "../../../helpers/cloud";

const CERTIFICATE = "aws:acm/certificate:Certificate";
const VALIDATION = "aws:acm/certificateValidation:CertificateValidation";
const RECORD = "aws:route53/record:Record";

describe("validationRecord", () => {
  it("gives a domain and its wildcard the same record", () => {
    const plain = validationRecord("123456789012", "example.com");
    const wild = validationRecord("123456789012", "*.example.com");

    assert.match(plain.resourceRecordName, /^_[0-9a-f]{32}\.example\.com\.$/);
    assert.match(plain.resourceRecordValue, /^_[0-9a-f]{32}\.[0-9a-f]{10}\.acm-validations\.aws\.$/);
    assert.deepEqual({ ...wild, domainName: "example.com" }, plain);
  });
});

describe("Certificate", () => {
  it("leaves a certificate of two names pending, with a record for each", () => {
    const { id, outputs } = new Cloud(acm).create(CERTIFICATE, {
      domainName: "example.com",
      subjectAlternativeNames: ["*.example.com"],
      validationMethod: "DNS",
    });

    assert.match(id, /^arn:aws:acm:eu-west-1:123456789012:certificate\/[0-9a-f-]{36}$/);
    assert.equal(outputs.status, "PENDING_VALIDATION");
    assert.deepEqual(
      (outputs.domainValidationOptions as readonly Properties[]).map((one) => one.domainName),
      ["example.com", "*.example.com"],
    );
  });

  it("rejects an invalid domain with ValidationException", () => {
    const act = () => new Cloud(acm).create(CERTIFICATE, { domainName: "example", validationMethod: "DNS" });

    assert.match(
      refusal(act),
      /^ValidationException: 1 validation error detected: Value 'example' at 'domainName'/,
    );
  });

  it("rejects a certificate without domain and private key", () => {
    assert.match(reasons(new Cloud(acm).check(CERTIFICATE, {})).domainName ?? "", /must be specified$/);
  });
});

describe("CertificateValidation", () => {
  function pending(): { cloud: Cloud; arn: string; proof: Properties } {
    const cloud = new Cloud(acm, route53);
    const zoneId = cloud.create("aws:route53/zone:Zone", { name: "example.com" }).id;
    const { id, outputs } = cloud.create(CERTIFICATE, { domainName: "example.com", validationMethod: "DNS" });
    const [option] = outputs.domainValidationOptions as readonly Properties[];
    const value = String(option?.resourceRecordValue);
    const name = String(option?.resourceRecordName);
    return { cloud, arn: id, proof: { zoneId, name, type: "CNAME", ttl: 60, records: [value] } };
  }

  it("ends the wait without a certificate when the record is missing", () => {
    const { cloud, arn } = pending();

    assert.equal(
      refusal(() => cloud.create(VALIDATION, { certificateArn: arn })),
      `RequestTimeout: waiting for ACM Certificate (${arn}) to be issued: timeout while waiting for state to become 'ISSUED' (last state: 'PENDING_VALIDATION', timeout: 1h15m0s)`,
    );
  });

  it("leaves the certificate pending when the record has another value", () => {
    const { cloud, arn, proof } = pending();
    cloud.create(RECORD, { ...proof, records: ["elsewhere.example.net"] });

    assert.match(
      refusal(() => cloud.create(VALIDATION, { certificateArn: arn })),
      /PENDING_VALIDATION/,
    );
  });

  it("issues the certificate for 395 days when the record exists", () => {
    const { cloud, arn, proof } = pending();
    cloud.create(RECORD, proof);

    cloud.create(VALIDATION, { certificateArn: arn });

    const [certificate] = cloud.list({ type: CERTIFICATE });
    assert.equal(certificate?.outputs.status, "ISSUED");
    assert.equal(certificate?.outputs.notBefore, "2026-01-01T00:00:00.000Z");
    assert.equal(certificate?.outputs.notAfter, "2027-01-31T00:00:00.000Z");
  });

  it("reports the missing name when the given names lack the record's", () => {
    const { cloud, arn } = pending();

    assert.match(
      refusal(() =>
        cloud.create(VALIDATION, { certificateArn: arn, validationRecordFqdns: ["x.example.com"] }),
      ),
      /^InvalidParameterException: missing _[0-9a-f]{32}\.example\.com DNS validation record: /,
    );
  });

  it("rejects a certificate in another region with ResourceNotFoundException", () => {
    const { cloud, arn } = pending();

    assert.match(
      refusal(() => cloud.create(VALIDATION, { certificateArn: arn }, { region: "us-east-1" })),
      /^ResourceNotFoundException/,
    );
  });
});
