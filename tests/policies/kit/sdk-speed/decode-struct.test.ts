import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { BinaryReader, BinaryWriter } from "google-protobuf";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { readStruct } from "../../../../policies/kit/sdk-speed/decode-struct";

const read = (bytes: Uint8Array): Record<string, unknown> => readStruct(new BinaryReader(bytes));

describe("structIn", () => {
  it("given properties of any form, when read from their bytes, then they are what the message itself says", () => {
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

  it("given a key __proto__, when read, then it is a key like any other", () => {
    const named = Buffer.from(Struct.fromJavaScript({ a_proto_a: "b" }).serializeBinary());
    named.write("__proto__", named.indexOf("a_proto_a"));

    const properties = read(named);

    assert.deepEqual(Object.keys(properties), ["__proto__"]);
    assert.equal(Object.getPrototypeOf(properties), Object.prototype);
  });

  it("given an asset without text, when unpacked by the SDK, then it is an asset like any other", () => {
    const { deserializeProperties } = require("@pulumi/policy/deserialize");
    const { specialAssetSig, specialSigKey } = require("@pulumi/pulumi/runtime/rpc");
    const asset = { [specialSigKey]: specialAssetSig, hash: "e3b0c4" };
    const struct = Struct.fromJavaScript({ code: { "__init__.py": { ...asset, text: "" }, "b.py": asset } });
    struct.toJavaScript = () => read(struct.serializeBinary()) as ReturnType<Struct["toJavaScript"]>;

    const { code } = deserializeProperties(struct, false);

    assert.deepEqual(Object.keys(code), ["__init__.py", "b.py"]);
    for (const one of Object.values(code)) assert.ok(pulumi.asset.StringAsset.isInstance(one));
  });

  it("given fields that it does not know, when read, then it passes over them", () => {
    const writer = new BinaryWriter();
    writer.writeString(9, "later");
    const known = Struct.fromJavaScript({ bucket: "data" }).serializeBinary();

    assert.deepEqual(read(Buffer.concat([writer.getResultBuffer(), known])), { bucket: "data" });
  });

  it("given a value of no kind, when read, then it is refused as by the message", () => {
    const struct = Struct.fromJavaScript({ a: "b" });
    struct.getFieldsMap().get("a")?.clearStringValue();

    assert.throws(() => read(struct.serializeBinary()), new Error("Unexpected struct type"));
  });
});
