import assert from "node:assert/strict";
import { parseCidrClearingHostBits } from "../../../../common/cidr";
import { isInternetWide } from "../../../../policies/kit/facts/internet-cidr";

function block(text: string) {
  const parsed = parseCidrClearingHostBits(text);
  assert.ok(parsed, text);
  return parsed;
}

describe("isInternetWide", () => {
  it("is true for all addresses and for more than any network has", () => {
    const world = [
      "0.0.0.0/0",
      "1.2.3.4/0",
      "128.0.0.0/1",
      "64.0.0.0/2",
      "2.0.0.0/7",
      "::/0",
      "8000::/1",
      "2000::/3",
    ];
    for (const text of world) {
      assert.equal(isInternetWide(block(text)), true, text);
    }
    for (const text of ["10.0.0.0/8", "2600::/12", "fc00::/7", "fd00::/8"])
      assert.equal(isInternetWide(block(text)), false, text);
  });
});
