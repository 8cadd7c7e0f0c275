import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { isCertificateArn, validationName } from "../../../components/cdn/domain";

const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000";

describe("isCertificateArn", () => {
  it("accepts only ARNs of ACM in us-east-1", () => {
    assert.equal(isCertificateArn(certificateArn), true);
    assert.equal(isCertificateArn(certificateArn.replace("us-east-1", "eu-west-1")), false);
    assert.equal(isCertificateArn(certificateArn.replace("acm", "iam")), false);
    assert.equal(isCertificateArn(""), false);
  });
});

describe("validationName", () => {
  it("returns the name below the asterisk for a wildcard", () => {
    assert.equal(validationName("*.example.com"), "example.com");
    assert.equal(validationName("www.example.com"), "www.example.com");
  });
});
