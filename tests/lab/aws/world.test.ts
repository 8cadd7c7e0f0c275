import * as assert from "node:assert/strict";
import { setTimeout as timer } from "node:timers/promises";
import { MemoryWorld } from "../../../lab/aws/memory-world";
import type { CloudRecord, World } from "../../../lab/aws/world";
import { advanceClock } from "../../../lab/provider/clock";
import { LmdbWorld } from "../../../lab/provider/store";
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

const worlds: readonly (readonly [string, () => { world: World; close: () => Promise<void> }])[] = [
  ["MemoryWorld", () => ({ world: new MemoryWorld(), close: async () => undefined })],
  [
    "LmdbWorld",
    () => {
      const world = new LmdbWorld(temporaryDirectory());
      return { world, close: () => world.close() };
    },
  ],
];

for (const [name, make] of worlds) {
  describe(name, () => {
    let world: World;
    let close: () => Promise<void>;

    beforeEach(() => {
      ({ world, close } = make());
    });

    afterEach(() => close());

    it("given a record, when asked by its key, then it is answered, and not under another key", () => {
      world.put(record("a"));

      assert.deepEqual(world.get(record("a")), record("a"));
      assert.equal(world.get(record("a", { region: "us-east-1" })), undefined);
    });

    it("given records in two regions and types, when listed, then filters and order hold", () => {
      world.put(record("b"));
      world.put(record("a"));
      world.put(record("a", { region: "us-east-1" }));
      world.put(record("v", { type: "aws:ec2/vpc:Vpc" }));

      assert.deepEqual(
        world.list({ region: "eu-west-1" }).map(({ id }) => id),
        ["v", "a", "b"],
      );
      assert.deepEqual(
        world.list({ type: "aws:sns/topic:Topic" }).map(({ id, region }) => `${region}/${id}`),
        ["eu-west-1/a", "eu-west-1/b", "us-east-1/a"],
      );
      assert.deepEqual(world.list({ account: "999999999999" }), []);
      assert.equal(world.list().length, 4);
    });

    it("given a record with a token, when it is removed, then the token is forgotten", () => {
      world.put(record("a", { token: "t" }));
      assert.equal(world.findByToken("t")?.id, "a");

      assert.equal(world.remove(record("a")), true);
      assert.equal(world.findByToken("t"), undefined);
      assert.equal(world.remove(record("a")), false);
    });

    it("given a transaction that throws, when it is over, then nothing of it stays", () => {
      world.put(record("kept"));
      assert.throws(
        () =>
          world.transact(() => {
            world.put(record("undone"));
            world.remove(record("kept"));
            world.setNote("s3/name", "undone", true);
            throw new Error("no");
          }),
        { message: "no" },
      );

      assert.deepEqual(
        world.list().map(({ id }) => id),
        ["kept"],
      );
      assert.equal(world.note("s3/name", "undone"), undefined);
    });

    it("given notes, when asked by prefix, then only those are answered, in order", () => {
      world.setNote("s3/object", "b/2", { size: 2 });
      world.setNote("s3/object", "b/1", { size: 1 });
      world.setNote("s3/object", "c/1", 3);
      world.setNote("other", "b/1", 4);

      assert.deepEqual(world.notes("s3/object", "b/"), [
        ["b/1", { size: 1 }],
        ["b/2", { size: 2 }],
      ]);
      world.setNote("s3/object", "b/1", undefined);
      assert.deepEqual(
        world.notes("s3/object").map(([key]) => key),
        ["b/2", "c/1"],
      );
    });

    it("given an id longer than any key of the store, when put, then it is found by it", () => {
      const id = `arn:${"x".repeat(2500)}`;
      world.put(record(id));

      assert.equal(world.get(record(id))?.id, id);
      assert.equal(world.get(record(`${id}y`)), undefined);
    });
  });
}

describe("LmdbWorld in two hands", () => {
  it("given two worlds on one directory, when one writes, then the other reads and a clock is shared", async () => {
    const directory = temporaryDirectory();
    const one = new LmdbWorld(directory);
    const other = new LmdbWorld(directory);
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
