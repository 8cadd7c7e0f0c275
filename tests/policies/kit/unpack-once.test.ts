import assert from "node:assert/strict";
import * as pb from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { unpackOnce } from "../../../policies/kit";

/** The SDK's own answer to Analyze, which no declaration speaks of. */
interface Server {
  makeAnalyzeRpcFun(
    pack: string,
    version: string,
    level: string,
    policies: readonly unknown[],
  ): (call: { readonly request: pb.AnalyzeRequest }, callback: (error: unknown) => void) => void;
}

/** What the SDK's proxy stands for. */
const TARGET = "__getSpecialProxyTarget";

function request(): pb.AnalyzeRequest {
  return new pb.AnalyzeRequest()
    .setType("aws:s3/bucket:Bucket")
    .setProperties(Struct.fromJavaScript({ bucket: "data" }))
    .setOptions(new pb.AnalyzerResourceOptions());
}

describe("unpackOnce", () => {
  it("given two policies, when the SDK asks them about a resource, then they read the same properties", async () => {
    const { makeAnalyzeRpcFun }: Server = require("@pulumi/policy/server");
    const seen: unknown[] = [];
    const policy = (name: string) => ({
      name,
      description: "It sees.",
      validateResource: ({ props }: { readonly props: object }) => void seen.push(Reflect.get(props, TARGET)),
    });
    const analyze = makeAnalyzeRpcFun("pack", "1.0.0", "advisory", [policy("one"), policy("other")]);
    const asked = () =>
      new Promise<void>((resolve, reject) =>
        analyze({ request: request() }, (error) => (error ? reject(error) : resolve())),
      );

    unpackOnce();
    await asked();
    await asked();

    assert.deepEqual(seen, [{ bucket: "data" }, { bucket: "data" }, { bucket: "data" }, { bucket: "data" }]);
    assert.equal(seen[0], seen[1]);
    assert.notEqual(seen[1], seen[2]);
  });

  it("given a remedy, when it is handed properties, then they are its own", () => {
    let calls = 0;
    const unpacker = {
      deserializeProperties: (): Record<string, unknown> => {
        calls += 1;
        return {};
      },
    };
    const struct = new Struct();
    unpackOnce(unpacker);
    const unpack: (properties: Struct, proxySecrets: boolean) => unknown = unpacker.deserializeProperties;

    assert.equal(unpack(struct, false), unpack(struct, false));
    assert.notEqual(unpack(struct, true), unpack(struct, true));
    assert.equal(calls, 3);
  });
});
