import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  addressAt,
  type Cidr,
  containsCidr,
  formatCidr,
  ipv4Block,
  ipv4Size,
  overlapsCidr,
  parseCidr,
  parseCidrClearingHostBits,
  parseIPv4Cidr,
  splitCidr,
} from "../../common/cidr";

/** A block as a string, and its family and network bits, from which every relation of blocks follows independently. */
interface Sample {
  readonly text: string;
  readonly network: string;
}

function block(text: string): Cidr {
  const parsed = parseCidrClearingHostBits(text);
  assert.ok(parsed, text);
  return parsed;
}

function sampleOf(family: 4 | 6, bits: string, prefix: number): Sample {
  const group = family === 4 ? 8 : 16;
  const numbers = (bits.match(new RegExp(`.{${group}}`, "g")) ?? []).map((part) => Number.parseInt(part, 2));
  const address = family === 4 ? numbers.join(".") : numbers.map((number) => number.toString(16)).join(":");
  return { text: `${address}/${prefix}`, network: `${family}-${bits.slice(0, prefix)}` };
}

/** Blocks whose first bits are mostly the same, so that they often overlap. */
const samples: fc.Arbitrary<Sample> = fc
  .record({
    family: fc.constantFrom(4 as const, 6 as const),
    head: fc.constantFrom("00001010", "00001011"),
    tail: fc.array(fc.constantFrom("0", "1"), { minLength: 120, maxLength: 120 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ family, head, tail, share }) => {
    const width = family === 4 ? 32 : 128;
    const bits = head + tail.slice(0, 4).join("").padEnd(8, "0") + tail.join("");
    return sampleOf(family, bits.slice(0, width), Math.round(share * share * width));
  });

const NO_BLOCKS = [
  "",
  "10.0.0.0",
  "10.0.0.0/",
  "10.0.0.0/33",
  "10.0.0.0/016",
  "10.0.0.0/-1",
  "10.0.0.0/16/16",
  "10.0.0/16",
  "010.0.0.0/16",
  "256.0.0.0/8",
  " 10.0.0.0/16",
  "10.0.0.0/16 ",
  "10.0.0.0/16\n",
  "2001:db8::",
  "2001:db8::/129",
  "2001::db8::/64",
  "fe80::1%eth0/64",
  "everything",
];

describe("parseCidr", () => {
  it("returns the first and last address of a block of either family", () => {
    assert.deepEqual(parseCidr("10.1.0.0/16"), {
      family: 4,
      first: 0x0a010000n,
      last: 0x0a01ffffn,
      prefix: 16,
    });
    assert.deepEqual(parseCidr("0.0.0.0/0"), { family: 4, first: 0n, last: 0xffffffffn, prefix: 0 });
    assert.deepEqual(parseCidr("255.255.255.255/32"), {
      family: 4,
      first: 0xffffffffn,
      last: 0xffffffffn,
      prefix: 32,
    });
    assert.deepEqual(parseCidr("2001:db8::/127"), {
      family: 6,
      first: 0x20010db8000000000000000000000000n,
      last: 0x20010db8000000000000000000000001n,
      prefix: 127,
    });
  });

  for (const text of [...NO_BLOCKS, "10.0.0.1/16", "2001:db8::12/64"]) {
    it(`returns undefined for ${JSON.stringify(text)}`, () => {
      assert.equal(parseCidr(text), undefined);
    });
  }

  it("throws for no string", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."0129af:./% ") }), (text) => {
        parseCidr(text);
      }),
    );
  });
});

describe("parseIPv4Cidr", () => {
  it("reads an IPv4 block and refuses one of IPv6", () => {
    assert.deepEqual(parseIPv4Cidr("10.1.0.0/16"), parseCidr("10.1.0.0/16"));
    assert.equal(parseIPv4Cidr("fd00::/8"), undefined);
    assert.equal(parseIPv4Cidr("10.1.0.1/16"), undefined);
  });
});

describe("parseCidrClearingHostBits", () => {
  it("clears the bits beyond the prefix", () => {
    assert.deepEqual(parseCidrClearingHostBits("100.68.0.18/18"), parseCidr("100.68.0.0/18"));
    assert.deepEqual(parseCidrClearingHostBits("2001:DB8::12/64"), parseCidr("2001:db8::/64"));
  });

  for (const text of NO_BLOCKS) {
    it(`returns undefined for ${JSON.stringify(text)}`, () => {
      assert.equal(parseCidrClearingHostBits(text), undefined);
    });
  }
});

