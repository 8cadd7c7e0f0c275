import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { checkZoneName } from "../../../components/dns-routing/zone";

describe("checkZoneName", () => {
  it("accepts the same name in another form", () => {
    assert.doesNotThrow(() => checkZoneName("sea", "example.com", { name: "Example.com.", zoneId: "Z0" }));
  });

  it("rejects the id of another zone and names that zone", () => {
    assert.throws(() => checkZoneName("sea", "example.com", { name: "example.org", zoneId: "Z0" }), {
      message: 'sea: zone.name is "example.com", expected example.org, the name of zone Z0',
    });
  });
});
