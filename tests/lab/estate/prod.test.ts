// starts processes
import assert from "node:assert/strict";
import { assertDid, type Estate, estate, type Run } from "../../helpers/estate";

const CODES = ["ap-northeast-2", "us-east-1", "eu-central-1", "us-west-2"];
const STRUCK = "eu-central-1";
const WELL = CODES.filter((code) => code !== STRUCK);
const CELLS = ["prod-foundation", ...CODES.map((code) => `prod-${code}`), "prod-edge"];

describe("the estate in cells, one region's API failing", () => {
  let world: Estate;
  const ran: Record<string, Run> = {};
  const seen: Record<string, readonly string[]> = {};
  /** What the state of each region's stack held once the region's API had failed. */
  const held: Record<string, readonly string[]> = {};

  async function each(stacks: readonly string[], operation: "up" | "destroy", note: string): Promise<void> {
    const runs = await Promise.all(stacks.map((stack) => world.run(operation, stack)));
    for (const [index, run] of runs.entries()) ran[`${note} ${stacks[index]}`] = run;
  }

  before(async () => {
    world = estate();
    ran["foundation"] = await world.run("up", "prod-foundation");
    await world.cloud((cloud) =>
      cloud.addFault({
        match: { region: STRUCK },
        effect: { kind: "error", code: "InternalFailure", message: "the region is down", httpStatus: 500 },
      }),
    );
    await each(
      CODES.map((code) => `prod-${code}`),
      "up",
      "struck",
    );
    for (const code of CODES) held[code] = (await world.state(`prod-${code}`)).map(({ type }) => type);
    seen["struck"] = await world.inCloud();
    ran["edge too early"] = await world.run("up", "prod-edge");
    seen["edge too early"] = await world.inCloud();
    await world.cloud((cloud) => cloud.removeFaults());
    ran["mended"] = await world.run("up", `prod-${STRUCK}`);
    ran["edge"] = await world.run("up", "prod-edge");
    seen["all"] = await world.inCloud();
    ran["destroy prod-edge"] = await world.run("destroy", "prod-edge");
    await each(
      CODES.map((code) => `prod-${code}`),
      "destroy",
      "destroy",
    );
    ran["destroy prod-foundation"] = await world.run("destroy", "prod-foundation");
    seen["nothing"] = await world.inCloud();
  });
  after(() => world.remove());

  it("given the failure, when every region's stack goes up at once, then the others are complete", () => {
    for (const code of WELL) {
      const run = ran[`struck prod-${code}`];
      // the foundation that it reads is not its own
      assertDid(run, { create: (held[code]?.length ?? 0) - 1 });
    }
    const counts = WELL.map((code) => held[code]?.filter((type) => type.startsWith("aws:")).length);
    assert.deepEqual(new Set(counts).size, 1, `as many in each region: ${counts.join(", ")}`);
  });

  it("given the failure, when its region's stack goes up, then it fails, tells why, and knows what is there", () => {
    const run = ran[`struck prod-${STRUCK}`];
    const there = (seen["struck"] ?? []).filter((each) => each.includes(`urn:pulumi:prod-${STRUCK}::`));

    assert.equal(run?.exitCode, 1);
    assert.ok(
      run?.errors.some((text) => text.includes("the region is down")),
      run?.errors.join("\n"),
    );
    assert.equal(
      there.length,
      held[STRUCK]?.filter((type) => type.startsWith("aws:")).length,
      "what the cloud holds is in the state",
    );
  });

  it("given a region that is not complete, when the edge goes up, then it says so and makes nothing", () => {
    const run = ran["edge too early"];

    assert.equal(run?.exitCode, 1);
    assert.deepEqual(run?.messages, [
      'stack "prod-eu-central-1": output "regions" is missing, expected it among []; bring it up first: pulumi up -s prod-eu-central-1 --config-file Pulumi.prod.yaml',
    ]);
    assert.deepEqual(seen["edge too early"], seen["struck"]);
  });

  it("given the failure is over, when that stack goes up again, then it is completed", () => {
    const run = ran["mended"];

    assert.deepEqual([run?.errors, run?.exitCode], [[], 0]);
    const all = (seen["all"] ?? []).map((each) => each.split(" ")[0]);
    const counts = CODES.map((code) => all.filter((region) => region === code).length);
    assert.deepEqual(Object.keys(Object(run?.outputs["regions"])), [STRUCK]);
    assert.equal(counts[2], counts[3], "eu-central-1 holds as much as us-west-2");
  });

  it("given all regions, when the edge goes up, then it is complete", () => {
    const made = ran["edge"]?.changes.create ?? 0;

    // the stack itself, and the provider that reads other stacks, are there from the attempt before
    assertDid(ran["edge"], { create: made, same: 2 });
    const edge = (seen["all"] ?? []).filter((each) => each.includes("urn:pulumi:prod-edge::"));
    assert.equal(edge.filter((each) => each.includes("route53/record:Record")).length, 4);
    assert.equal(edge.filter((each) => each.includes("route53/healthCheck:HealthCheck")).length, 4);
    assert.equal(edge.filter((each) => each.includes("cloudfront/distribution:Distribution")).length, 1);
  });

  it("given all cells, when destroyed from the edge down, then nothing is left", async () => {
    for (const stack of CELLS) {
      assert.deepEqual([ran[`destroy ${stack}`]?.errors, await world.state(stack)], [[], []], stack);
    }
    assert.deepEqual(seen["nothing"], []);
  });
});
