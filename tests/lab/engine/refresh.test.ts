// starts processes
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { nameOf, TestWorld } from "./plugins/fixture";

describe("refresh", () => {
  it("removes only the references to a resource that was deleted outside the engine", async () => {
    const world = new TestWorld();
    try {
      world.program(`
        const at = { provider: new Provider("p", { region: "r1" }) };
        const group = new Group("group", at);
        const base = new Thing("base", {}, { parent: group });
        const below = new Thing("below", {}, { parent: base, dependsOn: base });
        new Thing("above", { of: base.arn, to: below.arn }, { ...at, deletedWith: base });
      `);
      const upped = await world.up();
      assert.equal(upped.exitCode, 0, upped.errors.join("\n"));
      const base = world.made().find(({ urn }) => nameOf(urn) === "base");
      fs.rmSync(path.join(world.cloud, `${base?.id}.json`));

      const refreshed = await world.refresh();

      assert.deepEqual(refreshed.errors, []);
      assert.deepEqual(
        refreshed.drift.map(({ urn, found }) => `${nameOf(urn)} ${found}`),
        ["base gone"],
      );
      const { group, below, above } = await world.resources();
      assert.equal(below?.parent, group?.urn, "the nearest parent that is left");
      assert.equal(below?.dependencies, undefined);
      assert.deepEqual(above?.dependencies, [below?.urn]);
      assert.deepEqual(above?.propertyDependencies, { to: [below?.urn] });
      assert.equal(above?.deletedWith, undefined);
    } finally {
      world.remove();
    }
  });
});
