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
  /** Types in the state of each region's stack after the API of one region has failed. */
  const stateTypes: Record<string, readonly string[]> = {};

  async function each(stacks: readonly string[], operation: "up" | "destroy", note: string): Promise<void> {
    const runs = await Promise.all(stacks.map((stack) => world.run(operation, stack)));
    for (const [index, run] of runs.entries()) ran[`${note} ${stacks[index]}`] = run;
  }

  before(async () => {
    world = estate();
    world.write("Pulumi.prod.yaml", "prod", (settings) => Object.assign(settings, { protect: false }));
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
    for (const code of CODES) stateTypes[code] = (await world.state(`prod-${code}`)).map(({ type }) => type);
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

  it("completes the other regions, which are deployed in parallel", () => {
    for (const code of WELL) {
      const run = ran[`struck prod-${code}`];
      // the reference to the foundation is a read, not a create
      assertDid(run, { create: (stateTypes[code]?.length ?? 0) - 1 });
    }
    const counts = WELL.map((code) => stateTypes[code]?.filter((type) => type.startsWith("aws:")).length);
    assert.deepEqual(new Set(counts).size, 1, `as many in each region: ${counts.join(", ")}`);
  });

  it("fails the region's stack with the cause and records what exists", () => {
    const run = ran[`struck prod-${STRUCK}`];
    const inCloud = (seen["struck"] ?? []).filter((each) => each.includes(`urn:pulumi:prod-${STRUCK}::`));

    assert.equal(run?.exitCode, 1);
    assert.ok(
      run?.errors.some((text) => text.includes("the region is down")),
      run?.errors.join("\n"),
    );
    assert.equal(
      inCloud.length,
      stateTypes[STRUCK]?.filter((type) => type.startsWith("aws:")).length,
      "the state lists every resource of the cloud",
    );
  });

  it("refuses to deploy the edge before every region is complete", () => {
    const run = ran["edge too early"];

    assert.equal(run?.exitCode, 1);
    assert.deepEqual(run?.messages, [
      'stack "prod-eu-central-1": output "regions" is missing, expected it among []; deploy it first: pulumi up -s prod-eu-central-1 --config-file Pulumi.prod.yaml',
    ]);
    assert.deepEqual(seen["edge too early"], seen["struck"]);
  });

  it("completes the region once its API works again", () => {
    const run = ran["mended"];

    assert.deepEqual([run?.errors, run?.exitCode], [[], 0]);
    const all = (seen["all"] ?? []).map((each) => each.split(" ")[0]);
    const counts = CODES.map((code) => all.filter((region) => region === code).length);
    assert.deepEqual(Object.keys(Object(run?.outputs["regions"])), [STRUCK]);
    assert.equal(counts[2], counts[3], "eu-central-1 has as many resources as us-west-2");
  });

  it("deploys the edge after all regions", () => {
    const created = ran["edge"]?.changes.create ?? 0;

    // the stack and the provider that reads other stacks exist since the first attempt
    assertDid(ran["edge"], { create: created, same: 2 });
    const edge = (seen["all"] ?? []).filter((each) => each.includes("urn:pulumi:prod-edge::"));
    // four regions, and the alias of the CDN over IPv4 and IPv6 with the validation of its certificate
    assert.equal(edge.filter((each) => each.includes("route53/record:Record")).length, 4 + 3);
    assert.equal(edge.filter((each) => each.includes("route53/healthCheck:HealthCheck")).length, 4);
    assert.equal(edge.filter((each) => each.includes("cloudfront/distribution:Distribution")).length, 1);
  });

  it("deletes everything from the edge to the foundation but the block of the account", async () => {
    for (const stack of CELLS) {
      assert.deepEqual([ran[`destroy ${stack}`]?.errors, await world.state(stack)], [[], []], stack);
    }
    assert.deepEqual(
      (seen["nothing"] ?? []).map((each) => each.split("::").at(-1)),
      ["account-buckets 123456789012"],
    );
  });
});
