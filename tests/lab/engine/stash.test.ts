// starts processes
import assert from "node:assert/strict";
import { done, TestWorld } from "./plugins/fixture";

describe("Stash", () => {
  let world: TestWorld;
  beforeEach(() => {
    world = new TestWorld();
  });
  afterEach(() => world.remove());

  async function deployProgram(program: string): Promise<Awaited<ReturnType<TestWorld["up"]>>> {
    world.program(program);
    const ran = await world.up();
    assert.equal(ran.exitCode, 0, ran.errors.join("\n"));
    return ran;
  }

  const program = (input: string, options = "{}") => `
    const stash = new pulumi.Stash("stash", { input: ${input} }, ${options});
    module.exports = { input: stash.input, output: stash.output };
  `;

  it("keeps the value that it was created with while its input changes", async () => {
    const first = await deployProgram(program('{ ttl: 60, note: pulumi.secret("hush") }'));
    assert.deepEqual(Object.keys(first.outputs), ["input", "output"]);

    await deployProgram(program("1"));
    const changed = await deployProgram(program("2"));
    assert.equal(changed.outputs["input"], 2);
    assert.deepEqual(done(changed), ["update stash"]);
    assert.deepEqual(done(await deployProgram(program("2"))), []);
  });

  it("takes the new value when it is replaced, and deletes dependants before", async () => {
    const program = (input: number) => `
      const options = { provider: new Provider("p", { region: "r1" }) };
      const stash = new pulumi.Stash("stash", { input: ${input} }, { replaceOnChanges: ["input"], deleteBeforeReplace: true });
      const first = new Thing("first", { size: ${input} }, { ...options, dependsOn: [stash] });
      new Thing("second", { fixed: pulumi.interpolate\`\${stash.output}-\${first.arn}\` }, options);
      module.exports = { output: stash.output };
    `;
    await deployProgram(program(1));
    world.program(program(2));
    const preview = await world.preview();
    assert.equal(preview.exitCode, 0, preview.errors.join("\n"));

    const changed = await deployProgram(program(2));
    assert.equal(changed.outputs["output"], 2);
    assert.deepEqual(done(changed), [
      "create-replacement second",
      "create-replacement stash",
      "delete-replaced second",
      "delete-replaced stash",
      "replace second",
      "replace stash",
      "update first",
    ]);
  });

  it("rejects other resources of the provider pulumi by their type", async () => {
    world.program('new pulumi.CustomResource("pulumi:index:Box", "box", {});');
    const ran = await world.up();

    assert.equal(ran.exitCode, 1);
    assert.match(ran.errors.join("\n"), /pulumi:index:Box is not known to the lab engine/);
  });
});
