import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { bindToAccount } from "../../stacks/account";
import { settingsWith } from "../helpers/settings";

describe("bindToAccount", () => {
  it("allows the account of the settings alone", () => {
    assert.deepEqual(bindToAccount(settingsWith({ accountId: "000000000042" })), {
      allowedAccountIds: ["000000000042"],
    });
  });

  it("assumes the role of the settings", () => {
    const assumeRole = {
      roleArn: "arn:aws:iam::123456789012:role/ci/deploy",
      externalId: "ab",
      sessionName: "ci",
    };

    assert.deepEqual(bindToAccount(settingsWith({ assumeRole })), {
      allowedAccountIds: ["123456789012"],
      assumeRoles: [assumeRole],
    });
  });
});
