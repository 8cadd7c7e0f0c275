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
  it("given a domain and its wildcard, when asked, then one record serves both", () => {
    const plain = validationRecord("123456789012", "example.com");
    const wild = validationRecord("123456789012", "*.example.com");

    assert.match(plain.resourceRecordName, /^_[0-9a-f]{32}\.example\.com\.$/);
    assert.match(plain.resourceRecordValue, /^_[0-9a-f]{32}\.[0-9a-f]{10}\.acm-validations\.aws\.$/);
    assert.deepEqual({ ...wild, domainName: "example.com" }, plain);
  });
});

describe("Certificate", () => {
  it("given two names, when asked for, then it waits for the record of each", () => {
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

  it("given what is no domain, when asked for, then ValidationException", () => {
    const act = () => new Cloud(acm).create(CERTIFICATE, { domainName: "example", validationMethod: "DNS" });

    assert.match(
      refusal(act),
      /^ValidationException: 1 validation error detected: Value 'example' at 'domainName'/,
    );
  });

  it("given neither a domain nor a key, when checked, then told so", () => {
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

  it("given no record in DNS, when waited for, then the wait ends without a certificate", () => {
    const { cloud, arn } = pending();

    assert.equal(
      refusal(() => cloud.create(VALIDATION, { certificateArn: arn })),
      `RequestTimeout: waiting for ACM Certificate (${arn}) to be issued: timeout while waiting for state to become 'ISSUED' (last state: 'PENDING_VALIDATION', timeout: 1h15m0s)`,
    );
  });

  it("given the record with another value, when waited for, then still pending", () => {
    const { cloud, arn, proof } = pending();
    cloud.create(RECORD, { ...proof, records: ["elsewhere.example.net"] });

    assert.match(
      refusal(() => cloud.create(VALIDATION, { certificateArn: arn })),
      /PENDING_VALIDATION/,
    );
  });

  it("given the record, when waited for, then the certificate is issued for 395 days", () => {
    const { cloud, arn, proof } = pending();
    cloud.create(RECORD, proof);

    cloud.create(VALIDATION, { certificateArn: arn });

    const [certificate] = cloud.list({ type: CERTIFICATE });
    assert.equal(certificate?.outputs.status, "ISSUED");
    assert.equal(certificate?.outputs.notBefore, "2026-01-01T00:00:00.000Z");
    assert.equal(certificate?.outputs.notAfter, "2027-01-31T00:00:00.000Z");
  });

  it("given names without that of the record, when waited for, then the missing one is named", () => {
    const { cloud, arn } = pending();

    assert.match(
      refusal(() =>
        cloud.create(VALIDATION, { certificateArn: arn, validationRecordFqdns: ["x.example.com"] }),
      ),
      /^InvalidParameterException: missing _[0-9a-f]{32}\.example\.com DNS validation record: /,
    );
  });

  it("given the certificate in another region, when waited for, then ResourceNotFoundException", () => {
    const { cloud, arn } = pending();

    assert.match(
      refusal(() => cloud.create(VALIDATION, { certificateArn: arn }, { region: "us-east-1" })),
      /^ResourceNotFoundException/,
    );
  });
});
