import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  type Deployment,
  FileBackend,
  type JournalRecord,
  type ResourceState,
} from "../../../../lab/engine/state";
import { verifyIntegrity } from "../../../../lab/engine/state/integrity";
import { batchLine, headerLine, readJournal } from "../../../../lab/engine/state/journal";
import { filesOf } from "../../../../lab/engine/state/layout";
import { replayJournal } from "../../../../lab/engine/state/load";
import { MutableDeployment } from "../../../../lab/engine/state/mutable-deployment";
import { SEALED } from "../../../../lab/engine/state/resource-codec";
import { bucket, newFolder, PASSPHRASE, ROOT, rootResource, SALT, secret, urnOf } from "./fixture";

const OPEN = { passphrase: PASSPHRASE, salt: SALT };
const HEADER = {
  format: 1,
  id: "one",
  project: "archi",
  stack: "dev",
  base: "",
  serial: 0,
  salt: SALT,
} as const;
const EMPTY: Deployment = { resources: [], pendingOperations: [] };

function put(key: number, resource: ResourceState): JournalRecord {
  return { kind: "put", key, resource };
}

function journalOf(...batches: JournalRecord[][]): Buffer {
  const lines = batches.map((records, i) => batchLine(HEADER.id, i + 1, records, SEALED));
  return Buffer.from([headerLine(HEADER), ...lines].join(""));
}

describe("readJournal", () => {
  const bytes = journalOf([put(0, rootResource())], [put(1, bucket("a"))], [{ kind: "drop", key: 1 }]);

  it("returns header and batches", () => {
    const { header, batches, torn } = readJournal(bytes, "j");

    assert.deepEqual(header, HEADER);
    assert.deepEqual([batches.length, batches[2], torn], [3, [{ kind: "drop", key: 1 }], 0]);
  });

  it("returns the complete lines of a journal cut at any byte", () => {
    for (let size = 0; size <= bytes.length; size++) {
      const cut = bytes.subarray(0, size);
      const { batches, torn } = readJournal(cut, "j");
      const ends = cut.toString().split("\n").length - 1;
      assert.equal(batches.length, Math.max(0, ends - 1));
      assert.equal(torn, size - (cut.lastIndexOf(10) + 1));
    }
  });

  it("names a damaged line and salvages the lines before it", () => {
    const lines = bytes.toString().split("\n");
    for (const number of [0, 1, 2]) {
      const damagedLines = lines
        .map((line, i) => (i === number ? line.replace(/.(.{5})$/, "~$1") : line))
        .join("\n");
      assert.throws(() => readJournal(Buffer.from(damagedLines), "j"), {
        message: `j: line ${number + 1} is damaged and ${3 - number} follow; restore the stack from a copy`,
      });
      assert.equal(readJournal(Buffer.from(damagedLines), "j", true).batches.length, Math.max(0, number - 1));
    }
  });

  it("refuses a line of another journal and a repeated line", () => {
    const other = batchLine("two", 2, [put(1, bucket("a"))], SEALED);
    const [header, first] = bytes.toString().split("\n");

    assert.throws(
      () => readJournal(Buffer.from(`${header}\n${first}\n${other}${other}`), "j"),
      /line 3 is damaged/,
    );
    assert.throws(
      () => readJournal(Buffer.from(`${header}\n${first}\n${first}\n${first}\n`), "j"),
      /line 3 is damaged/,
    );
  });
});

describe("MutableDeployment", () => {
  it("lists put resources first and untouched ones after them", () => {
    const base = {
      resources: [rootResource(), bucket("a"), bucket("b"), bucket("c")],
      pendingOperations: [],
    };
    const model = new MutableDeployment(base);
    for (const record of [
      put(0, rootResource()),
      put(3, bucket("c", { protect: true })),
      put(4, bucket("d")),
    ]) {
      model.apply(record);
    }
    model.apply({ kind: "drop", key: 1 });

    assert.deepEqual(model.deployment().resources, [
      rootResource(),
      bucket("c", { protect: true }),
      bucket("d"),
      bucket("b"),
    ]);
  });

  it("lists a replaced resource behind its replacement", () => {
    const model = new MutableDeployment({
      resources: [rootResource(), bucket("a", { id: "old" })],
      pendingOperations: [],
    });
    model.apply(put(1, bucket("a", { id: "old", delete: true })));
    model.apply(put(2, bucket("a", { id: "new" })));

    const { resources } = model.deployment();
    assert.deepEqual(
      resources.map(({ id }) => id),
      [undefined, "new", "old"],
    );
    assert.deepEqual(verifyIntegrity(model.deployment()), []);
  });

  it("lists resources that wait for deletion last, in the order of the base", () => {
    const base = {
      resources: [rootResource(), bucket("a"), bucket("b"), bucket("c")],
      pendingOperations: [],
    };
    const model = new MutableDeployment(base);
    model.apply(put(2, bucket("b", { delete: true })));
    model.apply(put(1, bucket("a", { delete: true })));
    model.apply(put(3, bucket("c")));

    const names = model.deployment().resources.map(({ urn }) => urn.slice(urn.lastIndexOf(":") + 1));
    assert.deepEqual(names, ["archi-dev", "c", "a", "b"]);
  });

  it("replaces references to the old URN of a renamed resource", () => {
    const others = bucket("b", {
      dependencies: [urnOf("a")],
      propertyDependencies: { x: [urnOf("a")] },
      deletedWith: urnOf("a"),
    });
    const model = new MutableDeployment({
      resources: [rootResource(), bucket("a"), others],
      pendingOperations: [],
    });
    model.apply(put(1, { ...bucket("z"), aliases: [urnOf("a")] }));

    const z = urnOf("z");
    assert.deepEqual(model.deployment().resources, [
      rootResource(),
      bucket("z"),
      bucket("b", { dependencies: [z], propertyDependencies: { x: [z] }, deletedWith: z }),
    ]);
  });

  it("refuses records of unknown keys and operations", () => {
    const model = new MutableDeployment(EMPTY);

    assert.throws(() => model.apply({ kind: "drop", key: 3 }), {
      message: "journal: drop of key 3, expected one that exists",
    });
    assert.throws(() => model.apply({ kind: "settled", operation: 0 }), /settled of operation 0/);
    assert.throws(() => model.apply(put(-1, bucket("a"))), /key is -1, expected a whole number from 0/);
  });
});

