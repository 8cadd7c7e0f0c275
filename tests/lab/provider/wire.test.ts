import * as assert from "node:assert/strict";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import * as fc from "fast-check";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Properties } from "../../../lab/aws/property-values";
import {
  checkResponse,
  createResponse,
  initFailed,
  invokeResponse,
  REQUESTS,
  readResponse,
  updateResponse,
} from "../../../lab/provider/wire/messages";
import { Reader } from "../../../lab/wire/reader";

const key = fc.string({ maxLength: 8, unit: "grapheme" }).filter((text) => text !== "__proto__");
const { properties } = fc.letrec<{ value: unknown; properties: Properties }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.string({ unit: "grapheme" }),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("properties"),
  ),
  properties: fc.dictionary(key, tie("value"), {
    maxKeys: 5,
    noNullPrototype: true,
  }) as fc.Arbitrary<Properties>,
}));

const struct = (value: Properties) => Struct.fromJavaScript(value as { [key: string]: JavaScriptValue });
const canonical = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;

describe("REQUESTS", () => {
  it("reads any properties that the SDK writes", () => {
    return fc.assert(
      fc.property(properties, (value) => {
        const request = new pb.CreateRequest()
          .setUrn("urn:x")
          .setProperties(struct(value))
          .setPreview(true)
          .setTimeout(1.5);
        const read = REQUESTS.create(request.serializeBinary());

        assert.deepEqual(canonical(read.properties), canonical(value));
        assert.deepEqual([read.urn, read.preview, read.timeout], ["urn:x", true, 1.5]);
      }),
    );
  });

  it("reads every field of a check request", () => {
    const naming = new pb.CheckRequest.AutonamingOptions().setProposedName("n").setMode(2);
    const request = new pb.CheckRequest()
      .setUrn("urn:pulumi:dev::p::aws:s3/bucket:Bucket::b")
      .setName("b")
      .setType("aws:s3/bucket:Bucket")
      .setOlds(struct({ a: 1 }))
      .setNews(struct({ a: 2 }))
      .setRandomseed(Buffer.from([1, 2, 3]))
      .setAutonaming(naming);
    const read = REQUESTS.check(request.serializeBinary());

    assert.equal(read.urn, "urn:pulumi:dev::p::aws:s3/bucket:Bucket::b");
    assert.equal(read.type, "aws:s3/bucket:Bucket");
    assert.deepEqual([read.olds, read.news], [{ a: 1 }, { a: 2 }]);
    assert.deepEqual([...read.randomSeed], [1, 2, 3]);
    assert.deepEqual([read.hasNaming, read.proposedName, read.namingMode], [true, "n", 2]);
  });

  it("keeps a key named __proto__", () => {
    const value = JSON.parse('{"__proto__":{"polluted":true},"a":1}') as Properties;
    const bytes = updateResponse({ properties: value });
    const reader = new Reader(bytes);
    let read: Properties = {};
    reader.fields(reader.end, () => {
      read = reader.struct();
      return true;
    });

    assert.equal(JSON.stringify(read), JSON.stringify(value));
    assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
  });

  it("refuses truncated bytes", () => {
    const bytes = new pb.CreateRequest()
      .setUrn("urn:x")
      .setProperties(struct({ a: "text" }))
      .serializeBinary();

    for (let length = 1; length < bytes.length; length++) {
      if (length === 7) continue; // the end of the first field: a whole message
      assert.throws(
        () => REQUESTS.create(bytes.subarray(0, length)),
        /reader: |out of range|ERR_OUT_OF_RANGE/,
      );
    }
  });

  it("refuses values that are nested too deeply", () => {
    let value: Properties = {};
    for (let i = 0; i < 300; i++) value = { a: value };

    assert.throws(() => REQUESTS.invoke(invoking(value)), {
      message: "reader: values are nested deeper than 200",
    });
  });
});

function invoking(value: Properties): Uint8Array {
  return createResponse({ id: "", properties: value }); // field 2, as in an InvokeRequest
}

describe("responses", () => {
  it("writes any properties for the SDK", () => {
    return fc.assert(
      fc.property(properties, (value) => {
        const read = pb.CreateResponse.deserializeBinary(createResponse({ id: "i", properties: value }));

        assert.equal(read.getId(), "i");
        assert.deepEqual(canonical(read.getProperties()?.toJavaScript()), canonical(value));
      }),
    );
  });

  it("writes failures in order", () => {
    const failures = [
      { property: "a", reason: "1" },
      { property: "b", reason: "2" },
    ];
    const check = pb.CheckResponse.deserializeBinary(checkResponse({ inputs: { a: 1 }, failures }));
    const invoke = pb.InvokeResponse.deserializeBinary(invokeResponse({ result: {}, failures }));

    for (const list of [check.getFailuresList(), invoke.getFailuresList()]) {
      assert.deepEqual(
        list.map((each) => ({ property: each.getProperty(), reason: each.getReason() })),
        failures,
      );
    }
    assert.deepEqual(check.getInputs()?.toJavaScript(), { a: 1 });
  });

  it("writes an id only for an existing resource", () => {
    const there = pb.ReadResponse.deserializeBinary(
      readResponse({ id: "i", properties: { a: 1 }, inputs: { b: 2 } }),
    );
    const gone = pb.ReadResponse.deserializeBinary(readResponse({ id: "", properties: {}, inputs: {} }));

    assert.deepEqual(
      [there.getId(), there.getProperties()?.toJavaScript(), there.getInputs()?.toJavaScript()],
      ["i", { a: 1 }, { b: 2 }],
    );
    assert.equal(gone.getId(), "");
  });

  it("writes messages larger than the first buffer", () => {
    const value = { text: "é".repeat(100_000), list: Array.from({ length: 5000 }, (_, i) => i) };
    const read = pb.UpdateResponse.deserializeBinary(updateResponse({ properties: value }));

    assert.deepEqual(read.getProperties()?.toJavaScript(), value);
  });

  it("writes all fields of an incomplete resource", () => {
    const bytes = initFailed({ id: "i", properties: { a: 1 }, inputs: { b: 2 }, reasons: ["x", "y"] });
    const read = pb.ErrorResourceInitFailed.deserializeBinary(bytes);

    assert.deepEqual([read.getId(), read.getReasonsList()], ["i", ["x", "y"]]);
  });
});
