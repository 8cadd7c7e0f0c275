import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { COLDER_STORAGE_CLASSES, type ColderStorageClass, colderThan } from "../../common/storage-classes";

describe("colderThan", () => {
  for (const [storageClass, expected] of [
    ["STANDARD_IA", ["INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"]],
    ["INTELLIGENT_TIERING", ["ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"]],
    ["ONEZONE_IA", ["GLACIER", "DEEP_ARCHIVE"]],
    ["GLACIER_IR", ["GLACIER", "DEEP_ARCHIVE"]],
    ["GLACIER", ["DEEP_ARCHIVE"]],
    ["DEEP_ARCHIVE", []],
  ] as const satisfies readonly (readonly [ColderStorageClass, readonly ColderStorageClass[]])[]) {
    it(`lists what objects in ${storageClass} can transition to`, () => {
      assert.deepEqual(colderThan(storageClass), expected);
    });
  }

  it("never leads back to a warmer class", () => {
    for (const [index, storageClass] of COLDER_STORAGE_CLASSES.entries())
      for (const next of colderThan(storageClass)) assert.ok(COLDER_STORAGE_CLASSES.indexOf(next) > index);
  });
});