describe("formatCidr", () => {
  it("formats a block such that it parses to the same block", () => {
    fc.assert(
      fc.property(samples, ({ text }) => assert.deepEqual(parseCidr(formatCidr(block(text))), block(text))),
    );
  });

  it("shortens IPv6 addresses", () => {
    assert.equal(formatCidr(block("2001:0db8:0:0::/56")), "2001:db8::/56");
  });
});

describe("addressAt", () => {
  it("returns the address at an offset", () => {
    assert.equal(addressAt(block("10.0.0.0/16"), 4), "10.0.0.4");
    assert.equal(addressAt(block("10.0.255.0/24"), 256), "10.1.0.0");
    assert.equal(addressAt(block("2001:db8::/64"), 16), "2001:db8::10");
  });
});

describe("ipv4Block", () => {
  it("returns the block that parsing its text returns", () => {
    assert.deepEqual(ipv4Block(0x0a010000n, 16), block("10.1.0.0/16"));
    assert.deepEqual(ipv4Block(0n, 0), block("0.0.0.0/0"));
    assert.equal(ipv4Size(16), 65_536);
    assert.equal(ipv4Size(0), 4_294_967_296);
  });
});

describe("overlapsCidr", () => {
  it("is true exactly when the network bits of one block begin those of the other", () => {
    fc.assert(
      fc.property(samples, samples, (one, other) => {
        const meet = one.network.startsWith(other.network) || other.network.startsWith(one.network);
        assert.equal(overlapsCidr(block(one.text), block(other.text)), meet);
        assert.equal(overlapsCidr(block(other.text), block(one.text)), meet);
      }),
    );
  });

  it("is false for neighbours", () => {
    assert.equal(overlapsCidr(block("10.0.0.0/17"), block("10.0.128.0/17")), false);
    assert.equal(overlapsCidr(block("10.2.0.0/16"), block("10.1.0.0/16")), false);
    assert.equal(overlapsCidr(block("2001:db8::/64"), block("2001:db8:0:1::/64")), false);
  });

  it("is true for a block of one address and itself", () => {
    assert.equal(overlapsCidr(block("10.0.0.1/32"), block("10.0.0.1/32")), true);
  });

  it("is false for the same numbers in two families", () => {
    assert.equal(overlapsCidr(block("0.0.0.0/0"), block("::/0")), false);
  });
});

describe("containsCidr", () => {
  it("is true exactly when the network bits of the outer block begin the inner's", () => {
    fc.assert(
      fc.property(samples, samples, (outer, inner) => {
        const within = inner.network.startsWith(outer.network);
        assert.equal(containsCidr(block(outer.text), block(inner.text)), within);
      }),
    );
  });

  it("is true only for the larger of two blocks", () => {
    assert.equal(containsCidr(block("10.0.0.0/15"), block("10.1.0.0/16")), true);
    assert.equal(containsCidr(block("10.1.0.0/16"), block("10.0.0.0/15")), false);
    assert.equal(containsCidr(block("0.0.0.0/0"), block("255.255.255.255/32")), true);
  });
});

describe("splitCidr", () => {
  it("returns equal parts that cover the block without a gap or an overlap", () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 0, max: 6 }), ({ text }, bits) => {
        const whole = block(text);
        fc.pre(whole.prefix + bits <= (whole.family === 4 ? 32 : 128));
        const parts = splitCidr(whole, 2 ** bits);

        assert.equal(parts.length, 2 ** bits);
        assert.equal(parts[0]?.first, whole.first);
        assert.equal(parts.at(-1)?.last, whole.last);
        for (const [index, part] of parts.entries()) {
          assert.equal(part.prefix, whole.prefix + bits);
          assert.deepEqual(parseCidr(formatCidr(part)), part);
          if (index > 0) assert.equal(part.first, (parts[index - 1]?.last ?? 0n) + 1n);
        }
      }),
    );
  });

  for (const count of [0, 3, 512]) {
    it(`refuses to split a /24 into ${count} blocks`, () => {
      assert.throws(() => splitCidr(block("10.0.0.0/24"), count), {
        name: "RangeError",
        message: `cannot split 10.0.0.0/24 into ${count} equal blocks`,
      });
    });
  }
});
