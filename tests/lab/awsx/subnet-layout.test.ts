import assert from "node:assert/strict";
import { inspect } from "node:util";
import { ipv4Block } from "../../../common/cidr";
import { allocateSubnets } from "../../../lab/awsx/subnet-allocator";
import { resolveLayout } from "../../../lab/awsx/subnet-layout";
import type { SubnetShape } from "../../../lab/awsx/subnet-plan";

const vpc = ipv4Block(0x0a_00_00_00n, 16);

function planOf(strategy: "Legacy" | "Auto", zones: number, shapes?: SubnetShape[]) {
  const allocation = allocateSubnets({ vpc, zones, strategy, shapes });
  assert.ok("plan" in allocation, inspect(allocation));
  return allocation.plan;
}

describe("resolveLayout", () => {
  it("returns the default subnets once for all zones", () => {
    assert.deepEqual(resolveLayout(planOf("Legacy", 3), undefined), [
      { type: "Private", cidrMask: 19, size: 8192 },
      { type: "Public", cidrMask: 20, size: 4096 },
    ]);
  });

  it("returns a Legacy layout with a gap for which Auto allocates the same blocks", () => {
    const legacy = planOf("Legacy", 2, [
      { type: "Public", bits: 20 },
      { type: "Private", name: "app", bits: 24 },
    ]);

    const layout = resolveLayout(legacy, undefined);

    assert.deepEqual(layout, [
      { type: "Private", cidrMask: 24, size: 256, name: "app" },
      { type: "Unused", cidrMask: 24, size: 256 },
      { type: "Unused", cidrMask: 23, size: 512 },
      { type: "Unused", cidrMask: 22, size: 1024 },
      { type: "Unused", cidrMask: 21, size: 2048 },
      { type: "Public", cidrMask: 20, size: 4096 },
    ]);
    const shapes = layout.map(({ type, name, cidrMask }) => ({ type, name, bits: cidrMask }));
    const auto = planOf("Auto", 2, shapes).filter(({ type }) => type !== "Unused");
    assert.deepEqual(
      auto.map(({ name, block }) => ({ name, block })),
      legacy.map(({ name, block }) => ({ name, block })),
    );
  });

  it("fills a gap that ends within a larger block", () => {
    const ofBits = (name: string, bits: number): SubnetShape => ({ type: "Private", name, bits });
    const legacy = planOf("Legacy", 1, [ofBits("a", 24), ofBits("b", 24), ofBits("c", 24), ofBits("d", 23)]);
    assert.deepEqual(
      resolveLayout(legacy, undefined).map(({ type, name = "", cidrMask }) => `${type} ${name} /${cidrMask}`),
      ["Private a /24", "Private b /24", "Private c /24", "Unused  /24", "Unused  /23", "Private d /23"],
    );
  });

  it("returns the caller's blocks", () => {
    const shapes: SubnetShape[] = [{ type: "Public", blocks: [ipv4Block(vpc.first, 24)] }];
    assert.deepEqual(resolveLayout(planOf("Auto", 1, shapes), shapes), [
      { type: "Public", cidrBlocks: ["10.0.0.0/24"] },
    ]);
  });
});
