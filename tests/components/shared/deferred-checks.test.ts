import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { checkedLater } from "../../../components/shared/deferred-checks";
import { recordResources } from "../../helpers/mocks";

const even = (text: string) => text.length % 2 === 0;

function promised<T>(output: pulumi.Output<T>): Promise<T> {
  return (output as unknown as { promise(): Promise<T> }).promise();
}

describe("checkedLater", () => {
  beforeEach(() => recordResources());

  it("given a good value, when it becomes known, then it passes", async () => {
    assert.equal(await promised(checkedLater("bay", "code", pulumi.output("abcd"), even, "even")), "abcd");
  });

  it("given a bad secret, when it becomes known, then the error names the argument and not the value", async () => {
    const checked = checkedLater("bay", "code", pulumi.secret("abc"), even, "a text of even length");

    await assert.rejects(promised(checked), {
      message: "bay: code is an output, expected a text of even length",
    });
  });

  it("given a secret, when it passes, then it is still a secret", async () => {
    const checked = checkedLater("bay", "code", pulumi.secret("abcd"), even, "even");

    assert.equal(await pulumi.isSecret(checked), true);
  });
});
