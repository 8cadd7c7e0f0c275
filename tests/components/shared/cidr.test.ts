import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  type Cidr,
  containsCidr,
  formatCidr,
  overlapsCidr,
  parseCidr,
  splitCidr,
} from "../../../components/shared/cidr";

const anyCidr = fc
  .tuple(fc.integer({ min: 0, max: 32 }), fc.nat({ max: 2 ** 32 - 1 }))
  .map(([prefix, address]) => {
    const size = 2 ** (32 - prefix);
    return { first: Math.floor(address / size) * size, prefix, size };
  });

function block(text: string): Cidr {
  const parsed = parseCidr(text);
  assert.ok(parsed, text);
  return parsed;
}

describe("parseCidr", () => {
  it("given any block, when written and read, then it is the same block", () => {
    fc.assert(fc.property(anyCidr, (cidr) => assert.deepEqual(parseCidr(formatCidr(cidr)), cidr)));
  });

  for (const text of [
    "",
    "10.0.0.0",
    "10.0.0.0/",
    "10.0.0.0/33",
    "10.0.0.0/016",
    "10.0.0.0/-1",
    "10.0.0.0/16/16",
    "10.0.0.1/16",
    "10.0.0/16",
    "010.0.0.0/16",
    "256.0.0.0/8",
    " 10.0.0.0/16",
    "10.0.0.0/16\n",
    "fd00::/8",
  ]) {
    it(`given ${JSON.stringify(text)}, when read, then it is no block`, () => {
      assert.equal(parseCidr(text), undefined);
    });
  }
});

describe("containsCidr and overlapsCidr", () => {
  for (const [a, b, contains, overlaps] of [
    ["10.0.0.0/8", "10.255.0.0/16", true, true],
    ["10.255.0.0/16", "10.0.0.0/8", false, true],
    ["10.0.0.0/16", "10.0.0.0/16", true, true],
    ["10.0.0.0/16", "10.1.0.0/16", false, false],
    ["0.0.0.0/0", "255.255.255.255/32", true, true],
  ] as const) {
    it(`given ${a} and ${b}, when compared, then contains is ${contains} and overlaps is ${overlaps}`, () => {
      assert.equal(containsCidr(block(a), block(b)), contains);
      assert.equal(overlapsCidr(block(a), block(b)), overlaps);
    });
  }
});

describe("splitCidr", () => {
  it("given any block and power of two, when cut, then the parts tile it without a gap or an overlap", () => {
    fc.assert(
      fc.property(anyCidr, fc.integer({ min: 0, max: 6 }), (cidr, bits) => {
        fc.pre(cidr.prefix + bits <= 32);
        const parts = splitCidr(cidr, 2 ** bits);

        assert.equal(parts.length, 2 ** bits);
        for (const [index, part] of parts.entries()) {
          assert.deepEqual(parseCidr(formatCidr(part)), part);
          assert.equal(part.first, cidr.first + index * part.size);
        }
        assert.equal(
          parts.reduce((sum, part) => sum + part.size, 0),
          cidr.size,
        );
      }),
    );
  });

  for (const count of [0, 3, 512]) {
    it(`given a count of ${count}, when a /24 is cut, then it is refused`, () => {
      assert.throws(() => splitCidr(block("10.0.0.0/24"), count), {
        name: "RangeError",
        message: `cannot cut 10.0.0.0/24 into ${count} equal blocks`,
      });
    });
  }
});
