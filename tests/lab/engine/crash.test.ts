// starts processes
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import type { StateSession } from "../../../lab/engine/state";
import { isAlive, messages, nameOf, TestWorld, until } from "./plugins/fixture";

const ENGINE = path.join(__dirname, "plugins/run-engine.ts");

describe("up after the engine was killed", () => {
  let world: TestWorld;
  let engine: ChildProcess | undefined;
  beforeEach(() => {
    world = new TestWorld();
  });
  afterEach(() => {
    engine?.kill("SIGKILL");
    world.remove();
  });

  /** Programs and plugins that have this world's folder in their environment or arguments. */
  function descendants(): readonly number[] {
    return fs
      .readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => pid !== process.pid && pid !== engine?.pid && isAlive(pid) && isOurs(pid));
  }

  function isOurs(pid: number): boolean {
    try {
      const contents = ["cmdline", "environ"].map((file) => fs.readFileSync(`/proc/${pid}/${file}`, "utf8"));
      return contents.some((text) => text.includes(world.cloud) || text.includes(world.project.dir));
    } catch {
      return false; // the process has just ended, or belongs to another user
    }
  }

  it("creates each resource once after kill -9 during two creates, and leaves no child process", async () => {
    world.program(`
      const at = { provider: new Provider("p", { region: "r1" }) };
      const done = new Thing("done", {}, at);
      new Thing("made", { of: done.arn, on: { create: "holdAfter" } }, at);
      new Thing("begun", { of: done.arn, on: { create: "holdBefore" } }, at);
    `);
    engine = spawn(process.execPath, ["--import", "tsx", ENGINE, world.project.dir], {
      env: { ...process.env, ...world.env },
      stdio: ["ignore", "ignore", "inherit"],
    });
    await Promise.all([world.seen("create", "made", "made"), world.seen("create", "begun", "begun")]);
    assert.ok(descendants().length >= 2, "a program and a plugin run");
    engine.kill("SIGKILL");
    await once(engine, "exit");
    await until(() => descendants().length === 0);
    assert.deepEqual(world.madeNames(), ["done", "made"]);
    const { base } = await world.state();
    assert.deepEqual(
      base.pendingOperations.map(({ type, resource }) => `${type} ${nameOf(resource.urn)}`).sort(),
      ["creating begun", "creating made"],
    );
    world.release();
    const preview = await world.preview();
    assert.match(
      messages(preview, "warning").join("\n"),
      /::made was being created when an earlier run ended/,
    );

    const next = await world.up();
    assert.equal(next.exitCode, 0, next.errors.join("\n"));
    assert.deepEqual(world.madeNames(), ["begun", "done", "made"]);
    assert.match(next.notices.join("\n"), /took the lock of process \d+ on .*, which is dead/);
    assert.match(next.notices.join("\n"), /journal/);
    assert.match(
      messages(next, "info").join("\n"),
      /::made was being created .*; it was created as r1\.made\./,
    );
    assert.match(messages(next, "info").join("\n"), /::begun was being created .*; it was not created/);
    assert.deepEqual((await world.state()).base.pendingOperations, []);
  });
});

const BEFORE = `
  const one = { provider: new Provider("p1", { region: "r1" }) };
  const a = new Thing("a", { size: 1 }, one);
  const b = new Thing("b", { fixed: 1, uses: a.id }, one);
  new Thing("c", { uses: b.id }, one);
  new Thing("first", { fixed: 1, deleteFirst: true }, one);
`;
const AFTER = `
  const one = { provider: new Provider("p1", { region: "r1" }) };
  const two = { provider: new Provider("p2", { region: "r2" }) };
  const a = new Thing("a", { size: 2 }, one);
  new Thing("b", { fixed: 2, uses: a.id }, one);
  new Thing("first", { fixed: 2, deleteFirst: true }, one);
  new Thing("d", {}, { ...two, parent: new Group("g") });
`;

class Crash extends Error {}