/** Any valid course of an engine: creates, updates, replacements, deletions of leaves, begun and settled operations. */
function courseOf(choices: readonly number[]): JournalRecord[][] {
  const live = new Map<string, { key: number; resource: ResourceState }>();
  const leaving: { key: number; urn: string }[] = [];
  const course: JournalRecord[][] = [[put(0, rootResource())]];
  let key = 1;
  let operation = 0;
  for (const choice of choices) {
    const names = [...live.keys()];
    const choiceKey = live.get(names[choice % Math.max(1, names.length)] ?? "");
    const isLeaf =
      choiceKey &&
      ![...live.values()].some(({ resource }) => resource.dependencies?.includes(choiceKey.resource.urn));
    const kind = choice % 5;
    if (choiceKey && kind === 1) {
      choiceKey.resource = { ...choiceKey.resource, outputs: { n: choice } };
      course.push([put(choiceKey.key, choiceKey.resource)]);
    } else if (choiceKey && kind === 2) {
      const next = { ...choiceKey.resource, id: `${choice}` };
      course.push([put(choiceKey.key, { ...choiceKey.resource, delete: true }), put(key, next)]);
      leaving.push({ key: choiceKey.key, urn: next.urn });
      choiceKey.key = key++;
      choiceKey.resource = next;
    } else if (
      choiceKey &&
      isLeaf &&
      kind === 3 &&
      !leaving.some(({ urn }) => urn === choiceKey.resource.urn)
    ) {
      live.delete(choiceKey.resource.urn);
      course.push([{ kind: "drop", key: choiceKey.key }]);
    } else if (leaving.length > 0 && kind === 4) {
      course.push([{ kind: "drop", key: leaving.pop()?.key ?? -1 }]);
    } else {
      const resource = bucket(`n${key}`, { dependencies: choiceKey ? [choiceKey.resource.urn] : [] });
      course.push([{ kind: "pending", operation, type: "creating", resource, token: `t${operation}` }]);
      course.push([{ kind: "settled", operation }, put(key, resource)]);
      live.set(resource.urn, { key, resource });
      operation++;
      key++;
    }
  }
  return course;
}

describe("replayJournal", () => {
  const files = filesOf("/", "archi", "dev");

  it("replays a journal cut at any byte to a valid state", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1000), { maxLength: 25 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (choices, part) => {
          const course = courseOf(choices);
          const bytes = journalOf(...course);
          const cut = bytes.subarray(0, Math.floor(bytes.length * part));
          const text = readJournal(cut, "j");
          const expected = new MutableDeployment(EMPTY);
          for (const record of course.slice(0, text.batches.length).flat()) expected.apply(record);

          const result = replayJournal(files, EMPTY, text, SEALED);
          assert.deepEqual(verifyIntegrity(result), []);
          const bare = (list: readonly ResourceState[]) =>
            list.map(({ dependencies = [], ...rest }) => ({ ...rest, dependencies }));
          assert.deepEqual(bare(result.resources), bare(expected.deployment().resources));
          assert.deepEqual(
            result.pendingOperations.map(({ token }) => token),
            expected.deployment().pendingOperations.map(({ token }) => token),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it("continues from every durable append of a session that died", async () => {
    const root = await newFolder();
    const { journal } = filesOf(root, "archi", "dev");
    const first = await new FileBackend(root).open("archi", "dev", OPEN);
    await first.append([put(0, rootResource()), put(1, bucket("a", { inputs: { s: secret("h1dden") } }))]);
    await first.append([
      { kind: "pending", operation: 0, type: "creating", resource: bucket("b"), token: "tok" },
    ]);
    await first.append([put(2, bucket("c"))]);
    const bytes = await readFile(journal);
    assert.ok(!bytes.includes("h1dden"));
    await first.abandon();
    await writeFile(journal, bytes.subarray(0, bytes.length - 3));

    const second = await new FileBackend(root).open("archi", "dev", OPEN);
    assert.deepEqual(second.base, {
      resources: [rootResource(), bucket("a", { inputs: { s: secret("h1dden") } })],
      pendingOperations: [{ type: "creating", resource: bucket("b"), token: "tok" }],
    });
    assert.equal(second.serial, 1);
    const torn = batchTail(bytes) - 3;
    assert.deepEqual(second.notices, [
      "archi/dev: the last update did not end; 2 entries of its journal were replayed",
      `${journal}: the last entry is incomplete; its ${torn} bytes are left out`,
    ]);
    await second.close();
    const third = await new FileBackend(root).open("archi", "dev", OPEN);
    assert.equal(third.base.pendingOperations[0]?.token, "tok");
    await third.append([{ kind: "settled", operation: 0 }]);
    await third.close();
    assert.deepEqual((await new FileBackend(root).read("archi", "dev")).base.pendingOperations, []);
    assert.ok((await readFile(join(root, ".pulumi/stacks/archi/dev.json"), "utf8")).includes(ROOT));
  });
});

function batchTail(bytes: Buffer): number {
  return bytes.length - 1 - bytes.lastIndexOf(10, bytes.length - 2);
}
