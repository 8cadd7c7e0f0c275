// starts processes
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "mocha";
import { FileBackend, type StateSession } from "../../../../lab/engine/state";
import { verifyIntegrity } from "../../../../lab/engine/state/integrity";
import {
  bucket,
  createWatchedDisk,
  newFolder,
  PASSPHRASE,
  rootResource,
  SALT,
  secret,
  systemError,
} from "./fixture";

const OPEN = { passphrase: PASSPHRASE, salt: SALT };

async function fillBackend(backend: FileBackend): Promise<void> {
  const session = await backend.open("archi", "dev", OPEN);
  await session.append([{ kind: "put", key: 0, resource: rootResource() }]);
  await session.append([{ kind: "put", key: 1, resource: bucket("a") }]);
  await session.close();
}

function names(session: Pick<StateSession, "base">): string[] {
  return session.base.resources.map(({ urn }) => urn.slice(urn.lastIndexOf(":") + 1));
}

/** Path of the emergency copy that an error names; it is removed when the test ends. */
function emergencyIn(error: unknown): string {
  const [path] = /(?<=the current state is in )\S+(?=;)/.exec(String(error)) ?? [];
  if (path?.startsWith(tmpdir())) return path;
  throw new Error(`no emergency copy is named in: ${String(error)}`);
}