/** A session that dies at its k-th append: with it written down, or without. After that nothing is written any more. */
function dying(
  session: StateSession,
  k: number,
  isWritten: boolean,
  note: (records: Parameters<StateSession["append"]>[0]) => void,
): StateSession {
  let appends = 0;
  return new Proxy(session, {
    get(target, key) {
      if (key === "append") {
        return async (records: Parameters<StateSession["append"]>[0]) => {
          appends += 1;
          if (appends > k || (appends === k && !isWritten)) throw new Crash("the engine is dead");
          await target.append(records);
          note(records);
          if (appends === k) throw new Crash("the engine is dead");
        };
      }
      if (key === "close" && appends >= k) return () => target.abandon();
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

describe("up after a crash at any journal record", () => {
  let template: TestWorld;
  before(async () => {
    template = new TestWorld();
    template.program(BEFORE);
    const ran = await template.up();
    assert.equal(ran.exitCode, 0, ran.errors.join("\n"));
    template.program(AFTER);
  });
  after(() => template.remove());

  function copy(): TestWorld {
    const world = new TestWorld();
    for (const name of [".pulumi", "cloud", "index.js"]) {
      fs.cpSync(path.join(template.project.dir, name), path.join(world.project.dir, name), {
        recursive: true,
      });
    }
    return world;
  }

  /** The state without ids and times, which differ from run to run. */
  async function shape(world: TestWorld): Promise<unknown> {
    const { base } = await world.state();
    assert.deepEqual(base.pendingOperations, []);
    const text = JSON.stringify(base.resources, (key, value) =>
      ["created", "modified", "sourcePosition", "stackTrace"].includes(key) ? undefined : value,
    );
    const resources = JSON.parse(text.replace(/\b[0-9a-f]{8}(-[0-9a-f-]{27})?\b/g, "<id>")) as {
      urn: string;
    }[];
    return resources.sort((x, y) => (x.urn < y.urn ? -1 : 1));
  }

  async function crashing(world: TestWorld, k: number, isWritten: boolean): Promise<number> {
    let appended = 0;
    const { backend } = world.project;
    const open = backend.open.bind(backend);
    backend.open = async (...args) =>
      dying(await open(...args), k, isWritten, () => {
        appended += 1;
      });
    const ran = await world.up({ parallel: 1 });
    backend.open = open;
    assert.equal(ran.exitCode, appended < k || isWritten ? 1 : 0);
    return appended;
  }

  it("reaches the state of an undisturbed run, with each resource once in the cloud", async () => {
    const undisturbed = copy();
    /** Of each append of an undisturbed run, whether it says how an operation of the provider ended. */
    const settles: boolean[] = [];
    const { backend } = undisturbed.project;
    const open = backend.open.bind(backend);
    backend.open = async (...args) =>
      dying(await open(...args), Number.POSITIVE_INFINITY, true, (records) => {
        settles.push(records.some(({ kind }) => kind === "settled"));
      });
    const ran = await undisturbed.up({ parallel: 1 });
    assert.equal(ran.exitCode, 0, ran.errors.join("\n"));
    const expected = await shape(undisturbed);
    undisturbed.remove();
    const records = settles.length;
    assert.equal(
      settles.filter(Boolean).length,
      7,
      "a create, an update, four of the replacements, a delete",
    );

    // To die before a record that settles nothing is to die after the one before it.
    const points = settles.flatMap((isSettling, index) => {
      const k = index + 1;
      return isSettling
        ? [
            { k, isWritten: false },
            { k, isWritten: true },
          ]
        : [{ k, isWritten: true }];
    });
    const check = async ({ k, isWritten }: (typeof points)[number]): Promise<void> => {
      const world = copy();
      const at = `dead at record ${k} of ${records}, which was ${isWritten ? "" : "not "}written`;
      try {
        await crashing(world, k, isWritten);
        const next = await world.up();
        assert.equal(next.exitCode, 0, `${at}: ${next.errors.join("\n")}`);
        assert.deepEqual(await shape(world), expected, at);
        assert.deepEqual(world.madeNames(), ["a", "b", "d", "first"], at);
      } finally {
        world.remove();
      }
    };
    const faults: unknown[] = [];
    const worker = async (): Promise<void> => {
      for (let point = points.shift(); point; point = points.shift()) {
        await check(point).catch((error: unknown) => faults.push(error));
      }
    };
    await Promise.all([worker(), worker()]);
    assert.deepEqual(faults.map(String), []);
  });
});
