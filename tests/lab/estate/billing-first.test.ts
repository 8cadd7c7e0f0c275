// starts processes
import assert from "node:assert/strict";
import { type Estate, estate, type Run } from "../../helpers/estate";

describe("the estate without billing alarms", () => {
  let world: Estate;
  let failed: Run;
  let repaired: Run;
  const seen: Record<string, readonly string[]> = {};

  before(async () => {
    world = estate();
    const match = { operation: "PutMetricAlarm", resource: "billing-total-0.01" };
    await world.cloud((control) =>
      control.addFault({ match, effect: { kind: "error", code: "AccessDenied" } }),
    );
    failed = await world.run("up", "dev");
    seen["failed"] = await world.inCloud();
    await world.cloud((control) => control.removeFaults());
    repaired = await world.run("up", "dev");
    seen["repaired"] = await world.inCloud();
  });
  after(() => world.remove());

  it("has only the billing guard, whose other resources are created", () => {
    const types = (seen["failed"] ?? []).map((each) => each.split("::")[2] ?? "");

    assert.equal(failed.exitCode, 1);
    assert.ok(types.length > 3, types.join("\n"));
    assert.deepEqual(
      types.filter((type) => !type.startsWith("archipelago:components:BillingGuard$")),
      [],
    );
  });

  it("is deployed once the alarms exist", () => {
    assert.deepEqual(repaired.errors, []);
    assert.ok((seen["repaired"]?.length ?? 0) > 100);
  });
});
