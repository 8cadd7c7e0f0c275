import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "mocha";
import { FileBackend, type StateSession, verifyIntegrity } from "../../../../lab/engine/state";
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

async function filled(backend: FileBackend): Promise<void> {
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
  const [path] = /(?<=all that is known is in )\S+(?=,)/.exec(String(error)) ?? [];
  if (path?.startsWith(tmpdir())) return path;
  throw new Error(`no emergency copy is named in: ${String(error)}`);
}

describe("FileBackend on a faulty disk", () => {
  it("given a full disk at an append, when more follow, then all fail, and the emergency copy holds all of them", async () => {
    const root = await newFolder();
    await filled(new FileBackend(root));
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
    const restored = await new FileBackend(root).read("archi", "dev", PASSPHRASE);
    assert.deepEqual(names(restored), ["archi-dev", "b", "c", "d", "a"]);
    assert.deepEqual(restored.base.resources[1]?.inputs, { s: secret("h1dden") });
    await rm(emergency);
  });

  it("given a full disk at the end, when closed, then the old checkpoint and the journal are intact", async () => {
    const root = await newFolder();
    await filled(new FileBackend(root));
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

  it("given a disk that changes a byte, when closed, then the reading back notices it and the old file stays", async () => {
    const root = await newFolder();
    await filled(new FileBackend(root));
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
      /dev\.json: cannot be written; what was read back is not what was written; check the disk/,
    );
    await rm(/(?<=all that is known is in )\S+(?=,)/.exec(String(failure))?.[0] ?? "", { force: true });
    assert.equal((await new FileBackend(root).stacks())[0]?.resources, 2);
  });

  for (const code of ["EROFS", "EACCES"]) {
    it(`given a folder that cannot be written (${code}), when opened, then it fails at once and names it`, async () => {
      const root = await newFolder();
      await filled(new FileBackend(root));
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

  it("given a crash at any change of the disk while closing, when opened again, then nothing is lost and nothing is in doubt", async () => {
    for (let crash = 1; ; crash++) {
      const root = await newFolder();
      await filled(new FileBackend(root));
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

  it("given a tmpfs of 64 KB, when it runs full, then no file is cut and every durable append is there", async function () {
    const root = await newFolder();
    if (!mount(root)) return this.skip();
    try {
      await filled(new FileBackend(root));
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
