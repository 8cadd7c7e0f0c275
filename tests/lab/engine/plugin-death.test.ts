// starts processes
import assert from "node:assert/strict";
import { done, messages, TestWorld, until } from "./plugins/fixture";

describe("up while a plugin dies", () => {
  let world: TestWorld;
  beforeEach(() => {
    world = new TestWorld();
  });
  afterEach(() => world.remove());

  const starts = (): number => world.calls().filter(({ op }) => op === "start").length;

  const program = (mode: string): string => `
    const one = { provider: new Provider("p1", { region: "r1" }) };
    const two = { provider: new Provider("p2", { region: "r2" }) };
    const a = new Thing("a", { on: { create: ${JSON.stringify(mode)} } }, one);
    new Thing("b", { of: a.arn }, one);
    const c = new Thing("c", {}, two);
    new Thing("d", { of: c.arn }, two);
  `;

  for (const mode of ["dieBefore", "dieAfter"]) {
    it(`restarts a plugin that dies once (${mode} the create) and creates nothing twice`, async () => {
      world.program(program(mode));
      const ran = await world.up();
      assert.equal(ran.exitCode, 0, ran.errors.join("\n"));
      assert.deepEqual(world.madeNames(), ["a", "b", "c", "d"]);
      assert.equal(starts(), 2);
      assert.deepEqual((await world.state()).base.pendingOperations, []);
    });
  }

  for (const dies of ["checkConfig", "configure"]) {
    it(`restarts a plugin that dies in the ${dies} of one more provider and misses nothing`, async () => {
      world.program(`
        const one = { provider: new Provider("p1", { region: "r1" }) };
        const a = new Thing("a", {}, one);
        const two = { provider: new Provider("p2", { region: "r2", after: a.arn, dies: "${dies}" }) };
        new Thing("b", {}, one);
        new Thing("c", {}, two);
      `);
      const ran = await world.up();
      assert.equal(ran.exitCode, 0, ran.errors.join("\n"));
      assert.deepEqual(world.madeNames(), ["a", "b", "c"]);
      assert.equal(starts(), 2);
    });
  }

  it("restarts a plugin that dies in diffConfig and updates the provider", async () => {
    const changed = (size: number): string =>
      `new Thing("a", {}, { provider: new Provider("p1", { region: "r1", size: ${size}, dies: "diffConfig" }) });`;
    world.program(changed(1));
    assert.equal((await world.up()).exitCode, 0);
    assert.equal(starts(), 1);
    world.program(changed(2));
    const ran = await world.up();
    assert.equal(ran.exitCode, 0, ran.errors.join("\n"));
    assert.deepEqual(done(ran), ["update p1"]);
    assert.equal(starts(), 3);
  });

  it("restarts a plugin for both providers when it dies of opening the second", async () => {
    world.dieAtOpen = true;
    world.program(`
      const one = { provider: new Provider("p1", { region: "r1" }) };
      const a = new Thing("a", {}, one);
      new Thing("b", {}, { provider: new Provider("p2", { region: "r2", after: a.arn }) });
      new Thing("c", { of: a.arn }, one);
    `);
    const ran = await world.up();
    assert.equal(ran.exitCode, 0, ran.errors.join("\n"));
    assert.deepEqual(world.madeNames(), ["a", "b", "c"]);
    assert.equal(starts(), 2);
  });

  it("restarts a plugin once for several creates in progress, and creates each once", async () => {
    world.program(`
      const one = { provider: new Provider("p1", { region: "r1" }) };
      new Thing("a", { on: { create: "dieWhenTold" } }, one);
      new Thing("b", { on: { create: "holdBefore" } }, one);
    `);
    const running = world.up();
    await Promise.all([world.seen("create", "a"), world.seen("create", "b")]);
    world.release("die");
    await until(() => starts() === 2);
    world.release();
    const ran = await running;
    assert.equal(ran.exitCode, 0, ran.errors.join("\n"));
    assert.deepEqual(world.madeNames(), ["a", "b"]);
    assert.equal(starts(), 2);
    assert.deepEqual((await world.state()).base.pendingOperations, []);
  });

  it("restarts a plugin only once, and leaves its operations pending when it dies again", async () => {
    world.program(program("dieAlways"));
    const ran = await world.up();
    assert.equal(ran.exitCode, 1);
    assert.match(ran.errors.join("\n"), /pulumi-resource-test ended \(killed by SIGKILL\) during a call/);
    assert.equal(starts(), 2);
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

  it("keeps a create pending when a foreign plugin dies, until it is cleared explicitly", async () => {
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
      messages(refreshed, "warning").join("\n"),
      /::a was being created .* does not know whether it was created/,
    );

    await world.refresh({ clearPendingCreates: true });
    assert.deepEqual((await world.state()).base.pendingOperations, []);
  });

  it("completes an update and a delete in which the plugin died", async () => {
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
