// starts processes
import assert from "node:assert/strict";
import { TestWorld } from "./plugins/fixture";

describe("transforms", () => {
  let world: TestWorld;
  beforeEach(() => {
    world = new TestWorld();
  });
  afterEach(() => world.remove());

  async function deployProgram(program: string): Promise<void> {
    world.program(`const provider = new Provider("p", { region: "r1" });\n${program}`);
    const ran = await world.up();
    assert.deepEqual(ran.errors, []);
    assert.equal(ran.exitCode, 0);
  }

  async function resource(name: string) {
    const { base } = await world.state();
    const state = base.resources.find(({ urn }) => urn.endsWith(`::${name}`));
    assert.ok(state, name);
    return state;
  }

  it("run for the resource first, then for its ancestors and the stack", async () => {
    await deployProgram(`
      const add = (word) => ({ type, props, opts }) => type === "test:index:Thing"
        ? { props: { ...props, note: (props.note ?? "") + word }, opts } : undefined;
      pulumi.runtime.registerResourceTransform(add("s"));
      const outer = new Group("outer", { provider, transforms: [add("o")] });
      const inner = new Group("inner", { parent: outer, transforms: [add("i")] });
      new Thing("a", { size: 1 }, { parent: inner, transforms: [add("a")] });
      new Thing("b", { size: 1 }, { provider });
    `);

    assert.deepEqual(
      [(await resource("a")).inputs?.["note"], (await resource("b")).inputs?.["note"]],
      ["aios", "s"],
    );
    assert.equal((await resource("a")).inputs?.["size"], 1);
  });

  it("change options, and keep dependencies and secrets", async () => {
    await deployProgram(`
      const first = new Thing("first", {}, { provider });
      new Thing("second", { of: first.arn, token: pulumi.secret("hush") }, {
        provider,
        protect: false,
        transforms: [({ props, opts }) => ({
          props: { ...props, size: 2 },
          opts: pulumi.mergeOptions(opts, { retainOnDelete: true, ignoreChanges: ["note"] }),
        })],
      });
    `);

    const second = await resource("second");
    const first = await resource("first");
    assert.deepEqual([second.retainOnDelete, second.ignoreChanges], [true, ["note"]]);
    assert.deepEqual(second.propertyDependencies?.["of"], [first.urn]);
    assert.deepEqual([second.inputs?.["of"], second.inputs?.["size"]], [first.outputs?.["arn"], 2]);
    assert.notEqual(second.inputs?.["token"], "hush");
  });

  it("fail the run with the name of the resource when they throw", async () => {
    world.program(`
      const provider = new Provider("p", { region: "r1" });
      new Thing("a", {}, { provider, transforms: [() => { throw new Error("no such luck"); }] });
    `);
    const ran = await world.up();

    assert.equal(ran.exitCode, 1);
    assert.match(ran.errors.join("\n"), /a \[test:index:Thing\]: transform failed: Error: no such luck/);
  });
});
