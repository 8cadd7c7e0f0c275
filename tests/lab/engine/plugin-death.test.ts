import assert from "node:assert/strict";
import { done, TestWorld, told } from "./plugins/world";

describe("up while a plugin dies", function () {
  this.timeout(120_000);
  let world: TestWorld;
  beforeEach(() => {
    world = new TestWorld();
  });
  afterEach(() => world.remove());

  const program = (mode: string): string => `
    const one = { provider: new Provider("p1", { region: "r1" }) };
    const two = { provider: new Provider("p2", { region: "r2" }) };
    const a = new Thing("a", { on: { create: ${JSON.stringify(mode)} } }, one);
    new Thing("b", { of: a.arn }, one);
    const c = new Thing("c", {}, two);
    new Thing("d", { of: c.arn }, two);
  `;

  for (const mode of ["dieBefore", "dieAfter"]) {
    it(`given a plugin that can be asked, when it dies once (${mode} the create), then it is started again and nothing is there twice`, async () => {
      world.program(program(mode));
      const ran = await world.up();
      assert.equal(ran.exitCode, 0, ran.errors.join("\n"));
      assert.deepEqual(world.madeNames(), ["a", "b", "c", "d"]);
      assert.equal(world.calls().filter(({ op }) => op === "start").length, 2);
      assert.deepEqual((await world.state()).base.pendingOperations, []);
    });
  }

  it("given a plugin that dies again and again, when up runs, then it is started again once, and what it was at stays pending", async () => {
    world.program(program("dieAlways"));
    const ran = await world.up();
    assert.equal(ran.exitCode, 1);
    assert.match(
      ran.errors.join("\n"),
      /pulumi-resource-test ended \(killed by SIGKILL\) in the middle of a call/,
    );
    assert.equal(world.calls().filter(({ op }) => op === "start").length, 2);
    const { base } = await world.state();
    assert.ok(
      base.pendingOperations.some(({ resource, type }) => /::a$/.test(resource.urn) && type === "creating"),
    );
    assert.ok(!world.madeNames().includes("a"));

    world.program(program("").replace('on: { create: "" }', ""));
    const again = await world.up();
    assert.equal(again.exitCode, 0, again.errors.join("\n"));
    assert.deepEqual(world.madeNames(), ["a", "b", "c", "d"]);
    assert.deepEqual((await world.state()).base.pendingOperations, []);
  });

  it("given a foreign plugin, when it dies after a create, then the create stays pending, the other region goes on, and it is cleared only when asked", async () => {
    world.knowsTokens = false;
    world.program(program("dieAfter"));
    const ran = await world.up();
    assert.equal(ran.exitCode, 1);
    assert.deepEqual(world.madeNames(), ["a", "c", "d"]);
    const [pending, ...more] = (await world.state()).base.pendingOperations;
    assert.deepEqual(more, []);
    assert.equal(pending?.type, "creating");
    assert.match(pending?.resource.urn ?? "", /::a$/);
    assert.deepEqual(Object.keys(await world.resources()).sort(), ["c", "d", "golden-dev", "p1", "p2"]);
    assert.deepEqual(ran.skipped, [{ type: "test:index:Thing", name: "b" }]);

    const refreshed = await world.refresh();
    assert.equal((await world.state()).base.pendingOperations.length, 1);
    assert.match(
      told(refreshed, "warning").join("\n"),
      /::a was being created .* cannot tell whether it was/,
    );

    await world.refresh({ clearPendingCreates: true });
    assert.deepEqual((await world.state()).base.pendingOperations, []);
  });

  it("given a plugin that dies in an update and in a delete, when it is started again, then both are done", async () => {
    world.program(`
      const one = { provider: new Provider("p1", { region: "r1" }) };
      new Thing("u", { size: 1, on: { delete: "dieAfter" } }, one);
      new Thing("x", { on: { delete: "dieBefore" } }, one);
    `);
    assert.equal((await world.up()).exitCode, 0);
    world.program(`
      const one = { provider: new Provider("p1", { region: "r1" }) };
      new Thing("u", { size: 2, on: { update: "dieAfter", delete: "dieAfter" } }, one);
    `);
    const changed = await world.up();
    assert.equal(changed.exitCode, 1, "it may be started again once in a run, and died twice");
    assert.deepEqual(done(changed), ["update u"]);
    const completed = await world.up();
    assert.equal(completed.exitCode, 0, completed.errors.join("\n"));
    assert.deepEqual(world.madeNames(), ["u"]);
    const destroyed = await world.destroy();
    assert.equal(destroyed.exitCode, 0, destroyed.errors.join("\n"));
    assert.deepEqual(world.madeNames(), []);
  });
});
