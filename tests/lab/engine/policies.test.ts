import assert from "node:assert/strict";
import * as path from "node:path";
import { done, nameOf, type Ran, TestWorld } from "./plugins/world";

const PACK = path.join(__dirname, "analyzer/pack");

/** Violations, such as `mandatory sized a`, in order. */
function violations(ran: Ran): readonly string[] {
  return ran.events
    .flatMap((event) =>
      event.kind === "policy" ? [`${event.level} ${event.policy} ${nameOf(event.urn)}: ${event.text}`] : [],
    )
    .sort();
}

describe("policy packs", function () {
  this.timeout(120_000);
  let world: TestWorld;
  const packs = { policyPacks: [{ dir: PACK }] };
  const stack = (text: string): void =>
    world.program(`
      const one = { provider: new Provider("p1", { region: "r1" }) };
      const bucket = (name, args) => new Thing(name, args, one, "Bucket");
      const sealed = (bucket) => new Thing("seal", { bucket: bucket.arn }, one, "Seal");
      ${text}
    `);
  beforeEach(() => {
    world = new TestWorld();
  });
  afterEach(() => world.remove());

  it("given mandatory violations, when previewed, then all are listed, and when up runs, then it stops before the resource", async () => {
    stack(`
      sealed(bucket("big", { size: 101 }));
      bucket("bigger", { size: 102 });
    `);
    const preview = await world.preview(packs);
    assert.equal(preview.exitCode, 1);
    assert.deepEqual(
      violations(preview)
        .filter((text) => text.includes("sized"))
        .map((text) => text.split(":")[0]),
      ["mandatory sized big", "mandatory sized bigger"],
    );
    const ran = await world.up(packs);
    assert.equal(ran.exitCode, 1);
    assert.match(
      ran.errors.join("\n"),
      /a mandatory policy is violated by urn:pulumi:dev::golden::test:index:Bucket::big/,
    );
    assert.deepEqual(world.madeNames(), []);
  });

  it("given advice and a remedy, when up runs, then it goes on, the cloud has the remedied resource, and a replacement has it too", async () => {
    const text = (version: number): string => `
      const a = bucket("a", { size: 1, fixed: ${version} });
      sealed(a);
      new Thing("mirror", {}, one, "Mirror");
    `;
    stack(text(1));
    const ran = await world.up(packs);
    assert.equal(ran.exitCode, 0, ran.errors.join("\n"));
    const told = violations(ran);
    assert.ok(
      told.some((line) => line.startsWith("advisory tells mirror")),
      told.join("\n"),
    );
    assert.ok(
      told.some((line) => line.startsWith("remediate versioned a")),
      told.join("\n"),
    );
    const inputs = (): unknown => world.made().find(({ urn }) => nameOf(urn) === "a")?.inputs;
    assert.deepEqual(inputs(), { size: 1, fixed: 1, versioned: true });

    stack(text(2));
    const replaced = await world.up(packs);
    assert.equal(replaced.exitCode, 0, replaced.errors.join("\n"));
    assert.ok(done(replaced).includes("replace a"));
    assert.deepEqual(inputs(), { size: 1, fixed: 2, versioned: true });
    assert.deepEqual(done(await world.up(packs)), []);
  });

  it("given a rule about the whole stack that is broken, when up runs, then nothing is deleted and it fails", async () => {
    stack('const a = bucket("a", { size: 1 }); sealed(a);');
    assert.equal((await world.up(packs)).exitCode, 0);
    stack('bucket("a", { size: 1 });');
    const ran = await world.up(packs);
    assert.equal(ran.exitCode, 1);
    assert.match(violations(ran).join("\n"), /mandatory sealed a: .*\nno seal/);
  });
});
