import assert from "node:assert/strict";
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, it } from "mocha";
import { FileBackend } from "../../../../lab/engine/state";
import {
  bucket,
  createWatchedDisk,
  newFolder,
  PASSPHRASE,
  rootResource,
  SALT,
  secret,
  urnOf,
} from "./fixture";

const OPEN = { passphrase: PASSPHRASE, salt: SALT };
const OTHER = { text: "ebb", source: "PULUMI_CONFIG_PASSPHRASE" };

describe("FileBackend", () => {
  let root: string;
  let backend: FileBackend;
  let file: string;

  beforeEach(async () => {
    root = await newFolder();
    backend = new FileBackend(root);
    file = join(root, ".pulumi/stacks/archi/dev.json");
  });

  /** Ends an update that leaves the root and the named buckets. */
  async function update(...names: string[]): Promise<void> {
    const session = await backend.open("archi", "dev", OPEN);
    await session.append([
      ...session.base.resources.map((_, key) => ({ kind: "drop" as const, key })),
      { kind: "put", key: 1000, resource: rootResource() },
      ...names.map((name, i) => ({ kind: "put" as const, key: 1001 + i, resource: bucket(name) })),
    ]);
    await session.close();
  }

  async function namesNow(): Promise<string[]> {
    const { base } = await backend.read("archi", "dev", PASSPHRASE);
    return base.resources.slice(1).map(({ urn }) => urn.slice(urn.lastIndexOf(":") + 1));
  }

  it("stores the resources of a first session", async () => {
    const session = await backend.open("archi", "dev", OPEN);
    await session.append([{ kind: "put", key: 0, resource: rootResource() }]);
    await session.append([
      { kind: "put", key: 1, resource: bucket("a", { inputs: { token: secret("s3cr3t") } }) },
    ]);
    await session.close({ outputs: { name: "a" } });

    const { base, serial, notices, salt } = await backend.read("archi", "dev", PASSPHRASE);
    assert.deepEqual(base.resources, [
      rootResource({ name: "a" }),
      bucket("a", { inputs: { token: secret("s3cr3t") } }),
    ]);
    assert.deepEqual([serial, notices, salt], [1, [], SALT]);
    assert.deepEqual((await readdir(join(root, ".pulumi/stacks/archi"))).sort(), ["dev.json", "dev.lab"]);
    assert.equal(await readFile(join(root, ".pulumi/meta.yaml"), "utf8"), "version: 1\n");
    assert.ok(!(await readFile(file, "utf8")).includes("s3cr3t"));
    assert.deepEqual(await backend.locks("archi", "dev"), []);
  });

  it("writes history and backup under Pulumi's names", async () => {
    const session = await backend.open("archi", "dev", OPEN);
    await session.append([{ kind: "put", key: 0, resource: rootResource() }]);
    const summary = {
      kind: "update",
      result: "succeeded",
      startTime: 10,
      endTime: 12,
      resourceChanges: { create: 1 },
    } as const;
    await session.close({ update: summary });

    const [history = ""] = await readdir(join(root, ".pulumi/history/archi/dev"));
    assert.match(history, /^dev-\d{19}\.history\.json$/);
    const entry = JSON.parse(await readFile(join(root, ".pulumi/history/archi/dev", history), "utf8"));
    assert.deepEqual(entry, { ...summary, message: "", environment: {}, config: {} });
    const [copy = ""] = await readdir(join(root, ".pulumi/backups/archi/dev"));
    assert.match(copy, /^dev\.\d{19}\.json$/);
    assert.equal(
      await readFile(join(root, ".pulumi/backups/archi/dev", copy), "utf8"),
      await readFile(file, "utf8"),
    );
  });

  it("does not write an unchanged state", async () => {
    const session = await backend.open("archi", "dev", OPEN);
    await session.append([{ kind: "put", key: 0, resource: rootResource({ s: secret("x") }) }]);
    await session.close();
    const before = await readFile(file, "utf8");
    const again = await backend.open("archi", "dev", OPEN);
    await again.append([{ kind: "put", key: 0, resource: rootResource({ s: secret("x") }) }]);
    await again.close({ outputs: { s: secret("x") } });

    assert.equal(await readFile(file, "utf8"), before);
    assert.equal((await backend.read("archi", "dev")).serial, 1);
  });

  it("keeps the ciphertexts of unchanged secrets", async () => {
    const session = await backend.open("archi", "dev", OPEN);
    await session.append([{ kind: "put", key: 0, resource: rootResource({ s: secret("x") }) }]);
    await session.close();
    const [ciphertext = ""] = /v1:[^"]+(?="\}\})/.exec(await readFile(file, "utf8")) ?? [];
    const again = await backend.open("archi", "dev", OPEN);
    await again.append([{ kind: "put", key: 0, resource: rootResource({ s: secret("x"), t: "new" }) }]);
    await again.close();

    const text = await readFile(file, "utf8");
    assert.ok(ciphertext.length > 30 && text.includes(ciphertext) && text.includes('"t":"new"'));
  });

  it("refuses a second session and reads the state written so far", async () => {
    const session = await backend.open("archi", "dev", OPEN);
    await session.append([{ kind: "put", key: 0, resource: rootResource() }]);

    await assert.rejects(new FileBackend(root).open("archi", "dev", OPEN), /holds the lock since/);
    const view = await new FileBackend(root).read("archi", "dev");
    assert.deepEqual(view.base.resources, [rootResource()]);
    assert.match(
      view.notices[0] ?? "",
      /^archi\/dev: process \d+ on .* is updating the stack; this is the state that it has written so far$/,
    );
    assert.deepEqual(await backend.stacks(), [
      { project: "archi", stack: "dev", resources: 0, locked: true },
    ]);
    await session.close();
    assert.equal((await backend.stacks())[0]?.locked, false);
  });

  it("writes nothing more after its lock was removed by id", async () => {
    const session = await backend.open("archi", "dev", OPEN);
    const [held] = await backend.locks("archi", "dev");
    await assert.rejects(backend.unlock("archi", "dev", "x"), {
      message: `archi/dev: lock is "x", expected the id of an existing lock: ${held?.id}`,
    });
    await backend.unlock("archi", "dev", held?.id ?? "");

    const record = { kind: "put", key: 0, resource: rootResource() } as const;
    const failure: unknown = await session.append([record]).catch((error: unknown) => error);
    assert.match(String(failure), /the lock was removed while this process held it/);
    await assert.rejects(session.close(), /the lock was removed/);
    await rm(/(?<=the current state is in )\S+(?=;)/.exec(String(failure))?.[0] ?? "");
    assert.deepEqual((await backend.read("archi", "dev")).base.resources, []);
  });

  it("writes nothing more after an invalid record and keeps the journal valid", async () => {
    const session = await backend.open("archi", "dev", OPEN);
    await session.append([{ kind: "put", key: 0, resource: rootResource() }]);
    const invalid = [
      { kind: "put", key: 1, resource: bucket("a") } as const,
      { kind: "drop", key: 7 } as const,
    ];

    await assert.rejects(session.append(invalid), /drop of key 7, expected one that exists/);
    await assert.rejects(session.append([{ kind: "drop", key: 0 }]), /drop of key 7/);
    await assert.rejects(session.close(), /drop of key 7/);
    assert.deepEqual((await backend.read("archi", "dev")).base.resources, [rootResource()]);
  });

  it("rejects a wrong passphrase and releases the lock", async () => {
    const session = await backend.open("archi", "dev", OPEN);
    await session.append([{ kind: "put", key: 0, resource: rootResource() }]);
    await session.close();

    await assert.rejects(
      backend.open("archi", "dev", { passphrase: OTHER }),
      /incorrect passphrase: the one from PULUMI_CONFIG_PASSPHRASE/,
    );
    assert.deepEqual(await backend.locks("archi", "dev"), []);
  });

  for (const [what, damage] of [
    ["truncated", (text: string) => text.slice(0, text.length / 2)],
    ["empty", () => ""],
    ["garbage", () => "\0\0\0"],
  ] as const) {
    it(`lists valid copies of a ${what} checkpoint and restores the newest`, async () => {
      await update("a");
      await update("a", "b");
      await writeFile(
        join(root, ".pulumi/stacks/archi/prod.json"),
        '{"version":3,"checkpoint":{"latest":null}}',
      );
      const good = await readFile(file, "utf8");
      const bad = damage(good);
      await writeFile(file, bad);
      const names = (await readdir(join(root, ".pulumi/backups/archi/dev"))).sort();
      const newest = join(root, ".pulumi/backups/archi/dev", names.at(-1) ?? "");

      await assert.rejects(backend.open("archi", "dev", OPEN), (error: Error) => {
        assert.match(
          error.message,
          /nothing was changed; valid copies, newest first:\n {2}\S+: 3 resources\n {2}\S+: 2 resources/,
        );
        assert.ok(error.message.endsWith(`run: archipelago stack restore dev --from ${newest}`));
        return true;
      });
      assert.equal(await readFile(file, "utf8"), bad);
      const list = await backend.stacks();
      assert.deepEqual(
        list.map(({ stack, resources }) => [stack, resources]),
        [
          ["dev", undefined],
          ["prod", 0],
        ],
      );
      assert.match(list[0]?.fault ?? "", /dev\.json: /);
      const notices = await backend.restore("archi", "dev");
      assert.equal(await readFile(file, "utf8"), good);
      assert.equal(await readFile(`${file}.damaged-1`, "utf8"), bad);
      assert.deepEqual(notices, [
        `the replaced file is kept as ${file}.damaged-1`,
        `archi/dev: 3 resources are restored from ${newest}`,
      ]);
      assert.deepEqual((await backend.read("archi", "dev")).notices, []);
    });
  }

  it("replays the journal on the restored copy of a damaged checkpoint", async () => {
    await update("a");
    const session = await backend.open("archi", "dev", OPEN);
    await session.append([{ kind: "put", key: 9, resource: bucket("late") }]);
    await session.abandon();
    await writeFile(file, "{");

    await assert.rejects(
      backend.open("archi", "dev", OPEN),
      /: 3 resources, with the journal of the last update/,
    );
    await backend.restore("archi", "dev");
    assert.deepEqual(await namesNow(), ["late", "a"]);
  });

  it("reports the number of hand-edited resources once", async () => {
    await update("a", "b", "c");
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace('"a-id"', '"x-id"').replace('"b-id"', '"y-id"'));

    const session = await backend.open("archi", "dev", OPEN);
    await session.close();
    assert.deepEqual(session.notices, [`${file}: the file was edited after serial 1: 2 resources differ`]);
    assert.deepEqual(
      (await backend.open("archi", "dev", OPEN).then((next) => next.close().then(() => next))).notices,
      [],
    );
  });

  it("refuses an older state without force", async () => {
    await update("a");
    const old = await readFile(file, "utf8");
    await update("a", "b");
    await writeFile(file, old);

    await assert.rejects(
      backend.open("archi", "dev", OPEN),
      /dev\.json: an older state was put back; the last state written here had serial 2\nto continue with the state on disk, use --force/,
    );
    const session = await backend.open("archi", "dev", { ...OPEN, force: true });
    assert.deepEqual([session.base.resources.length, session.serial], [2, 3]);
    await session.close();
  });

  it("refuses a missing state file unless the stack had no resources", async () => {
    await update("a");
    await rm(file);

    await assert.rejects(
      backend.open("archi", "dev", OPEN),
      /dev\.json: the file is gone; serial 1 had 2 resources/,
    );
    const session = await backend.open("archi", "dev", { ...OPEN, force: true });
    assert.deepEqual(session.base.resources, []);
    await session.close();
  });

  it("refuses the journal of another checkpoint and renames it with force", async () => {
    await update("a");
    const session = await backend.open("archi", "dev", OPEN);
    await session.append([{ kind: "put", key: 9, resource: bucket("late") }]);
    await session.abandon();
    await writeFile(file, `${await readFile(file, "utf8")} `);

    await assert.rejects(
      backend.open("archi", "dev", OPEN),
      /dev\.journal: the journal holds an unfinished update of another version of the state file/,
    );
    const next = await backend.open("archi", "dev", { ...OPEN, force: true });
    await next.close();
    assert.ok((await readdir(join(root, ".pulumi/stacks/archi"))).includes("dev.journal.unused-1"));
  });

  it("refuses the state of another stack", async () => {
    await update("a");
    await rename(file, join(root, ".pulumi/stacks/archi/prod.json"));

    await assert.rejects(
      backend.open("archi", "prod", OPEN),
      /the file is the state of another stack\nurn:pulumi:dev::\S+ belongs to archi\/dev, expected archi\/prod/,
    );
  });

  it("refuses unsorted resources and sorts them in a repair", async () => {
    await update("a");
    const lines = (await readFile(file, "utf8")).split("\n");
    const at = lines.findIndex((line) => line.includes("pulumi:pulumi:Stack::"));
    const [first = "", second = ""] = lines.slice(at, at + 2);
    lines.splice(at, 2, second.replace(/\],$/, ","), `${first.replace(/,$/, "")}],`);
    await writeFile(file, lines.join("\n"));

    await assert.rejects(
      backend.open("archi", "dev", OPEN),
      /break the integrity rules; .*archipelago stack repair dev --dry-run\nurn:\S+: its parent \S+ comes after it/,
    );
    const changes = ["resources are sorted"];
    assert.deepEqual(await backend.repair("archi", "dev", { dryRun: true }), changes);
    await assert.rejects(backend.open("archi", "dev", OPEN));
    assert.deepEqual(await backend.repair("archi", "dev"), changes);
    assert.deepEqual(await backend.repair("archi", "dev"), []);
    assert.deepEqual(await namesNow(), ["a"]);
  });

  it("refuses a symbolic link to a file or a folder", async () => {
    await update("a");
    const elsewhere = await newFolder();
    await rename(file, join(elsewhere, "dev.json"));
    await symlink(join(elsewhere, "dev.json"), file);
    await assert.rejects(backend.open("archi", "dev", OPEN), {
      message: `${file}: the path is a symbolic link, expected a file or a folder`,
    });

    await mkdir(join(root, ".pulumi/stacks/other"), { recursive: true });
    await rm(join(root, ".pulumi/stacks/archi"), { recursive: true });
    await symlink(elsewhere, join(root, ".pulumi/stacks/archi"));
    await assert.rejects(backend.read("archi", "dev"), /stacks\/archi: the path is a symbolic link/);
  });

  for (const name of [
    "..",
    "-rf",
    "CON",
    "con",
    "dev.json",
    "Dev",
    "a b",
    "ü",
    "a/b",
    "a..b",
    "x".repeat(64),
    "",
  ]) {
    it(`refuses the stack name ${JSON.stringify(name)} and creates nothing`, async () => {
      await assert.rejects(backend.open("archi", name, OPEN), {
        code: "LAB_CONFIG",
        message: /^stack: name is /,
      });
      assert.deepEqual(await readdir(root), []);
    });
  }

  it("refuses a stack name that differs from another one only in case", async () => {
    await update("a");
    await rename(file, join(root, ".pulumi/stacks/archi/Dev.json"));

    await assert.rejects(
      backend.open("archi", "dev", OPEN),
      /expected a name that differs from the existing stack "Dev" in more than case/,
    );
  });

  it("refuses to remove a stack with resources without force", async () => {
    await update("a");

    await assert.rejects(backend.remove("archi", "dev"), /archi\/dev: it has 2 resources, expected none/);
    await backend.remove("archi", "dev", { force: true });
    assert.deepEqual(await readdir(join(root, ".pulumi/stacks/archi")), []);
    assert.deepEqual(await backend.stacks(), []);
  });

  it("appends a record to a state of 16 MB without writing the state", async () => {
    const { disk, calls } = createWatchedDisk(() => undefined);
    const big = new FileBackend(root, { disk });
    const first = await big.open("archi", "dev", OPEN);
    const filler = { text: "x".repeat(1000) };
    const many = Array.from({ length: 16_000 }, (_, i) => bucket(`n${i}`, { inputs: filler }));
    await first.append([rootResource(), ...many].map((resource, key) => ({ kind: "put", key, resource })));
    await first.close();
    assert.ok((await readFile(file)).length > 16 * 1024 * 1024);

    const session = await big.open("archi", "dev", OPEN);
    calls.length = 0;
    await session.append([
      { kind: "put", key: 5, resource: bucket("n4", { inputs: filler, protect: true }) },
    ]);
    const sizes = calls.filter(({ what }) => what === "write").map(({ bytes }) => bytes);
    assert.equal(sizes.length, 1);
    assert.ok((sizes[0] ?? 0) < 1500, `${sizes[0]} bytes`);
    await session.abandon();
    assert.equal((await big.read("archi", "dev")).base.resources[1]?.urn, urnOf("n4"));
  }).timeout(60_000);

  it("writes a thousand concurrent appends in order with few syncs", async () => {
    const { disk, calls } = createWatchedDisk(() => undefined);
    const session = await new FileBackend(root, { disk }).open("archi", "dev", OPEN);
    await session.append([{ kind: "put", key: 0, resource: rootResource() }]);
    calls.length = 0;
    await Promise.all(
      Array.from({ length: 1000 }, (_, i) =>
        session.append([{ kind: "put", key: i + 1, resource: bucket(`n${i}`) }]),
      ),
    );

    assert.ok(calls.filter(({ what }) => what === "sync").length <= 2);
    await session.abandon();
    assert.deepEqual((await namesNow()).slice(-2), ["n998", "n999"]);
  });
});
