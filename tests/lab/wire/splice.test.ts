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
/** Without -0, which JSON does not tell from 0, and as plain objects. */
const properties = json.map((value) => JSON.parse(JSON.stringify(value)) as Properties);

describe("splice", () => {
  it("given a message and any properties, when the SDK reads the bytes, then both are there", () => {
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

  it("given no properties, when spliced, then the bytes are the message's", () => {
    const message = new pb.RegisterResourceRequest().setType("a:b:C").serializeBinary();

    assert.deepEqual(splice(message, {}), Buffer.from(message));
  });
});

describe("unsplice", () => {
  it("given any message of the SDK, when its field is taken out, then the rest is what the SDK reads", () => {
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

  it("given a field that nobody wants, when taken apart, then it is neither in the rest nor among the values", () => {
    const whole = new pb.RegisterResourceRequest().setName("x");

    const bytes = splice(whole.serializeBinary(), { [STACK_TRACE]: { frames: [] } });

    const { message, values } = unsplice(bytes, [OBJECT], [STACK_TRACE]);

    assert.deepEqual(
      Buffer.from(message),
      Buffer.from(new pb.RegisterResourceRequest().setName("x").serializeBinary()),
    );
    assert.deepEqual(values, {});
  });

  it("given bytes that are cut off, when taken apart, then it is an error", () => {
    const bytes = splice(new Uint8Array(), { [OBJECT]: { bucket: "reports" } });

    assert.throws(() => unsplice(bytes.subarray(0, bytes.length - 1), [OBJECT]), /longer than its message/);
  });
});
