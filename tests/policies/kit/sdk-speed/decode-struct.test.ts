import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { BinaryReader, BinaryWriter } from "google-protobuf";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { readStruct } from "../../../../policies/kit/sdk-speed/decode-struct";

const read = (bytes: Uint8Array): Record<string, unknown> => readStruct(new BinaryReader(bytes));

describe("readStruct", () => {
  it("reads the same properties as the message", () => {
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: "binary" }),
        fc.double({ noNaN: true }),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie("value"), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).value;
    const properties = fc.dictionary(fc.string(), value, { noNullPrototype: true });
    fc.assert(
      fc.property(properties, (given) => {
        const struct = Struct.fromJavaScript(given as Parameters<typeof Struct.fromJavaScript>[0]);
        assert.deepEqual(read(struct.serializeBinary()), struct.toJavaScript());
      }),
    );
  });

  it("reads __proto__ as an ordinary key", () => {
    const named = Buffer.from(Struct.fromJavaScript({ a_proto_a: "b" }).serializeBinary());
    named.write("__proto__", named.indexOf("a_proto_a"));

    const properties = read(named);

    assert.deepEqual(Object.keys(properties), ["__proto__"]);
    assert.equal(Object.getPrototypeOf(properties), Object.prototype);
  });

  it("gives the SDK a valid asset for an empty string asset", () => {
    const { deserializeProperties } = require("@pulumi/policy/deserialize");
    const { specialAssetSig, specialSigKey } = require("@pulumi/pulumi/runtime/rpc");
    const asset = { [specialSigKey]: specialAssetSig, hash: "e3b0c4" };
    const struct = Struct.fromJavaScript({ code: { "__init__.py": { ...asset, text: "" }, "b.py": asset } });
    struct.toJavaScript = () => read(struct.serializeBinary()) as ReturnType<Struct["toJavaScript"]>;

    const { code } = deserializeProperties(struct, false);

    assert.deepEqual(Object.keys(code), ["__init__.py", "b.py"]);
    for (const one of Object.values(code)) assert.ok(pulumi.asset.StringAsset.isInstance(one));
  });

  it("skips unknown fields", () => {
    const writer = new BinaryWriter();
    writer.writeString(9, "later");
    const known = Struct.fromJavaScript({ bucket: "data" }).serializeBinary();

    assert.deepEqual(read(Buffer.concat([writer.getResultBuffer(), known])), { bucket: "data" });
  });

  it("throws for a value without a kind, like the message", () => {
    const struct = Struct.fromJavaScript({ a: "b" });
    struct.getFieldsMap().get("a")?.clearStringValue();

    assert.throws(() => read(struct.serializeBinary()), new Error("Unexpected struct type"));
  });
});
