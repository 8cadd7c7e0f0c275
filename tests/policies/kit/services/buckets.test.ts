import assert from "node:assert/strict";
import { parseBucketName } from "../../../../policies/kit";

describe("parseBucketName", () => {
  const forms: Readonly<Record<string, string>> = {
    "a name": "logs.of-example",
    "an ARN": "arn:aws:s3:::logs.of-example",
    "an ARN of objects": "arn:aws-cn:s3:::logs.of-example/network/*",
    "an address of S3": "s3://logs.of-example/cluster/",
    "an address of Hadoop": "s3n://logs.of-example/cluster/",
    "a domain": "logs.of-example.s3.amazonaws.com",
    "a domain of a region": "logs.of-example.s3.eu-west-1.amazonaws.com",
    "an old domain of a region": "logs.of-example.s3-eu-west-1.amazonaws.com",
    "a domain of China": "logs.of-example.s3.cn-north-1.amazonaws.com.cn",
  };
  for (const [form, text] of Object.entries(forms)) {
    it(`reads the name in ${form}`, () => {
      assert.equal(parseBucketName(text), "logs.of-example");
    });
  }

  it("returns an ARN of another service unchanged", () => {
    const arn = "arn:aws:logs:eu-west-1:123456789012:log-group:flows";
    assert.equal(parseBucketName(arn), arn);
  });
});
