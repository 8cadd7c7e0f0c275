import assert from "node:assert/strict";
import * as fc from "fast-check";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { fromStruct, toStruct } from "../../../../lab/engine/values/struct";
import type { Properties } from "../../../../lab/engine/values/values";

// The maps of google-protobuf, which the SDK's own programs are bound to as well, cannot hold the key __proto__.
const key = fc
  .oneof(
    fc.constantFrom("constructor", "prototype", "toString", "", "a.b", "키"),
    fc.string({ unit: "binary" }),
  )
  .filter((text) => text !== "__proto__");
// Neither JSON nor Pulumi's own marshalling distinguishes -0 from 0.
const number = fc.double({ noNaN: true }).map((value) => (Object.is(value, -0) ? 0 : value));
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    number,
    fc.string({ unit: "binary" }),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie("value")), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}));
const properties = fc
  .array(fc.tuple(key, value), { maxLength: 5 })
  .map((entries) => Object.fromEntries(entries) as Properties);

describe("toStruct", () => {
  it("reads back any properties that it has written", () => {
    void fc.assert(
      fc.property(properties, (given) => {
        const bytes = toStruct(given).serializeBinary();
        const read = fromStruct(Struct.deserializeBinary(bytes));
        assert.deepEqual(read, given);
        assert.deepEqual(Object.keys(read).sort(), Object.keys(given).sort());
      }),
    );
  });

  it("leaves out an undefined property and keeps null", () => {
    const struct = toStruct({ a: undefined as unknown as null, b: null });
    assert.deepEqual(struct.toJavaScript(), { b: null });
  });
});

describe("fromStruct", () => {
  it("returns no properties for no message", () => {
    assert.deepEqual(fromStruct(undefined), {});
  });

  it("changes no prototype by a key __proto__", () => {
    const read = fromStruct(toStruct(JSON.parse('{"a":{"__proto__":{"polluted":true}}}')));
    assert.equal(Object.getPrototypeOf(read["a"]), Object.prototype);
    assert.equal((read["a"] as Record<string, unknown>)["polluted"], undefined);
    assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
  });
});
