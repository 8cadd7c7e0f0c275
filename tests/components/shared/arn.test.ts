import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { arn } from "../../../components/shared/arn";
import { outputValue, recordResources } from "../../helpers/mocks";

describe("arn", () => {
  it("joins all parts in order", async () => {
    await recordResources();
    const parts = {
      partition: "aws-cn",
      service: "sns",
      region: "cn-north-1",
      account: "123456789012",
      resource: "t",
    };

    assert.equal(await outputValue(arn(parts)), "arn:aws-cn:sns:cn-north-1:123456789012:t");
  });

  it("leaves absent region and account empty", async () => {
    await recordResources();

    assert.equal(
      await outputValue(arn({ partition: "aws", service: "s3", resource: "tide" })),
      "arn:aws:s3:::tide",
    );
  });
});
