import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { arn } from "../../../components/shared/arn";
import { recordResources, resolved } from "../../helpers/mocks";

describe("arn", () => {
  it("given all parts of another partition, when made, then they stand in order", async () => {
    await recordResources();
    const parts = {
      partition: "aws-cn",
      service: "sns",
      region: "cn-north-1",
      account: "123456789012",
      resource: "t",
    };

    assert.equal(await resolved(arn(parts)), "arn:aws-cn:sns:cn-north-1:123456789012:t");
  });

  it("given no region and no account, when made, then their places are empty", async () => {
    await recordResources();

    assert.equal(
      await resolved(arn({ partition: "aws", service: "s3", resource: "tide" })),
      "arn:aws:s3:::tide",
    );
  });
});
