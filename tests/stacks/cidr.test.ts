import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { overlap, parseCidr } from "../../stacks/cidr";

function block(text: string) {
  const parsed = parseCidr(text);
  assert.ok(parsed, text);
  return parsed;
}

describe("parseCidr", () => {
  it("given blocks, when read, then first and last address are theirs", () => {
    assert.deepEqual(parseCidr("10.1.0.0/16"), { first: 167837696, last: 167903231, prefix: 16 });
    assert.deepEqual(parseCidr("255.255.255.255/32"), { first: 4294967295, last: 4294967295, prefix: 32 });
    assert.deepEqual(parseCidr("0.0.0.0/0"), { first: 0, last: 4294967295, prefix: 0 });
  });

  for (const text of [
    "",
    "10.1.0.0",
    "10.1.0/16",
    "10.1.0.1/16",
    "10.1.0.0/33",
    "10.256.0.0/16",
    " 10.1.0.0/16",
    "10.1.0.0/-1",
    "::/16",
  ]) {
    it(`given ${JSON.stringify(text)}, when read, then it is none`, () => {
      assert.equal(parseCidr(text), undefined);
    });
  }
});

describe("overlap", () => {
  it("given neighbours, when compared, then they share nothing", () => {
    assert.equal(overlap(block("10.1.0.0/16"), block("10.2.0.0/16")), false);
    assert.equal(overlap(block("10.2.0.0/16"), block("10.1.0.0/16")), false);
  });

  it("given a block within another, when compared either way, then they overlap", () => {
    assert.equal(overlap(block("10.1.0.0/16"), block("10.1.255.0/24")), true);
    assert.equal(overlap(block("10.1.255.0/24"), block("10.1.0.0/16")), true);
  });
});
