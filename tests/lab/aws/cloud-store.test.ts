import * as assert from "node:assert/strict";
import { setTimeout as timer } from "node:timers/promises";
import type { CloudRecord, CloudStore } from "../../../lab/aws/cloud-store";
import { advanceClock } from "../../../lab/provider/clock";
import { LmdbStore } from "../../../lab/provider/store";
import { MemoryStore } from "../../helpers/memory-store";
import { temporaryDirectory } from "../../helpers/plugin";

const record = (id: string, more: Partial<CloudRecord> = {}): CloudRecord => ({
  account: "123456789012",
  region: "eu-west-1",
  type: "aws:sns/topic:Topic",
  id,
  urn: `urn:pulumi:dev::lab::aws:sns/topic:Topic::${id}`,
  inputs: { name: id },
  outputs: { name: id },
  createdAt: 1,
  updatedAt: 1,
  ...more,
});

const stores: readonly (readonly [string, () => { store: CloudStore; close: () => Promise<void> }])[] = [
  ["MemoryStore", () => ({ store: new MemoryStore(), close: async () => undefined })],
  [
    "LmdbStore",
    () => {
      const store = new LmdbStore(temporaryDirectory());
      return { store, close: () => store.close() };
    },
  ],
];

for (const [name, make] of stores) {
  describe(name, () => {
    let store: CloudStore;
    let close: () => Promise<void>;

    beforeEach(() => {
      ({ store, close } = make());
    });

    afterEach(() => close());

    it("returns a record by its key and not by another one", () => {
      store.put(record("a"));

      assert.deepEqual(store.get(record("a")), record("a"));
      assert.equal(store.get(record("a", { region: "us-east-1" })), undefined);
    });

    it("lists records by filter in the order of their keys", () => {
      store.put(record("b"));
      store.put(record("a"));
      store.put(record("a", { region: "us-east-1" }));
      store.put(record("v", { type: "aws:ec2/vpc:Vpc" }));

      assert.deepEqual(
        store.list({ region: "eu-west-1" }).map(({ id }) => id),
        ["v", "a", "b"],
      );
      assert.deepEqual(
        store.list({ type: "aws:sns/topic:Topic" }).map(({ id, region }) => `${region}/${id}`),
        ["eu-west-1/a", "eu-west-1/b", "us-east-1/a"],
      );
      assert.deepEqual(store.list({ account: "999999999999" }), []);
      assert.equal(store.list().length, 4);
    });

    it("forgets the token of a removed record", () => {
      store.put(record("a", { token: "t" }));
      assert.equal(store.findByToken("t")?.id, "a");

      assert.equal(store.remove(record("a")), true);
      assert.equal(store.findByToken("t"), undefined);
      assert.equal(store.remove(record("a")), false);
    });

    it("undoes a transaction that throws", () => {
      store.put(record("kept"));
      assert.throws(
        () =>
          store.transact(() => {
            store.put(record("undone"));
            store.remove(record("kept"));
            store.setNote("s3/name", "undone", true);
            throw new Error("no");
          }),
        { message: "no" },
      );

      assert.deepEqual(
        store.list().map(({ id }) => id),
        ["kept"],
      );
      assert.equal(store.note("s3/name", "undone"), undefined);
    });

    it("lists notes by prefix in the order of their keys", () => {
      store.setNote("s3/object", "b/2", { size: 2 });
      store.setNote("s3/object", "b/1", { size: 1 });
      store.setNote("s3/object", "c/1", 3);
      store.setNote("other", "b/1", 4);

      assert.deepEqual(store.notes("s3/object", "b/"), [
        ["b/1", { size: 1 }],
        ["b/2", { size: 2 }],
      ]);
      store.setNote("s3/object", "b/1", undefined);
      assert.deepEqual(
        store.notes("s3/object").map(([key]) => key),
        ["b/2", "c/1"],
      );
    });

    it("stores a record whose id is longer than a key of the database", () => {
      const id = `arn:${"x".repeat(2500)}`;
      store.put(record(id));

      assert.equal(store.get(record(id))?.id, id);
      assert.equal(store.get(record(`${id}y`)), undefined);
    });
  });
}

describe("LmdbStore with two owners", () => {
  it("shares records and clock between two stores on one directory", async () => {
    const directory = temporaryDirectory();
    const one = new LmdbStore(directory);
    const other = new LmdbStore(directory);
    one.put(record("a"));
    const before = other.clock.now();
    advanceClock(one, 86_400_000);
    await timer(1); // lmdb lets go of what it reads from by a timer of its own, which was set before this one

    assert.equal(other.get(record("a"))?.id, "a");
    assert.ok(other.clock.now() - before >= 86_400_000);
    await one.close();
    await other.close();
  });
});
