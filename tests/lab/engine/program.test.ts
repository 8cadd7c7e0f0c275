// starts processes
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { done, isAlive, messages, type Ran, TestWorld, until } from "./plugins/fixture";

const BASE = `
  const at = { provider: new Provider("p", { region: "r1" }) };
  fs.writeFileSync("pid", String(process.pid));
`;

/** Programs that end otherwise than they should, each run over a stack that has `keep` in it. */
describe("up with a program that goes wrong", () => {
  let world: TestWorld;
  before(async () => {
    world = new TestWorld();
    program('new Thing("keep", {}, at);');
    assert.equal((await world.up()).exitCode, 0);
  });
  after(() => world.remove());
  afterEach(async () => {
    assert.ok(world.madeNames().includes("keep"), "nothing may be deleted");
    assert.ok("keep" in (await world.resources()));
  });

  function program(text: string): void {
    world.program(`const fs = require("node:fs"); ${BASE} ${text}`);
  }

  async function pid(): Promise<number> {
    const file = path.join(world.project.dir, "pid");
    return until(() =>
      fs.existsSync(file) ? Number(fs.readFileSync(file, "utf8")) || undefined : undefined,
    );
  }

  const endings: Readonly<Record<string, readonly [string, RegExp]>> = {
    "exits with 0 early": [
      "process.exit(0);",
      /exited before the following resource[\s\S]*registrations could complete/,
    ],
    "exits with 3": ["process.exit(3);", /the program ended with exit code 3/],
    "leaves a promise": [
      'new Thing("never", { value: new Promise(() => undefined) }, at);',
      /without registering never \[test:index:Thing\]; nothing was deleted/,
    ],
    throws: ['throw new Error("the tide is out");', /the tide is out[\s\S]*index\.js/],
    rejects: ['Promise.reject(new Error("ebb"));', /ebb/],
    "runs out of heap": [
      "const all = []; for (;;) all.push(new Array(1e5).fill(Math.random()));",
      /ran out of memory; give node more, in Pulumi\.yaml: runtime\.options\.nodeargs/,
    ],
  };
  for (const [ending, [text, expected]] of Object.entries(endings)) {
    it(`fails and deletes nothing when the program ${ending}`, async () => {
      program(text);
      if (ending.includes("heap")) {
        world.project.write(
          "Pulumi.yaml",
          "name: golden\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n    nodeargs: --max-old-space-size=40\nmain: index.js\n",
        );
      }
      const ran = await world.up();
      assert.equal(ran.exitCode, 1);
      assert.match(ran.errors.join("\n"), expected);
      assert.ok(!done(ran).some((step) => step.startsWith("delete")), done(ran).join());
      if (ending.includes("heap")) {
        world.project.write(
          "Pulumi.yaml",
          "name: golden\nruntime:\n  name: nodejs\n  options:\n    typescript: false\nmain: index.js\n",
        );
      }
    });
  }

  it("ends a program that loops for ever when it is cancelled, and frees the lock", async () => {
    fs.rmSync(path.join(world.project.dir, "pid"), { force: true });
    program("for (;;) {}");
    const cancel = new AbortController();
    const running = world.up({ signal: cancel.signal });
    const looping = await pid();
    cancel.abort();
    const ran = await running;
    assert.equal(ran.exitCode, 1);
    assert.match(ran.errors.join("\n") + messages(ran, "error").join("\n"), /cancelled/);
    assert.equal(isAlive(looping), false);
    program('new Thing("keep", {}, at);');
    assert.equal((await world.up()).exitCode, 0);
  });

  it("finishes and records a running create when the program is killed", async () => {
    fs.rmSync(path.join(world.project.dir, "pid"), { force: true });
    const whole = `
      const slow = new Thing("slow", { on: { create: "holdBefore" } }, at);
      new Thing("later", { of: slow.arn }, at);
    `;
    program(whole);
    const running = world.up();
    await world.seen("create", "slow");
    process.kill(await pid(), "SIGKILL");
    world.release();
    const ran = await running;
    assert.equal(ran.exitCode, 1);
    assert.match(ran.errors.join("\n"), /the program ended with killed by SIGKILL/);
    const { base } = await world.state();
    assert.deepEqual(base.pendingOperations, []);
    assert.ok("slow" in (await world.resources()));
    program(`new Thing("keep", {}, at); ${whole}`);
    const completed = await world.up();
    assert.equal(completed.exitCode, 0, completed.errors.join("\n"));
    assert.deepEqual(world.madeNames(), ["keep", "later", "slow"]);
  });
});

describe("up with a program that prints", () => {
  it("reports every line of both streams, from the first one on", async () => {
    const world = new TestWorld();
    try {
      world.program('console.log("first"); console.log("second"); console.error("third");');
      const ran = await world.up();
      assert.equal(ran.exitCode, 0, ran.errors.join("\n"));
      assert.deepEqual([...messages(ran, "info")].sort(), ["first", "second", "third"]);
    } finally {
      world.remove();
    }
  });
});

describe("up that is cancelled", () => {
  let world: TestWorld;
  beforeEach(() => {
    world = new TestWorld();
    world.program(`
      const at = { provider: new Provider("p", { region: "r1" }) };
      const slow = new Thing("slow", { on: { create: "holdAfter" } }, at);
      new Thing("later", { of: slow.arn }, at);
    `);
  });
  afterEach(() => world.remove());

  async function completes(): Promise<Ran> {
    world.release();
    const next = await world.up();
    assert.equal(next.exitCode, 0, next.errors.join("\n"));
    assert.deepEqual(world.madeNames(), ["later", "slow"]);
    assert.deepEqual((await world.state()).base.pendingOperations, []);
    return next;
  }

  it("finishes and records a running create after one cancel, and frees the lock", async () => {
    const cancel = new AbortController();
    const running = world.up({ signal: cancel.signal });
    await world.seen("create", "slow", "made");
    cancel.abort();
    world.release();
    const ran = await running;
    assert.equal(ran.exitCode, 1);
    assert.deepEqual(Object.keys(await world.resources()).sort(), ["golden-dev", "p", "slow"]);
    assert.deepEqual((await world.state()).base.pendingOperations, []);
    assert.equal(world.count("create", "later"), 0);
    const next = await completes();
    assert.deepEqual(next.notices, []);
  });

  it("exits with 8 after two cancels, and the next up adopts the pending create", async () => {
    const cancel = new AbortController();
    const kill = new AbortController();
    const running = world.up({ signal: cancel.signal, kill: kill.signal });
    await world.seen("create", "slow", "made");
    cancel.abort();
    kill.abort();
    const ran = await running;
    assert.equal(ran.exitCode, 8);
    const { base } = await world.state();
    assert.deepEqual(
      base.pendingOperations.map(({ type, resource }) => `${type} ${resource.urn.split("::").at(-1)}`),
      ["creating slow"],
    );
    const next = await completes();
    assert.equal(world.count("create", "slow"), 2, "begun and made, once"); // both notes are of the first run
    assert.match(
      messages(next, "info").join("\n"),
      /slow was being created when an earlier run ended; it was created as r1\.slow/,
    );
  });
});
