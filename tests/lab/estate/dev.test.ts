// starts processes
import assert from "node:assert/strict";
import type { CloudRecord } from "../../../lab/aws/cloud-store";
import { assertDid, type Estate, estate, type Run } from "../../helpers/estate";

const THIRD = { code: "eu-central-1", endpoint: "eu-central-1.dev.example.net" };
const CLUSTER = "dev-cluster-nightly";

/** Count of resources by type, of one region. */
function inRegion(cloud: readonly CloudRecord[], code: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { type } of cloud.filter(({ region }) => region === code)) {
    const short = type.replace(/^aws:|:.*$/g, "");
    counts[short] = (counts[short] ?? 0) + 1;
  }
  return counts;
}

/** Number of resources of `dev` in the state. */
const RESOURCES = 202;

describe("the estate in one stack", () => {
  let world: Estate;
  const ran: Record<string, Run> = {};
  const seen: Record<string, readonly string[]> = {};
  let cloud: readonly CloudRecord[] = [];
  let providers: readonly string[] = [];

  before(async () => {
    world = estate();
    const config = { "archipelago:clusterStartedAt": "2026-11-23T14:00:00Z" };
    ran["up"] = await world.run("up", "dev");
    seen["two"] = await world.inCloud();
    cloud = await world.cloud((control) => control.list());
    [ran["again"], ran["cluster up"]] = await Promise.all([
      world.run("up", "dev"),
      world.run("up", CLUSTER, { config }),
    ]);
    seen["cluster"] = await world.inCloud();
    ran["cluster destroy"] = await world.run("destroy", CLUSTER);
    seen["without cluster"] = await world.inCloud();
    world.write("Pulumi.dev.yaml", "dev", ({ regions }) => regions.push(THIRD));
    ran["third region"] = await world.run("up", "dev");
    seen["three"] = await world.inCloud();
    world.write("Pulumi.dev.yaml", "dev");
    ran["back to two"] = await world.run("up", "dev");
    seen["two again"] = await world.inCloud();
    providers = (await world.state("dev"))
      .filter(({ type }) => type === "pulumi:providers:aws")
      .map(({ urn }) => urn.split("::").at(-1) ?? "");
    ran["refresh"] = await world.run("refresh", "dev");
    ran["destroy"] = await world.run("destroy", "dev");
    seen["nothing"] = await world.inCloud();
  });
  after(() => world.remove());

  it("deploys both regions into an empty account", () => {
    assertDid(ran["up"], { create: RESOURCES });
    const seoul = inRegion(cloud, "ap-northeast-2");
    const virginia = inRegion(cloud, "us-east-1");
    assert.deepEqual(
      Object.keys(seoul).filter((type) => virginia[type] === undefined),
      ["s3/bucketReplicationConfig"],
    );
    for (const [type, count] of Object.entries(seoul)) {
      if (type !== "s3/bucketReplicationConfig") assert.ok((virginia[type] ?? 0) >= count, type);
    }
    assert.deepEqual(Object.keys(ran["up"]?.outputs ?? {}).sort(), ["edge", "foundation", "regions"]);
  });

  it("gives instances public addresses only in the public subnets that clusters run in", () => {
    const withAddresses = cloud.flatMap(({ type, urn, outputs }) =>
      type === "aws:ec2/subnet:Subnet" && outputs["mapPublicIpOnLaunch"] ? [urn.split("::").at(-1)] : [],
    );

    assert.deepEqual(withAddresses.sort(), [
      "network-ap-northeast-2-public-1",
      "network-ap-northeast-2-public-2",
    ]);
  });

  it("changes nothing in a second up", () => {
    assertDid(ran["again"], { same: RESOURCES });
  });

  it("finds no drift in a refresh", () => {
    assert.deepEqual(ran["refresh"]?.drift, []);
    assert.equal(ran["refresh"]?.exitCode, 0);
  });

  it("deploys and destroys a cluster without touching other resources", () => {
    const added = (seen["cluster"] ?? []).filter((each) => !seen["two"]?.includes(each));
    const created = ran["cluster up"]?.changes.create ?? 0;

    assertDid(ran["cluster up"], { create: created });
    assert.ok(created > 10, `${created} resources`);
    assert.ok(added.every((each) => each.includes(`urn:pulumi:${CLUSTER}::`)));
    assert.equal(added.length, (seen["cluster"]?.length ?? 0) - (seen["two"]?.length ?? 0));
    // the resources that the cluster only reads stay
    assertDid(ran["cluster destroy"], { delete: created, discard: 1 });
    assert.deepEqual(seen["without cluster"], seen["two"]);
  });

  it("deploys an added region, replicates the site to it, and changes nothing else", () => {
    const { create, same, ...others } = ran["third region"]?.changes ?? {};
    const added = (seen["three"] ?? []).filter((each) => !seen["two"]?.includes(each));

    assert.deepEqual([ran["third region"]?.errors, others, same], [[], { update: 3 }, RESOURCES - 3]);
    assert.deepEqual(
      ran["third region"]?.steps.filter((step) => step.startsWith("update")),
      [
        "update aws:iam/rolePolicy:RolePolicy site-replication-role-policy",
        "update aws:s3/bucketReplicationConfig:BucketReplicationConfig site-replication",
      ],
    );
    assert.ok(
      added.every((each) => /^(eu-central-1|global) .*-eu-central-1/.test(each)),
      added.join("\n"),
    );
    assert.equal(added.length > 30, true, `${create} resources`);
  });

  it("deletes a removed region with its provider and nothing else", () => {
    assertDid(ran["back to two"], {
      same: RESOURCES - 3,
      update: 3,
      delete: ran["third region"]?.changes.create ?? 0,
    });
    assert.deepEqual(seen["two again"], seen["two"]);
    assert.deepEqual([...providers].sort(), ["aws-ap-northeast-2", "aws-us-east-1"]);
  });

  it("leaves only the block of the account after a destroy", async () => {
    assertDid(ran["destroy"], { delete: RESOURCES });
    assert.deepEqual(
      (seen["nothing"] ?? []).map((each) => each.split("::").at(-1)),
      ["account-buckets 123456789012"],
    );
    assert.deepEqual(await world.state("dev"), []);
  });
});
