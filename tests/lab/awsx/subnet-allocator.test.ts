import assert from "node:assert/strict";
import { inspect } from "node:util";
import * as fc from "fast-check";
import {
  containsCidr,
  formatCidr,
  ipv4Block,
  ipv4Size,
  overlapsCidr,
  parseIPv4Cidr,
} from "../../../common/cidr";
import { type AllocationRequest, allocateSubnets } from "../../../lab/awsx/subnet-allocator";
import type { SubnetShape } from "../../../lab/awsx/subnet-plan";

function block(source: string) {
  const cidr = parseIPv4Cidr(source);
  assert.ok(cidr, source);
  return cidr;
}

function blocks(request: Omit<AllocationRequest, "vpc"> & { vpc?: string }): string[] {
  const allocation = allocateSubnets({ ...request, vpc: block(request.vpc ?? "10.0.0.0/16") });
  assert.ok("plan" in allocation, inspect(allocation));
  return allocation.plan.map(({ name, zone, block }) => `${name}-${zone + 1} ${formatCidr(block)}`);
}

function faults(request: Omit<AllocationRequest, "vpc"> & { vpc?: string }): readonly string[] {
  const allocation = allocateSubnets({ ...request, vpc: block(request.vpc ?? "10.0.0.0/16") });
  assert.ok("faults" in allocation, inspect(allocation));
  return allocation.faults;
}

