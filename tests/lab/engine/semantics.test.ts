// starts processes
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { done, nameOf, TestWorld } from "./plugins/fixture";

const TWO = `
  const one = { provider: new Provider("p1", { region: "r1" }) };
  const two = { provider: new Provider("p2", { region: "r2" }) };
`;

/** Text of a step's error, by the resource's name. */
function failures(ran: Awaited<ReturnType<TestWorld["up"]>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    ran.events.flatMap((event) =>
      event.kind === "step" && event.phase === "failed" ? [[nameOf(event.urn), event.error ?? ""]] : [],
    ),
  );
}

describe("the steps of an operation", () => {
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

  it("completes the other region when a resource fails, and lists its dependants as skipped", async () => {
    const program = (fault: string): string => `${TWO}
      const a = new Thing("a1", { size: 1 ${fault} }, one);
      const b = new Thing("b1", { of: a.arn }, one);
      new Thing("c1", { of: b.arn }, one);
      const a2 = new Thing("a2", {}, two);
      new Thing("b2", { of: a2.arn }, two);
    `;
    world.program(program(', on: { create: "fail" }'));
    const first = await world.up();
    assert.equal(first.exitCode, 1);
    assert.deepEqual(world.madeNames(), ["a2", "b2"]);
    assert.deepEqual(first.skipped.map(({ name }) => name).sort(), ["b1", "c1"]);
    assert.deepEqual(
      first.errors.filter((text) => !/a1 failed as requested/.test(text)),
      [],
      "no consequence is an error of its own",
    );

    await deployProgram(program(""));
    assert.deepEqual(world.madeNames(), ["a1", "a2", "b1", "b2", "c1"]);

    world.program(program(', more: 1, on: { update: "fail" }'));
    const failed = await world.up();
    assert.equal(failed.exitCode, 1);
    assert.deepEqual(world.madeNames(), ["a1", "a2", "b1", "b2", "c1"], "dependants of what failed are kept");
  });

  it("keeps what a failed update still refers to, and deletes it after the update", async () => {
    await deployProgram(`${TWO}
      const base = new Thing("base", {}, one);
      new Thing("user", { uses: base.id }, one);
    `);
    const without = (fault: string): string => `${TWO} new Thing("user", { size: 2 ${fault} }, one);`;
    world.program(without(', on: { update: "fail" }'));
    const failed = await world.up();
    assert.equal(failed.exitCode, 1);
    assert.deepEqual(world.madeNames(), ["base", "user"]);
    assert.equal(world.count("delete", "base"), 0, "its delete is not even tried");
    const held = await world.resources();
    assert.deepEqual(held["user"]?.dependencies?.map(nameOf), ["base"], "the old dependencies are kept");

    const completed = await deployProgram(without(""));
    assert.deepEqual(done(completed), ["delete base", "update user"]);
    assert.deepEqual(world.madeNames(), ["user"]);
  });

  it("deletes a removed region's resources by the provider of the state, then the provider", async () => {
    await deployProgram(`${TWO}
      const a = new Thing("a", {}, two);
      new Thing("b", { uses: a.id }, two);
      new Thing("kept", {}, one);
    `);
    const ran = await deployProgram(`
      const one = { provider: new Provider("p1", { region: "r1" }) };
      new Thing("kept", {}, one);
    `);
    const order = ran.events.flatMap((event) =>
      event.kind === "step" && event.phase === "done" && event.op === "delete" ? [nameOf(event.urn)] : [],
    );
    assert.deepEqual(order, ["b", "a", "p2"]);
    const deletes = world.calls().filter(({ op, phase }) => op === "delete" && phase === "done");
    assert.deepEqual(
      deletes.map(({ region }) => region),
      ["r2", "r2"],
    );
    assert.deepEqual(Object.keys(await world.resources()).sort(), ["golden-dev", "kept", "p1"]);
  });

  it("replaces the resources of a replaced provider, and deletes by the old one", async () => {
    await deployProgram(`
      const one = { provider: new Provider("p1", { region: "r1" }) };
      new Thing("gone", {}, one);
      new Thing("a", {}, one);
      new Thing("first", {}, { ...one, deleteBeforeReplace: true });
      new Thing("other", {}, { provider: new Provider("p2", { region: "r2" }) });
    `);
    const other = `{ provider: new Provider("p2", { region: "r2", size: 2 }) }`;
    const moved = `
      const one = { provider: new Provider("p1", { region: "r3" }) };
      const first = new Thing("first", {}, { ...one, deleteBeforeReplace: true });
      new Thing("a", { of: first.arn }, one);
      new Thing("other", {}, ${other});
    `;
    world.program(moved);
    const planned = await world.preview();
    const ran = await deployProgram(moved);
    const expected = [
      "create-replacement a",
      "create-replacement first",
      "create-replacement p1",
      "delete gone",
      "delete-replaced a",
      "delete-replaced first",
      "delete-replaced p1",
      "replace a",
      "replace first",
      "replace p1",
      "update p2",
    ];
    assert.deepEqual(done(ran), expected);
    assert.deepEqual(done(planned), expected);
    assert.deepEqual(
      world.made().map(({ id }) => id.replace(/\.[0-9a-f]+$/, "")),
      ["r2.other", "r3.a", "r3.first"],
    );
    assert.deepEqual((await deployProgram(moved)).errors, []);
  });

  it("keeps protected resources of a removed region and their provider, and lists each", async () => {
    await deployProgram(`${TWO}
      new Thing("x", {}, { ...two, protect: true });
      new Thing("y", {}, { ...two, protect: true });
      new Thing("z", {}, two);
      new Thing("kept", {}, { ...one, retainOnDelete: true });
    `);
    world.program('const one = { provider: new Provider("p1", { region: "r1" }) };');
    const preview = await world.preview();
    assert.equal(preview.exitCode, 1);
    assert.deepEqual(Object.keys(failures(preview)).sort(), ["x", "y"]);
    const ran = await world.up();
    assert.equal(ran.exitCode, 1);
    assert.deepEqual(Object.keys(failures(ran)).sort(), ["x", "y"]);
    assert.match(failures(ran)["x"] ?? "", /cannot be deleted\nbecause it is protected/);
    assert.deepEqual(Object.keys(await world.resources()).sort(), ["golden-dev", "p1", "p2", "x", "y"]);
    assert.deepEqual(world.madeNames(), ["kept", "x", "y"], "what is to be retained stays in the cloud");
    assert.equal(world.count("delete", "kept"), 0);
  });

  it("changes only targets of a glob, and names a new resource that they need", async () => {
    const program = (size: number, more = ""): string => `${TWO}
      new Thing("db-r1", { size: ${size} }, one);
      const other = new Thing("db-r2", { size: ${size} }, two);
      ${more}
    `;
    await deployProgram(program(1));
    world.program(program(2, 'new Thing("new-r2", {}, two);'));
    const ran = await world.up({ targets: ["*db-r1"] });
    assert.equal(ran.exitCode, 0, ran.errors.join("\n"));
    assert.deepEqual(done(ran), ["update db-r1"]);
    const held = await world.resources();
    assert.deepEqual(held["db-r2"]?.inputs, { size: 1 });
    assert.deepEqual(Object.keys(held).sort(), ["db-r1", "db-r2", "golden-dev", "p1", "p2"]);

    world.program(
      program(
        2,
        'const n = new Thing("new-r2", {}, two); new Thing("top-r1", { of: n.arn }, { ...one, dependsOn: n });',
      ),
    );
    const refused = await world.up({ targets: ["*-r1"] });
    assert.equal(refused.exitCode, 1);
    assert.match(
      refused.errors.join("\n"),
      /::top-r1 needs urn:pulumi:dev::golden::test:index:Thing::new-r2, which does not exist yet and is not a target/,
    );
    assert.deepEqual(world.madeNames(), ["db-r1", "db-r2"]);
    const gone = await world.destroy({ targets: ["*db-r2"] });
    assert.equal(gone.exitCode, 0, gone.errors.join("\n"));
    assert.deepEqual(world.madeNames(), ["db-r1"]);
  });

  it("writes a consistent state when a target's component depends on what is left out", async () => {
    world.program(`${TWO}
      class Part extends pulumi.ComponentResource {
        constructor(name, opts) {
          super("golden:index:Part", name, {}, opts);
          new Thing(name + "-inner", {}, { parent: this, ...one });
        }
      }
      const other = new Thing("other", {}, two);
      new Part("part", { dependsOn: other });
    `);
    const ran = await world.up({ targets: ["*part-inner"] });
    assert.equal(ran.exitCode, 0, ran.errors.join("\n"));
    assert.deepEqual(world.madeNames(), ["part-inner"]);
    const held = await world.resources();
    assert.deepEqual(Object.keys(held).sort(), ["golden-dev", "p1", "part", "part-inner"]);
    assert.equal(held["part"]?.dependencies, undefined);
  });

  it("refreshes resources deleted and changed outside the engine, and up restores them", async () => {
    await deployProgram(`${TWO}
      new Thing("gone", {}, one);
      new Thing("bent", { size: 1 }, one);
      new Thing("well", {}, one);
    `);
    const [bent, gone] = world.made();
    fs.rmSync(path.join(world.cloud, `${gone?.id}.json`));
    const file = path.join(world.cloud, `${bent?.id}.json`);
    fs.writeFileSync(
      file,
      JSON.stringify({ ...JSON.parse(fs.readFileSync(file, "utf8")), inputs: { size: 7 } }),
    );
    const blind = await world.up();
    assert.deepEqual(done(blind), [], "an up does not read");
    const refreshed = await world.refresh();
    assert.equal(refreshed.exitCode, 0, refreshed.errors.join("\n"));
    assert.deepEqual(refreshed.drift.map(({ urn, found }) => `${nameOf(urn)} ${found}`).sort(), [
      "bent changed",
      "gone gone",
    ]);
    const held = await world.resources();
    assert.deepEqual(held["bent"]?.inputs, { size: 7 });
    assert.equal(held["gone"], undefined);
    assert.deepEqual((await world.refresh()).drift, []);
    const ran = await world.up();
    assert.deepEqual(done(ran), ["create gone", "update bent"]);
    assert.deepEqual(world.madeNames(), ["bent", "gone", "well"]);
  });

  it("creates nothing when a child, a parent and a type are renamed with aliases", async () => {
    await deployProgram(`${TWO}
      const group = new Group("seoul");
      const a = new Thing("seoul-a", {}, { ...one, parent: group });
      new Thing("user", { uses: a.id }, one);
      new Thing("old", {}, one);
    `);
    const before = world.made();
    const ran = await deployProgram(`${TWO}
      const group = new Group("busan", { aliases: [{ name: "seoul", type: "test:index:Group" }] }, "Region");
      const a = new Thing("busan-a", {}, { ...one, parent: group });
      new Thing("user", { uses: a.id }, one);
      new Thing("new", {}, { ...one, aliases: [{ name: "old", type: "test:index:Thing" }] }, "Widget");
    `);
    assert.deepEqual(done(ran), []);
    assert.deepEqual(world.made(), before);
    const held = await world.resources();
    assert.equal(held["busan-a"]?.urn, "urn:pulumi:dev::golden::test:index:Region$test:index:Thing::busan-a");
    assert.deepEqual(held["user"]?.dependencies?.map(nameOf), ["busan-a"]);
    assert.equal(held["new"]?.type, "test:index:Widget");
    assert.equal(held["seoul"], undefined);
    assert.deepEqual(done(await world.up()), []);
  });

  it("replaces a resource only when its replacement trigger changes", async () => {
    const program = (trigger: string): string =>
      `${TWO} new Thing("a", {}, { ...one, replacementTrigger: ${JSON.stringify(trigger)} });`;
    await deployProgram(program("v1"));
    assert.deepEqual(done(await deployProgram(program("v1"))), []);
    const ran = await deployProgram(program("v2"));
    assert.deepEqual(done(ran), ["create-replacement a", "delete-replaced a", "replace a"]);
    assert.deepEqual(world.madeNames(), ["a"]);
  });

  it("completes a replacement and its dependants after a failed create", async () => {
    const program = (version: number, fault = ""): string => `${TWO}
      const a = new Thing("a", { fixed: ${version}, deleteFirst: true ${fault} }, one);
      const b = new Thing("b", { fixed: a.arn, uses: a.id }, one);
      new Thing("c", { of: b.id }, one);
    `;
    await deployProgram(program(1));
    world.program(program(2, ', on: { create: "fail" }'));
    const failed = await world.up();
    assert.equal(failed.exitCode, 1);
    const held = await world.resources();
    assert.equal(held["a"]?.pendingReplacement, true);
    assert.ok(!world.madeNames().includes("a"));
    const completed = await deployProgram(program(2));
    assert.deepEqual(world.madeNames(), ["a", "b", "c"]);
    assert.ok(done(completed).includes("replace a"));
    assert.deepEqual(done(await world.up()), []);
    const [a, b, c] = world.made();
    assert.equal(b?.inputs["uses"], a?.id);
    assert.equal(c?.inputs["of"], b?.id);
  });

  it("refuses a second up with the first one's process, but not a preview", async () => {
    world.program(`${TWO} new Thing("a", { on: { create: "holdBefore" } }, one);`);
    const first = world.up();
    await world.seen("create", "a");
    await assert.rejects(world.up(), new RegExp(`golden/dev: process ${process.pid} of .* holds the lock`));
    const preview = await world.preview();
    assert.equal(preview.exitCode, 0, preview.errors.join("\n"));
    world.release();
    assert.equal((await first).exitCode, 0);
    assert.deepEqual(world.madeNames(), ["a"]);
  });

  it("answers the program's calls to the engine, or refuses them by name", async () => {
    world.program(`${TWO}
      const answer = pulumi.runtime.invoke("test:index:echo", { a: 1 }, two);
      const refused = pulumi.runtime.invoke("test:index:echo", { refuse: true }, two).then(() => "", (e) => e.message);
      module.exports = (async () => ({
        region: (await answer).region,
        refused: await refused,
        old: await pulumi.runtime.requirePulumiVersion(">=3.0.0").then(() => "met"),
        future: await pulumi.runtime.requirePulumiVersion(">=9.0.0").then(() => "met", (e) => e.message),
      }))();
    `);
    const ran = await world.up();
    assert.equal(ran.exitCode, 0, ran.errors.join("\n"));
    assert.equal(ran.outputs["region"], "r2");
    assert.equal(ran.outputs["old"], "met");
    assert.match(String(ran.outputs["refused"]), /refused as requested/);
    assert.match(
      String(ran.outputs["future"]),
      /Pulumi CLI version .* does not satisfy the version range ">=9\.0\.0"/,
    );
  });

  it("creates a default provider from the configuration unless they are disabled", async () => {
    const program = 'new Thing("a");';
    world.program(program);
    const refused = await world.up();
    assert.equal(refused.exitCode, 1);
    assert.match(
      refused.errors.join("\n"),
      /Default provider for 'test' disabled\. 'urn:pulumi:dev::golden::test:index:Thing::a' must use an explicit provider/,
    );
    world.project.write("Pulumi.dev.yaml", "config:\n  test:region: r9\n");
    await deployProgram(program);
    assert.match(world.made()[0]?.id ?? "", /^r9\.a\./);
    assert.equal((await world.resources())["default"]?.parent, undefined);
  });

  it("names the resource whose default provider cannot be created", async () => {
    world.project.write("Pulumi.dev.yaml", "config:\n  test:region: zz-nope-9\n");
    world.program('new Thing("a");');
    const refused = await world.up();
    assert.equal(refused.exitCode, 1);
    assert.match(
      refused.errors.join("\n"),
      /the default provider of package test, which 'urn:pulumi:dev::golden::test:index:Thing::a' needs, could not be created; give the resource an explicit provider/,
    );
  });

  it("refuses an invalid list of packages before it locks the stack", async () => {
    world.program("");
    world.project.write("Pulumi.dev.yaml", "config:\n  pulumi:disable-default-providers: all of them\n");
    await assert.rejects(world.up(), {
      code: "LAB_CONFIG",
      message: /pulumi:disable-default-providers is all of them, expected a list of package names/,
    });
    world.project.write("Pulumi.dev.yaml", "config: {}\n");
    assert.equal((await world.up()).exitCode, 0);
  });

  it("names a region that its provider refuses, and creates no resource", async () => {
    world.program(`
      const bad = { provider: new Provider("bad", { region: "zz-nope-9" }) };
      new Thing("a", {}, bad);
    `);
    const ran = await world.up();
    assert.equal(ran.exitCode, 1);
    assert.match(ran.errors.join("\n"), /'bad': property region has a problem: zz-nope-9 is no region/);
    assert.deepEqual(world.madeNames(), []);
  });

  it("names the searched folders for a provider that is not simulated", async () => {
    world.program(`
      class Other extends pulumi.ProviderResource { constructor(name) { super("random", name, {}); } }
      new Other("r");
    `);
    const ran = await world.up();
    assert.equal(ran.exitCode, 1);
    assert.match(
      ran.errors.join("\n"),
      /package "random" has no plugin pulumi-resource-random in .*tests\/lab\/engine\/plugins; the lab runs simulated providers only/,
    );
  });
});
