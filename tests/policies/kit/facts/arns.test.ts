import assert from "node:assert/strict";
import { parseArn } from "../../../../policies/kit";

describe("parseArn", () => {
  it("returns service, region, account and resource", () => {
    assert.deepEqual(parseArn("arn:aws-cn:logs:cn-north-1:123456789012:log-group:/a:*"), {
      service: "logs",
      region: "cn-north-1",
      account: "123456789012",
      resource: "log-group:/a:*",
    });
    assert.deepEqual(parseArn("arn:aws:s3:::data"), {
      service: "s3",
      region: "",
      account: "",
      resource: "data",
    });
  });

  it("returns undefined for other strings", () => {
    for (const text of [
      "",
      "arn",
      "arn:aws:s3",
      "barn:aws:s3:::data",
      "arn:data:s3:::x",
      "https://a:b@c:1:2:3",
    ]) {
      assert.equal(parseArn(text), undefined, text);
    }
  });
});
