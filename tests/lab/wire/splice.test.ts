import assert from "node:assert/strict";
import * as pb from "@pulumi/pulumi/proto/resource_pb";
import * as fc from "fast-check";
import { fromStruct, toStruct } from "../../../lab/engine/values/struct";
import { splice, unsplice } from "../../../lab/wire/splice";
import type { Properties } from "../../../lab/wire/value";

/** Fields of RegisterResourceRequest. */
const OBJECT = 5;
const STACK_TRACE = 35;

// The SDK's own classes cannot hold the key __proto__.
const json = fc.dictionary(
  fc.string().filter((key) => key !== "__proto__"),
  fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes("__proto__")),
  { maxKeys: 5 },
);
/** Plain objects without -0, which JSON converts to 0. */
const properties = json.map((value) => JSON.parse(JSON.stringify(value)) as Properties);

describe("splice", () => {
  it("adds properties to a message so that the SDK reads both", () => {
    void fc.assert(
      fc.property(properties, fc.string(), (given, name) => {
        const bytes = splice(new pb.RegisterResourceRequest().setName(name).serializeBinary(), {
          [OBJECT]: given,
        });
        const read = pb.RegisterResourceRequest.deserializeBinary(bytes);

        assert.equal(read.getName(), name);
        assert.deepEqual(fromStruct(read.getObject()), given);
      }),
    );
  });

  it("returns the message's bytes without properties", () => {
    const message = new pb.RegisterResourceRequest().setType("a:b:C").serializeBinary();

    assert.deepEqual(splice(message, {}), Buffer.from(message));
  });
});

describe("unsplice", () => {
  it("removes a field so that the SDK reads the rest of any message", () => {
    void fc.assert(
      fc.property(properties, fc.string(), (given, name) => {
        const whole = new pb.RegisterResourceRequest()
          .setName(name)
          .setObject(toStruct(given))
          .setCustom(true);
        const { message, values } = unsplice(whole.serializeBinary(), [OBJECT]);
        const rest = pb.RegisterResourceRequest.deserializeBinary(message);

        assert.deepEqual(values[OBJECT], given);
        assert.equal(rest.getName(), name);
        assert.equal(rest.getCustom(), true);
        assert.equal(rest.hasObject(), false);
      }),
    );
  });

  it("drops a field without reading it", () => {
    const whole = new pb.RegisterResourceRequest().setName("x");

    const bytes = splice(whole.serializeBinary(), { [STACK_TRACE]: { frames: [] } });

    const { message, values } = unsplice(bytes, [OBJECT], [STACK_TRACE]);

    assert.deepEqual(
      Buffer.from(message),
      Buffer.from(new pb.RegisterResourceRequest().setName("x").serializeBinary()),
    );
    assert.deepEqual(values, {});
  });

  it("rejects bytes that are cut off", () => {
    const bytes = splice(new Uint8Array(), { [OBJECT]: { bucket: "reports" } });

    assert.throws(() => unsplice(bytes.subarray(0, bytes.length - 1), [OBJECT]), /longer than its message/);
  });
});
