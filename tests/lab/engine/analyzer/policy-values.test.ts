import assert from "node:assert/strict";
import { restoreAssets, toPolicyValues } from "../../../../lab/engine/analyzer/policy-values";
import {
  ARCHIVE,
  ASSET,
  BYTE_STRING,
  OUTPUT_VALUE,
  type Properties,
  RESOURCE_REFERENCE,
  SIGNATURE,
  secret,
  UNKNOWN,
} from "../../../../lab/engine/values";

const special = (signature: string, rest: Properties) => ({ [SIGNATURE]: signature, ...rest });

describe("toPolicyValues", () => {
  it("given special values, when turned, then a pack can read each of them", () => {
    const properties = {
      known: special(OUTPUT_VALUE, { value: "a", secret: true, dependencies: ["urn:x"] }),
      unknown: special(OUTPUT_VALUE, {}),
      reference: [special(RESOURCE_REFERENCE, { urn: "urn:b", id: "b-1" })],
      later: special(RESOURCE_REFERENCE, { urn: "urn:c", id: UNKNOWN }),
      component: special(RESOURCE_REFERENCE, { urn: "urn:d", id: "" }),
      bytes: special(BYTE_STRING, { value: "AAE=" }),
      asset: special(ASSET, { text: "tide", hash: "h" }),
    };
    assert.deepEqual(toPolicyValues(properties, "drop"), {
      known: secret("a"),
      unknown: UNKNOWN,
      reference: ["b-1"],
      later: UNKNOWN,
      component: "urn:d",
      bytes: "AAE=",
      asset: properties.asset,
    });
  });

  it("given internal keys at any depth, when turned, then they are dropped, or kept, as asked", () => {
    const properties = { __defaults: [], list: [{ __defaults: [], a: 1 }], value: secret({ __x: 1, b: 2 }) };
    assert.deepEqual(toPolicyValues(properties, "drop"), { list: [{ a: 1 }], value: secret({ b: 2 }) });
    assert.deepEqual(toPolicyValues(properties, "keep"), properties);
  });
});

describe("keepAssets", () => {
  const file = special(ASSET, { path: "a.txt", hash: "h" });
  const archive = special(ARCHIVE, { assets: { a: file, b: file }, hash: "h" });

  it("given assets left in place, when kept, then they are those before, though they came back without content", () => {
    const after = {
      list: [special(ASSET, { path: "a.txt" })],
      deep: { archive: special(ARCHIVE, { assets: ["a", "b"] }) },
      added: true,
    };
    assert.deepEqual(restoreAssets({ list: [file], deep: { archive } }, after), {
      list: [file],
      deep: { archive },
      added: true,
    });
  });

  it("given assets that a policy changed, moved or added, when kept, then they are those after", () => {
    const after = {
      changed: special(ASSET, { path: "b.txt" }),
      other: special(ASSET, { path: "a.txt" }),
      fewer: special(ARCHIVE, { assets: ["a"] }),
      kind: special(ARCHIVE, { path: "a.txt" }),
    };
    assert.deepEqual(restoreAssets({ changed: file, fewer: archive, kind: file }, after), after);
  });
});
