import assert from "node:assert/strict";
import { takeToken } from "../../../lab/aws/rate-limits";
import { ManualClock } from "../../helpers/manual-clock";
import { MemoryStore } from "../../helpers/memory-store";

describe("takeToken", () => {
  const clock = new ManualClock();

  function countAllowed(service: string, operation: string, regions: readonly string[]): number {
    const store = new MemoryStore(clock);
    const take = (region: string) =>
      takeToken(store, { service, operation, region, account: "1", resources: [] });
    return Array.from({ length: 120 }, (_, index) => take(regions[index % regions.length] ?? "")).filter(
      Boolean,
    ).length;
  }

  it("allows five requests a second to Route 53 in all regions, and more after a pause", () => {
    const store = new MemoryStore(clock);
    const take = (region: string) =>
      takeToken(store, {
        service: "route53",
        operation: "CreateHealthCheck",
        region,
        account: "1",
        resources: [],
      });

    assert.deepEqual(["a", "b", "c", "d", "e", "f"].map(take), [true, true, true, true, true, false]);
    clock.advance(200);
    assert.deepEqual([take("a"), take("a")], [true, false]);
  });

  for (const [service, operation, perSecond] of [
    ["cloudwatch", "PutMetricAlarm", 3],
    ["cloudwatch", "PutCompositeAlarm", 3],
    ["cloudwatch", "DeleteAlarms", 3],
    ["cloudwatch", "PutDashboard", 10],
    ["cloudtrail", "CreateTrail", 1],
    ["logs", "CreateLogGroup", 5],
    ["logs", "DeleteLogGroup", 5],
    ["sns", "Subscribe", 100],
    ["sns", "CreateTopic", 120],
  ] as const)
    it(`allows ${perSecond} of 120 requests ${operation} of ${service} in a second and region`, () => {
      assert.equal(countAllowed(service, operation, ["eu-west-1"]), perSecond);
      if (perSecond < 60)
        assert.equal(countAllowed(service, operation, ["eu-west-1", "us-east-1"]), 2 * perSecond);
    });
});
