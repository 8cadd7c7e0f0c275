import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type Block,
  contains,
  isInternetWide,
  overlap,
  parseBlock,
} from "../../../../policies/kit/facts/internet-cidr";

/** A block as text, and the bits of its network part, by which everything about blocks can be told another way. */
interface Sample {
  readonly text: string;
  readonly network: string;
}

function block(text: string): Block {
  const read = parseBlock(text);
  assert.ok(read, text);
  return read;
}

function written(family: 4 | 6, bits: string, prefix: number): Sample {
  const group = family === 4 ? 8 : 16;
  const numbers = (bits.match(new RegExp(`.{${group}}`, "g")) ?? []).map((part) => Number.parseInt(part, 2));
  const address = family === 4 ? numbers.join(".") : numbers.map((number) => number.toString(16)).join(":");
  return { text: `${address}/${prefix}`, network: `${family}-${bits.slice(0, prefix)}` };
}

/** Bits whose first ones are mostly the same, so that blocks meet often. */
const samples: fc.Arbitrary<Sample> = fc
  .record({
    family: fc.constantFrom(4 as const, 6 as const),
    head: fc.constantFrom("00001010", "00001011"),
    tail: fc.array(fc.constantFrom("0", "1"), { minLength: 120, maxLength: 120 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ family, head, tail, share }) => {
    const width = family === 4 ? 32 : 128;
    const near = head + tail.slice(0, 4).join("").padEnd(8, "0") + tail.join("");
    return written(family, near.slice(0, width), Math.round(share * share * width));
  });

describe("parseBlock", () => {
  it("given blocks of both families, when read, then they have their first and last address", () => {
    assert.deepEqual(parseBlock("10.1.0.0/16"), {
      family: 4,
      first: 0x0a010000n,
      last: 0x0a01ffffn,
      prefix: 16,
    });
    assert.deepEqual(parseBlock("2001:db8::/127"), {
      family: 6,
      first: 0x20010db8000000000000000000000000n,
      last: 0x20010db8000000000000000000000001n,
      prefix: 127,
    });
  });

  it("given bits beyond the prefix, when read, then they are left out", () => {
    assert.deepEqual(parseBlock("100.68.0.18/18"), parseBlock("100.68.0.0/18"));
    assert.deepEqual(parseBlock("2001:DB8::12/64"), parseBlock("2001:db8::/64"));
  });

  for (const text of [
    "",
    "10.0.0.0",
    "10.0.0.0/",
    "10.0.0.0/33",
    "10.0.0/16",
    "010.0.0.0/8",
    "10.0.0.256/16",
    " 10.0.0.0/16",
    "10.0.0.0/16 ",
    "2001:db8::",
    "2001:db8::/129",
    "2001::db8::/64",
    "fe80::1%eth0/64",
    "everything",
  ]) {
    it(`given ${JSON.stringify(text)}, when read, then it is no block`, () => {
      assert.equal(parseBlock(text), undefined);
    });
  }

  it("given any text, when read, then nothing is thrown", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."0129af:./% ") }), (text) => {
        parseBlock(text);
      }),
    );
  });
});

describe("overlap", () => {
  it("given any two blocks, when compared, then they overlap just when the bits of one begin those of the other", () => {
    fc.assert(
      fc.property(samples, samples, (one, other) => {
        const meet = one.network.startsWith(other.network) || other.network.startsWith(one.network);
        assert.equal(overlap(block(one.text), block(other.text)), meet);
        assert.equal(overlap(block(other.text), block(one.text)), meet);
      }),
    );
  });

  it("given neighbours, when compared, then they do not overlap", () => {
    assert.equal(overlap(block("10.0.0.0/17"), block("10.0.128.0/17")), false);
    assert.equal(overlap(block("2001:db8::/64"), block("2001:db8:0:1::/64")), false);
  });

  it("given a block of one address, when compared with itself, then they overlap", () => {
    assert.equal(overlap(block("10.0.0.1/32"), block("10.0.0.1/32")), true);
  });

  it("given the same numbers in two families, when compared, then they do not overlap", () => {
    assert.equal(overlap(block("0.0.0.0/0"), block("::/0")), false);
  });
});

describe("contains", () => {
  it("given any two blocks, when compared, then one holds the other just when its bits begin the other's", () => {
    fc.assert(
      fc.property(samples, samples, (outer, inner) => {
        assert.equal(contains(block(outer.text), block(inner.text)), inner.network.startsWith(outer.network));
      }),
    );
  });

  it("given a block and one of twice its size, when compared, then only the larger holds the other", () => {
    assert.equal(contains(block("10.0.0.0/15"), block("10.1.0.0/16")), true);
    assert.equal(contains(block("10.1.0.0/16"), block("10.0.0.0/15")), false);
  });
});

describe("isWorld", () => {
  it("given all addresses or more of them than any network has, when asked, then it is the world", () => {
    const world = [
      "0.0.0.0/0",
      "1.2.3.4/0",
      "128.0.0.0/1",
      "64.0.0.0/2",
      "2.0.0.0/7",
      "::/0",
      "8000::/1",
      "2000::/3",
    ];
    for (const text of world) {
      assert.equal(isInternetWide(block(text)), true, text);
    }
    for (const text of ["10.0.0.0/8", "2600::/12", "fc00::/7", "fd00::/8"])
      assert.equal(isInternetWide(block(text)), false, text);
  });
});