describe("FileBackend on a faulty disk", () => {
  it("fails every append on a full disk and saves them all in the emergency copy", async () => {
    const root = await newFolder();
    await fillBackend(new FileBackend(root));
    let isFull = false;
    const { disk } = createWatchedDisk((what, path) =>
      isFull && what === "write" && path.startsWith(root) ? systemError("ENOSPC") : undefined,
    );
    const session = await new FileBackend(root, { disk }).open("archi", "dev", OPEN);
    await session.append([
      { kind: "put", key: 2, resource: bucket("b", { inputs: { s: secret("h1dden") } }) },
    ]);
    isFull = true;
    const journal = join(root, ".pulumi/stacks/archi/dev.journal");
    await assert.rejects(session.append([{ kind: "put", key: 3, resource: bucket("c") }]), (error: Error) => {
      assert.ok(error.message.startsWith(`${journal}: the disk is full; free some space and run again\n`));
      return true;
    });
    isFull = false;
    await assert.rejects(
      session.append([{ kind: "put", key: 4, resource: bucket("d") }]),
      /the disk is full/,
    );
    const failure: unknown = await session.close().catch((error: unknown) => error);

    const emergency = emergencyIn(failure);
    assert.equal((await stat(emergency)).mode & 0o777, 0o600);
    assert.ok(!(await readFile(emergency, "utf8")).includes("h1dden"));
    const next = await new FileBackend(root).open("archi", "dev", OPEN);
    assert.deepEqual(
      names(next),
      ["b", "archi-dev", "a"].sort((x, y) => Number(y === "archi-dev") - Number(x === "archi-dev")),
    );
    await next.close();
    await new FileBackend(root).restore("archi", "dev", emergency);
    const state = await new FileBackend(root).read("archi", "dev", PASSPHRASE);
    assert.deepEqual(names(state), ["archi-dev", "b", "c", "d", "a"]);
    assert.deepEqual(state.base.resources[1]?.inputs, { s: secret("h1dden") });
    await rm(emergency);
  });

  it("keeps checkpoint and journal when the disk is full at close", async () => {
    const root = await newFolder();
    await fillBackend(new FileBackend(root));
    const file = join(root, ".pulumi/stacks/archi/dev.json");
    const before = await readFile(file, "utf8");
    const { disk } = createWatchedDisk((what, path) =>
      what === "write" && path.includes(".dev.json.") ? systemError("ENOSPC") : undefined,
    );
    const session = await new FileBackend(root, { disk }).open("archi", "dev", OPEN);
    await session.append([{ kind: "put", key: 2, resource: bucket("b") }]);
    const failure: unknown = await session.close().catch((error: unknown) => error);

    assert.ok(
      String(failure).startsWith(`EngineError: ${file}: the disk is full; free some space and run again\n`),
    );
    await rm(emergencyIn(failure));
    assert.equal(await readFile(file, "utf8"), before);
    const there = await readdir(join(root, ".pulumi/stacks/archi"));
    assert.deepEqual(
      there.filter((name) => name.endsWith(".tmp")),
      [],
    );
    const next = await new FileBackend(root).open("archi", "dev", OPEN);
    assert.deepEqual(names(next), ["archi-dev", "b", "a"]);
    await next.close();
  });

  it("keeps the old file when the content read back differs", async () => {
    const root = await newFolder();
    await fillBackend(new FileBackend(root));
    const { disk } = createWatchedDisk(() => undefined);
    const liar = {
      ...disk,
      read: async (path: string) => {
        const bytes = await disk.read(path);
        if (path.includes(".dev.json.")) bytes[10] = 0;
        return bytes;
      },
    };
    const session = await new FileBackend(root, { disk: liar }).open("archi", "dev", OPEN);
    await session.append([{ kind: "put", key: 2, resource: bucket("b") }]);
    const failure: unknown = await session.close().catch((error: unknown) => error);

    assert.match(
      String(failure),
      /dev\.json: cannot be written; the content read back differs from the content written; check the disk/,
    );
    await rm(/(?<=the current state is in )\S+(?=;)/.exec(String(failure))?.[0] ?? "", { force: true });
    assert.equal((await new FileBackend(root).stacks())[0]?.resources, 2);
  });

  for (const code of ["EROFS", "EACCES"]) {
    it(`fails to open a stack in a read-only folder and names the path (${code})`, async () => {
      const root = await newFolder();
      await fillBackend(new FileBackend(root));
      const { disk, calls } = createWatchedDisk((what) =>
        what === "create" ? systemError(code) : undefined,
      );

      await assert.rejects(new FileBackend(root, { disk }).open("archi", "dev", OPEN), {
        code: "LAB_STATE",
        message: new RegExp(
          `: cannot be written \\(${code}\\); make its folder writable for this user and run again$`,
        ),
      });
      assert.equal(calls.filter(({ what }) => what === "create").length, 1);
    });
  }

  it("recovers the complete state after a crash at any disk operation of close", async () => {
    for (let crash = 1; ; crash++) {
      const root = await newFolder();
      await fillBackend(new FileBackend(root));
      let isDead = false;
      let count = 0;
      let isArmed = false;
      const { disk } = createWatchedDisk(() => {
        if (isArmed && !isDead && ++count === crash) isDead = true;
        return isDead ? new Error("the process is dead") : undefined;
      });
      const session = await new FileBackend(root, { disk }).open("archi", "dev", OPEN);
      await session.append([{ kind: "put", key: 2, resource: bucket("b") }]);
      isArmed = true;
      const failure: unknown = await session
        .close({ outputs: { n: crash } })
        .catch((error: unknown) => error);
      const backend = new FileBackend(root);
      for (const { id } of await backend.locks("archi", "dev")) await backend.unlock("archi", "dev", id);

      const next = await backend.open("archi", "dev", OPEN);
      assert.deepEqual(names(next).sort(), ["a", "archi-dev", "b"], `crash at change ${crash}`);
      assert.deepEqual(verifyIntegrity(next.base), []);
      for (const notice of next.notices) assert.match(notice, /journal/);
      await next.close();
      if (!failure && !isDead) return void assert.ok(crash > 10, `only ${crash} changes were tried`);
    }
  }).timeout(60_000);

  it("truncates no file and loses no durable append on a full tmpfs", async function () {
    const root = await newFolder();
    if (!mount(root)) return this.skip();
    try {
      await fillBackend(new FileBackend(root));
      const session = await new FileBackend(root).open("archi", "dev", OPEN);
      let durable = 0;
      let failure: unknown;
      while (!failure) {
        const resource = bucket(`n${durable}`, { inputs: { text: "x".repeat(2000) } });
        await session.append([{ kind: "put", key: 2 + durable, resource }]).then(
          () => durable++,
          (error: unknown) => {
            failure = error;
          },
        );
      }
      assert.match(String(failure), /dev\.journal: the disk is full; free some space and run again/);
      await assert.rejects(session.close(), /the disk is full/);

      const { base } = await new FileBackend(root).read("archi", "dev");
      assert.equal(base.resources.length, 2 + durable);
      assert.ok(durable > 10);
      const emergency = emergencyIn(failure);
      assert.equal(
        JSON.parse(await readFile(emergency, "utf8")).checkpoint.latest.resources.length,
        3 + durable,
      );
      await rm(emergency);
    } finally {
      execFileSync("umount", [root]);
    }
  });
});

/** Whether a tmpfs could be mounted; only root may, and not in every container. */
function mount(folder: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
