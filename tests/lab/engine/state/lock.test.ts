// starts processes
import assert from "node:assert/strict";
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { describe, it } from "mocha";
import { realDisk } from "../../../../lab/engine/state/disk";
import { filesOf } from "../../../../lab/engine/state/layout";
import { lockPath, locksOf, takeLock } from "../../../../lab/engine/state/lock";
import { isDead, type LockOwner, thisOwner } from "../../../../lab/engine/state/lock-owner";
import { newFolder } from "./fixture";

const NOW = new Date("2026-01-02T03:04:05Z");
const DEAD: LockOwner = { ...thisOwner("the-dead", NOW), startTime: "1" };

async function placeOf(owner?: LockOwner) {
  const place = filesOf(await newFolder(), "archi", "dev").lock;
  if (owner) {
    await mkdir(place.folder, { recursive: true });
    await writeFile(lockPath(place), JSON.stringify(owner));
  }
  return place;
}

describe("takeLock", () => {
  it("writes a lock file that Pulumi's CLI sees and removes it on release", async () => {
    const place = await placeOf();
    const lock = await takeLock(realDisk, place, NOW);

    const [name = ""] = await readdir(place.folder);
    assert.match(name, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}\.json$/);
    const owner = JSON.parse(await readFile(join(place.folder, name), "utf8"));
    assert.deepEqual(
      [owner.pid, owner.hostname, owner.timestamp],
      [process.pid, hostname(), NOW.toISOString()],
    );
    assert.equal(typeof owner.username, "string");
    await lock.assertHeld();
    await lock.release();
    assert.deepEqual([await readdir(place.folder), await readdir(place.draftFolder)], [[], []]);
  });

  it("names owner, age and unlock command of a live lock", async () => {
    const place = await placeOf();
    await takeLock(realDisk, place, NOW);
    const [held] = await locksOf(realDisk, place);

    await assert.rejects(takeLock(realDisk, place, new Date("2026-01-02T03:34:05Z")), {
      code: "LAB_STATE",
      message:
        `archi/dev: process ${process.pid} of ${held?.owner?.username} on ${hostname()} holds the lock since ` +
        `${NOW.toISOString()} (30 minutes); wait for it, or if that process is gone, run: ` +
        `archipelago stack unlock archi/dev ${held?.id}`,
    });
    assert.equal((await locksOf(realDisk, place)).length, 1);
  });

  it("refuses a stack locked by Pulumi's CLI and leaves no file", async () => {
    const place = await placeOf();
    await mkdir(place.folder, { recursive: true });
    const theirs = { pid: 1, username: "ann", hostname: "elsewhere", timestamp: NOW.toISOString() };
    await writeFile(join(place.folder, "5c8d.json"), JSON.stringify(theirs));

    await assert.rejects(
      takeLock(realDisk, place, NOW),
      /process 1 of ann on elsewhere holds the lock .* 5c8d$/,
    );
    assert.deepEqual(await readdir(place.folder), ["5c8d.json"]);
  });

  it("takes over the lock of a dead process with a notice", async () => {
    const place = await placeOf(DEAD);
    const lock = await takeLock(realDisk, place, new Date("2026-01-02T04:04:05Z"));

    assert.deepEqual(lock.notices, [
      `archi/dev: took the lock of process ${process.pid} on ${hostname()}, which is dead; it held the lock since ${NOW.toISOString()} (60 minutes)`,
    ]);
    await lock.assertHeld();
    assert.deepEqual(await readdir(place.draftFolder), []);
  });

  it("takes over after a rival died during its takeover", async () => {
    const place = await placeOf(DEAD);
    await mkdir(place.draftFolder, { recursive: true });
    await writeFile(join(place.draftFolder, "the-dead.0.guard"), JSON.stringify({ ...DEAD, id: "dead-too" }));

    await (await takeLock(realDisk, place, NOW)).assertHeld();
    assert.deepEqual(await readdir(place.draftFolder), []);
  });

  it("reports a removed lock and does not release the new owner's", async () => {
    const place = await placeOf();
    const lock = await takeLock(realDisk, place, NOW);
    await writeFile(lockPath(place), JSON.stringify(DEAD));

    await assert.rejects(lock.assertHeld(), {
      message: /the lock was removed while this process held it/,
    });
    await lock.release();
    assert.equal((await locksOf(realDisk, place)).length, 1);
  });

  const rounds = 40;
  for (const [stacks, owner] of [
    ["free stacks", undefined],
    ["stacks of a dead process", DEAD],
  ] as const) {
    it(`gives each lock to one of two racing processes (${stacks})`, async () => {
      const root = await newFolder();
      for (let round = 0; owner && round < rounds; round++) {
        const path = lockPath(filesOf(root, "archi", `s${round}`).lock);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, JSON.stringify({ ...owner, id: `dead-${round}` }));
      }
      const rivals = [contender(root, rounds), contender(root, rounds)];
      for (const { line } of rivals) assert.equal(await line(), "ready");
      for (const { child } of rivals) child.stdin.write("go\n");
      const results = await Promise.all(rivals.map(({ line }) => line()));
      for (const { child } of rivals) child.stdin.end("\n");
      await Promise.all(rivals.map(({ child }) => once(child, "exit")));

      assert.deepEqual(
        [...(results[0] ?? "")].map((own, round) => [own, results[1]?.[round]].sort().join("")),
        new Array(rounds).fill("LW"),
      );
    }).timeout(60_000);
  }
});

describe("isDead", () => {
  const me = thisOwner("x", NOW);
  const cases: [string, LockOwner, boolean][] = [
    ["this process", me, false],
    ["another host", { ...DEAD, hostname: "elsewhere" }, false],
    ["a process before a reboot", { ...me, bootId: "before" }, true],
    ["another PID namespace", { ...DEAD, pidSpace: "pid:[1]" }, false],
    ["a reused process id", { ...me, startTime: "1" }, true],
    ["an unused process id", { ...me, pid: 2 ** 30 }, true],
  ];
  for (const [what, owner, dead] of cases) {
    it(`returns ${dead} for ${what}`, () => {
      assert.equal(isDead(owner), dead);
    });
  }

  it("returns false for a lock of Pulumi's CLI", () => {
    const { id: _id, ...theirs } = DEAD;
    assert.equal(isDead(theirs), false);
  });
});

interface Contender {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  readonly line: () => Promise<string>;
}

function contender(root: string, count: number): Contender {
  const script = join(__dirname, "lock-contender.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, root, String(count)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return { child, line: async () => String((await lines.next()).value) };
}
