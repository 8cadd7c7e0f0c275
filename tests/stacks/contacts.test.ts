import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { secretSubscribers } from "../../stacks/contacts";

describe("secretSubscribers", () => {
  it("gives each label its addresses, in the same order for any order of the lists", () => {
    const contact = (kind: string, label: string) => `${kind} of ${label}`;
    const subscribers = secretSubscribers({ phones: ["zoe", "ann"], endpoints: ["pager", "ann"] }, contact);

    assert.deepEqual(Object.entries(subscribers), [
      ["ann", { phone: "phone of ann", url: "endpoint of ann" }],
      ["pager", { url: "endpoint of pager" }],
      ["zoe", { phone: "phone of zoe" }],
    ]);
    assert.deepEqual(
      Object.keys(secretSubscribers({ phones: ["ann", "zoe"], endpoints: ["ann", "pager"] }, contact)),
      Object.keys(subscribers),
    );
  });
});
