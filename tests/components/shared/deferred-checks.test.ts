import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { checkWhenKnown } from "../../../components/shared/deferred-checks";
import { outputValue, recordResources } from "../../helpers/mocks";

const isEven = (text: string) => text.length % 2 === 0;

describe("checkWhenKnown", () => {
  beforeEach(() => recordResources());

  it("returns a valid value", async () => {
    assert.equal(
      await outputValue(checkWhenKnown("bay", "code", pulumi.output("abcd"), isEven, "even")),
      "abcd",
    );
  });

  it("rejects an invalid secret without its value in the message", async () => {
    const output = checkWhenKnown("bay", "code", pulumi.secret("abc"), isEven, "a string of even length");

    await assert.rejects(outputValue(output), {
      message: "bay: code is an output, expected a string of even length",
    });
  });

  it("keeps a secret secret", async () => {
    const output = checkWhenKnown("bay", "code", pulumi.secret("abcd"), isEven, "even");

    assert.equal(await pulumi.isSecret(output), true);
  });
});
