import assert from "node:assert/strict";
import {
  ARCHIVE_SIGNATURE,
  ASSET_SIGNATURE,
  BYTE_STRING_SIGNATURE,
  OUTPUT_SIGNATURE,
  RESOURCE_SIGNATURE,
  SIGNATURE_KEY,
  UNKNOWN_VALUE,
} from "../../../../common/special-values";
import { restoreAssets, toPolicyValues } from "../../../../lab/engine/analyzer/policy-values";
import { type Properties, secret } from "../../../../lab/engine/values/values";

const special = (signature: string, rest: Properties) => ({ [SIGNATURE_KEY]: signature, ...rest });

describe("toPolicyValues", () => {
  it("converts special values for a pack", () => {
    const properties = {
      known: special(OUTPUT_SIGNATURE, { value: "a", secret: true, dependencies: ["urn:x"] }),
      unknown: special(OUTPUT_SIGNATURE, {}),
      reference: [special(RESOURCE_SIGNATURE, { urn: "urn:b", id: "b-1" })],
      later: special(RESOURCE_SIGNATURE, { urn: "urn:c", id: UNKNOWN_VALUE }),
      component: special(RESOURCE_SIGNATURE, { urn: "urn:d", id: "" }),
      bytes: special(BYTE_STRING_SIGNATURE, { value: "AAE=" }),
      asset: special(ASSET_SIGNATURE, { text: "tide", hash: "h" }),
    };
    assert.deepEqual(toPolicyValues(properties, "drop"), {
      known: secret("a"),
      unknown: UNKNOWN_VALUE,
      reference: ["b-1"],
      later: UNKNOWN_VALUE,
      component: "urn:d",
      bytes: "AAE=",
      asset: properties.asset,
    });
  });

  it("drops or keeps internal keys at any depth", () => {
    const properties = { __defaults: [], list: [{ __defaults: [], a: 1 }], value: secret({ __x: 1, b: 2 }) };
    assert.deepEqual(toPolicyValues(properties, "drop"), { list: [{ a: 1 }], value: secret({ b: 2 }) });
    assert.deepEqual(toPolicyValues(properties, "keep"), properties);
  });
});

describe("restoreAssets", () => {
  const file = special(ASSET_SIGNATURE, { path: "a.txt", hash: "h" });
  const archive = special(ARCHIVE_SIGNATURE, { assets: { a: file, b: file }, hash: "h" });

  it("restores unchanged assets that came back without content", () => {
    const after = {
      list: [special(ASSET_SIGNATURE, { path: "a.txt" })],
      deep: { archive: special(ARCHIVE_SIGNATURE, { assets: ["a", "b"] }) },
      added: true,
    };
    assert.deepEqual(restoreAssets({ list: [file], deep: { archive } }, after), {
      list: [file],
      deep: { archive },
      added: true,
    });
  });

  it("keeps assets that a policy changed, moved or added", () => {
    const after = {
      changed: special(ASSET_SIGNATURE, { path: "b.txt" }),
      other: special(ASSET_SIGNATURE, { path: "a.txt" }),
      fewer: special(ARCHIVE_SIGNATURE, { assets: ["a"] }),
      kind: special(ARCHIVE_SIGNATURE, { path: "a.txt" }),
    };
    assert.deepEqual(restoreAssets({ changed: file, fewer: archive, kind: file }, after), after);
  });
});