describe("allocateSubnets", () => {
  for (const strategy of ["Legacy", "Auto"] as const) {
    it(`splits each of three zones into /19 private and /20 public by ${strategy} without shapes`, () => {
      assert.deepEqual(blocks({ zones: 3, strategy }), [
        "private-1 10.0.0.0/19",
        "public-1 10.0.32.0/20",
        "private-2 10.0.64.0/19",
        "public-2 10.0.96.0/20",
        "private-3 10.0.128.0/19",
        "public-3 10.0.160.0/20",
      ]);
    });
  }

  it("refuses more subnets than a zone has addresses", () => {
    const shapes = Array.from(
      { length: 17 },
      (_, index): SubnetShape => ({ type: "Private", name: `n${index}` }),
    );
    for (const strategy of ["Legacy", "Auto"] as const) {
      assert.deepEqual(faults({ zones: 1, zoneBits: 28, strategy, shapes }), ["a subnet would be a /33"]);
    }
  });

  it("allocates private, then public, then isolated subnets by Legacy", () => {
    const shapes: SubnetShape[] = [
      { type: "Isolated" },
      { type: "Public" },
      { type: "Private", name: "app" },
    ];
    assert.deepEqual(blocks({ zones: 2, strategy: "Legacy", shapes }), [
      "app-1 10.0.0.0/19",
      "public-1 10.0.32.0/20",
      "isolated-1 10.0.48.0/24",
      "app-2 10.0.128.0/19",
      "public-2 10.0.160.0/20",
      "isolated-2 10.0.176.0/24",
    ]);
  });

  it("aligns a public subnet that is larger than the private one by Legacy", () => {
    const shapes: SubnetShape[] = [
      { type: "Private", bits: 24 },
      { type: "Public", bits: 20 },
    ];
    assert.deepEqual(blocks({ zones: 1, strategy: "Legacy", shapes }), [
      "private-1 10.0.0.0/24",
      "public-1 10.0.16.0/20",
    ]);
  });

  it("puts the second of two private subnets one size further by Legacy", () => {
    const shapes: SubnetShape[] = [
      { type: "Private", name: "app", bits: 24 },
      { type: "Private", name: "data", bits: 22 },
    ];
    assert.deepEqual(blocks({ zones: 1, strategy: "Legacy", shapes }), [
      "app-1 10.0.0.0/24",
      "data-1 10.0.4.0/22",
    ]);
  });

  it("keeps the order of shapes and aligns them by Auto", () => {
    const shapes: SubnetShape[] = [
      { type: "Public", bits: 24 },
      { type: "Private", bits: 20 },
      { type: "Isolated" },
    ];
    assert.deepEqual(blocks({ zones: 2, strategy: "Auto", shapes, zoneBits: 18 }), [
      "public-1 10.0.0.0/24",
      "private-1 10.0.16.0/20",
      "isolated-1 10.0.32.0/20",
      "public-2 10.0.64.0/24",
      "private-2 10.0.80.0/20",
      "isolated-2 10.0.96.0/20",
    ]);
  });

  it("takes the caller's blocks unchanged by Auto", () => {
    const shapes: SubnetShape[] = [{ type: "Public", blocks: [block("10.0.9.0/24"), block("10.0.7.0/24")] }];
    assert.deepEqual(blocks({ zones: 2, strategy: "Auto", shapes }), [
      "public-1 10.0.9.0/24",
      "public-2 10.0.7.0/24",
    ]);
  });

  it("reports blocks outside of the VPC and overlapping blocks", () => {
    const shapes: SubnetShape[] = [
      { type: "Public", blocks: [block("10.1.0.0/24")] },
      { type: "Private", blocks: [block("10.0.0.0/23")] },
      { type: "Isolated", blocks: [block("10.0.1.0/24")] },
    ];
    assert.deepEqual(faults({ zones: 1, strategy: "Auto", shapes }), [
      "public-1 (10.1.0.0/24) is not within 10.0.0.0/16",
      "isolated-1 (10.0.1.0/24) overlaps private-1 (10.0.0.0/23)",
    ]);
  });

  it("reports a Legacy layout that AWS would reject", () => {
    const shapes: SubnetShape[] = [
      { type: "Private", bits: 24 },
      { type: "Public", bits: 24 },
      { type: "Public", name: "edge", bits: 20 },
    ];
    assert.deepEqual(faults({ zones: 1, strategy: "Legacy", shapes }), [
      "edge-1 (10.0.17.0/20) does not start at a multiple of its size",
    ]);
  });

  it("reports the rest of the VPC by Exact without shapes", () => {
    assert.deepEqual(faults({ zones: 2, strategy: "Exact" }), [
      "no subnet covers the range between 10.0.64.0/19 and 10.0.128.0/18",
      "no subnet covers the range between 10.0.192.0/19 and the end of the VPC",
    ]);
  });

  it("accepts blocks that cover the VPC by Exact, and reports a gap", () => {
    const shapes: SubnetShape[] = [
      { type: "Public", bits: 18 },
      { type: "Unused", bits: 18 },
    ];
    assert.equal(blocks({ zones: 2, strategy: "Exact", shapes }).length, 4);
    assert.deepEqual(faults({ zones: 2, strategy: "Exact", shapes: shapes.slice(0, 1) }), [
      "no subnet covers the range between 10.0.0.0/18 and 10.0.128.0/18",
      "no subnet covers the range between 10.0.128.0/18 and the end of the VPC",
    ]);
  });

  it("reports both sizes when the subnets exceed their zone", () => {
    const shapes: SubnetShape[] = [
      { type: "Private", bits: 18 },
      { type: "Public", bits: 28 },
    ];
    assert.deepEqual(faults({ zones: 4, strategy: "Auto", shapes }), [
      "the subnets of a zone need 16400 addresses, and a zone has 16384",
    ]);
  });

  it("reports a VPC that is too small for its zones", () => {
    assert.deepEqual(faults({ vpc: "10.0.0.0/26", zones: 3, strategy: "Auto" }), [
      "a zone has a /28, too small for the default subnets",
    ]);
    assert.deepEqual(faults({ vpc: "10.0.0.0/27", zones: 4, strategy: "Auto" }), [
      "a zone would be a /29 of 10.0.0.0/27",
    ]);
    assert.deepEqual(faults({ zones: 1, strategy: "Auto", zoneBits: 12 }), [
      "a zone would be a /12 of 10.0.0.0/16",
    ]);
    assert.deepEqual(faults({ zones: 1, strategy: "Auto", shapes: [] }), ["there is no subnet"]);
  });

  it("aligns all blocks within the VPC without overlap, in the requested sizes", () => {
    const shape = fc.record({
      type: fc.constantFrom("Public", "Private", "Isolated", "Unused"),
      bits: fc.option(fc.integer({ min: 16, max: 28 }), { nil: undefined }),
    });
    const request = fc.record({
      vpc: fc
        .record({ bits: fc.integer({ min: 16, max: 26 }), place: fc.nat(255) })
        .map(({ bits, place }) => ipv4Block(BigInt(10 * 2 ** 24 + place * ipv4Size(bits)), bits)),
      zones: fc.integer({ min: 1, max: 6 }),
      strategy: fc.constantFrom("Legacy", "Auto", "Exact"),
      shapes: fc.option(fc.array(shape, { minLength: 1, maxLength: 6 }), { nil: undefined }),
    });
    let plans = 0;
    void fc.assert(
      fc.property(request, (allocationRequest) => {
        const allocation = allocateSubnets(allocationRequest as AllocationRequest);
        if ("faults" in allocation) return assert.notEqual(allocation.faults.length, 0);
        plans += 1;
        const legacy = allocationRequest.strategy === "Legacy";
        const shapes = allocationRequest.shapes?.filter(({ type }) => !(legacy && type === "Unused")) ?? [
          {},
          {},
        ];
        assert.equal(allocation.plan.length, shapes.length * allocationRequest.zones);
        for (const [index, { block, shape }] of allocation.plan.entries()) {
          assert.equal(block.first % BigInt(ipv4Size(block.prefix)), 0n);
          assert.ok(containsCidr(allocationRequest.vpc, block));
          assert.ok(allocation.plan.slice(0, index).every((other) => !overlapsCidr(other.block, block)));
          assert.equal(block.prefix, allocationRequest.shapes?.[shape]?.bits ?? block.prefix);
        }
      }),
      { numRuns: 2000 },
    );
    assert.ok(plans > 300, `only ${plans} plans in 2000 requests`);
  });
});
