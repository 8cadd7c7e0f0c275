// starts processes
import assert from "node:assert/strict";
import { done, nameOf, TestWorld } from "./plugins/fixture";

describe("up with a provider that misbehaves", () => {
  let world: TestWorld;
  beforeEach(() => {
    world = new TestWorld();
  });
  afterEach(() => world.remove());

  it("names each faulty resource, completes the others and records all that was created", async () => {
    world.program(`
      const at = { provider: new Provider("p", { region: "r1" }) };
      new Thing("no-id", { on: { create: "noId" } }, at);
      new Thing("unknown", { on: { create: "unknown" } }, at);
      new Thing("partial", { on: { create: "partial" } }, at);
      new Thing("refused", { on: { check: "fail" } }, at);
      new Thing("failed", { on: { create: "fail" } }, at);
      const types = new Thing("types", { on: { create: "types" } }, at);
      new Thing("uses-types", { value: types.arn }, at);
      new Thing("well", {}, at);
    `);
    const first = await world.up();
    assert.equal(first.exitCode, 1);
    const of = (name: string): string | undefined => {
      const step = first.events.find(
        (event) => event.kind === "message" && event.urn !== undefined && nameOf(event.urn) === name,
      );
      return step?.kind === "message" ? step.text : undefined;
    };
    assert.equal(
      of("no-id"),
      "urn:pulumi:dev::golden::test:index:Thing::no-id: the provider returned no id for the resource that it created",
    );
    assert.match(of("unknown") ?? "", /output arn is unknown after the operation/);
    assert.match(of("partial") ?? "", /not ready, as requested/);
    assert.match(
      of("refused") ?? "",
      /'refused': property on\.check has a problem: check failed as requested/,
    );
    assert.match(of("failed") ?? "", /create of failed failed as requested/);
    const held = await world.resources();
    assert.deepEqual(
      Object.keys(held).sort(),
      ["golden-dev", "p", "partial", "types", "unknown", "uses-types", "well"],
      "what exists under an id is in the state, ready or not",
    );
    assert.deepEqual(held["unknown"]?.initErrors, ["output arn is unknown after the operation"]);
    assert.equal(held["unknown"]?.outputs?.["arn"], null);
    assert.deepEqual(held["uses-types"]?.inputs, { value: { nested: [1, null, "two"] } });
    assert.deepEqual((await world.state()).base.pendingOperations, []);

    world.program(`
      const at = { provider: new Provider("p", { region: "r1" }) };
      new Thing("unknown", { on: { create: "unknown" } }, at);
      new Thing("partial", { on: { create: "partial" } }, at);
      const types = new Thing("types", { on: { create: "types" } }, at);
      new Thing("uses-types", { value: types.arn }, at);
      new Thing("well", {}, at);
    `);
    const second = await world.up();
    assert.equal(second.exitCode, 0, second.errors.join("\n"));
    assert.deepEqual(done(second), ["update partial", "update unknown"], "what was not ready is updated");
    assert.equal((await world.resources())["unknown"]?.initErrors, undefined);
  });
});
