// starts processes
import assert from "node:assert/strict";
import { isSecret, withoutSecrets } from "../../../lab/engine/values/values";
import { done, TestWorld } from "./plugins/fixture";

describe("StackReference", () => {
  let world: TestWorld;
  before(async () => {
    world = new TestWorld();
    world.project.write("Pulumi.base.yaml", "config: {}\n");
    world.program(`module.exports = { zone: "z-1", list: [1, { a: null }], token: pulumi.secret("hush") };`);
    const ran = await world.up({ stack: "base" });
    assert.equal(ran.exitCode, 0, ran.errors.join("\n"));
  });
  after(() => world.remove());

  it("reads the outputs of another stack, keeps secrets, and changes nothing at a second up", async () => {
    world.program(`
      const base = new pulumi.StackReference("organization/golden/base");
      module.exports = {
        zone: base.requireOutput("zone"),
        list: base.requireOutput("list"),
        token: base.requireOutput("token"),
        missing: base.getOutput("nope").apply((value) => value === undefined),
      };
    `);
    const ran = await world.up();
    assert.equal(ran.exitCode, 0, ran.errors.join("\n"));
    const { token, ...open } = ran.outputs;
    assert.deepEqual(open, { zone: "z-1", list: [1, { a: null }], missing: true });
    assert.equal(isSecret(token), true);
    assert.equal(withoutSecrets(token ?? null), "hush");
    const { base } = await world.state();
    const reference = base.resources.find(({ type }) => type === "pulumi:pulumi:StackReference");
    assert.equal(reference?.external, true);
    assert.equal(reference?.id, "organization/golden/base");
    const second = await world.up();
    assert.deepEqual(done(second), ["read organization/golden/base"]);
    assert.deepEqual((await world.state()).base, base);
  });

  it("lists the existing stacks when a stack does not exist", async () => {
    world.program(`
      const base = new pulumi.StackReference("organization/golden/bass");
      module.exports = { zone: base.requireOutput("zone") };
    `);
    const ran = await world.preview();
    assert.equal(ran.exitCode, 1);
    assert.match(
      ran.errors.join("\n"),
      /unknown stack "organization\/golden\/bass"; stacks that exist: .*organization\/golden\/base/,
    );
  });

  it("names a missing output and its stack", async () => {
    world.program(`
      const base = new pulumi.StackReference("organization/golden/base");
      module.exports = { zone: base.requireOutput("nope") };
    `);
    const ran = await world.preview();
    assert.equal(ran.exitCode, 1);
    assert.match(ran.errors.join("\n"), /nope[\s\S]*organization\/golden\/base/);
  });
});
