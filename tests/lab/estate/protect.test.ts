// starts processes
import assert from "node:assert/strict";
import { type Estate, estate, type Run } from "../../helpers/estate";

const KEPT = ["aws:route53/zone:Zone", "aws:s3/bucket:Bucket"];

describe("an environment with protect", () => {
  let world: Estate;
  const ran: Record<string, Run> = {};
  const inCloud: Record<string, readonly string[]> = {};
  let protectedTypes: readonly string[] = [];

  before(async () => {
    world = estate();
    world.write("Pulumi.dev.yaml", "dev", (settings) => Object.assign(settings, { protect: true }));
    ran["up"] = await world.run("up", "dev");
    protectedTypes = (await world.state("dev")).flatMap(({ type, protect }) => (protect ? [type] : []));
    inCloud["protected"] = await world.inCloud();
    world.write("Pulumi.dev.yaml", "dev", (settings) =>
      Object.assign(settings, { protect: true, cdn: undefined }),
    );
    ran["without cdn"] = await world.run("preview", "dev");
    world.write("Pulumi.dev.yaml", "dev", (settings) => Object.assign(settings, { protect: false }));
    ran["unprotect"] = await world.run("up", "dev");
    inCloud["unprotected"] = await world.inCloud();
    ran["destroy"] = await world.run("destroy", "dev");
    inCloud["nothing"] = await world.inCloud();
  });
  after(() => world.remove());

  it("protects the resources that hold data or identity, and no other", () => {
    assert.deepEqual(ran["up"]?.errors, []);
    assert.deepEqual([...new Set(protectedTypes)].sort(), KEPT);
    assert.equal(protectedTypes.length, 5, "a zone, and a data and a site bucket in each region");
  });

  it("refuses a change of the settings that would delete one, and names it", () => {
    const errors = ran["without cdn"]?.errors ?? [];

    assert.equal(ran["without cdn"]?.exitCode, 1);
    assert.deepEqual(
      errors.filter((text) => !text.includes("because it is protected")),
      [],
    );
    assert.deepEqual(errors.map((text) => /::([^:"]+)" cannot be deleted/.exec(text)?.[1]).sort(), [
      "site-ap-northeast-2",
      "site-us-east-1",
    ]);
  });

  it("unprotects them without a change in the cloud, after which a destroy deletes all", () => {
    assert.deepEqual(ran["unprotect"]?.steps, []);
    assert.deepEqual(inCloud["unprotected"], inCloud["protected"]);
    assert.deepEqual(ran["destroy"]?.errors, []);
    const remaining = (inCloud["nothing"] ?? []).filter((each) => !each.includes(":AccountGuard$"));
    assert.deepEqual(remaining, [], "only the guard of the account remains, which outlives the environment");
  });
});
