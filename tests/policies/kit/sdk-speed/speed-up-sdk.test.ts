import assert from "node:assert/strict";
import * as pb from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct, Value } from "google-protobuf/google/protobuf/struct_pb";
import {
  decodeWhenRead,
  listResourcesOnce,
  shareProperties,
} from "../../../../policies/kit/sdk-speed/speed-up-sdk";

/** Functions of the SDK that its declarations leave out. */
interface Server {
  makeAnalyzeStackRpcFun(
    pack: string,
    version: string,
    level: string,
    policies: readonly unknown[],
  ): (call: { readonly request: pb.AnalyzeStackRequest }, callback: (error: unknown) => void) => void;
  makeAnalyzeRpcFun(
    pack: string,
    version: string,
    level: string,
    policies: readonly unknown[],
  ): (call: { readonly request: pb.AnalyzeRequest }, callback: (error: unknown) => void) => void;
}

/** Key under which the SDK's proxy returns its target. */
const TARGET = "__getSpecialProxyTarget";

function request(): pb.AnalyzeRequest {
  return new pb.AnalyzeRequest()
    .setType("aws:s3/bucket:Bucket")
    .setProperties(Struct.fromJavaScript({ bucket: "data" }))
    .setOptions(new pb.AnalyzerResourceOptions());
}

describe("shareProperties", () => {
  it("has all policies of a request read the same properties", async () => {
    const { makeAnalyzeRpcFun }: Server = require("@pulumi/policy/server");
    const seen: unknown[] = [];
    const policy = (name: string) => ({
      name,
      description: "Records what it receives.",
      validateResource: ({ props }: { readonly props: object }) => void seen.push(Reflect.get(props, TARGET)),
    });
    const analyze = makeAnalyzeRpcFun("pack", "1.0.0", "advisory", [policy("one"), policy("other")]);
    const analyzeOnce = () =>
      new Promise<void>((resolve, reject) =>
        analyze({ request: request() }, (error) => (error ? reject(error) : resolve())),
      );

    shareProperties(new WeakSet());
    await analyzeOnce();
    await analyzeOnce();

    assert.deepEqual(seen, [{ bucket: "data" }, { bucket: "data" }, { bucket: "data" }, { bucket: "data" }]);
    assert.equal(seen[0], seen[1]);
    assert.notEqual(seen[1], seen[2]);
  });

  it("gives each remediation its own properties", () => {
    let calls = 0;
    const converter = {
      deserializeProperties: (): Record<string, unknown> => {
        calls += 1;
        return {};
      },
    };
    const struct = new Struct();
    shareProperties(new WeakSet(), converter);
    const convert: (properties: Struct, proxySecrets: boolean) => unknown = converter.deserializeProperties;

    assert.equal(convert(struct, false), convert(struct, false));
    assert.notEqual(convert(struct, true), convert(struct, true));
    assert.equal(calls, 3);
  });
});

const PROPERTIES = { bucket: "data", tags: { of: ["a", 1, true, null] } };

/** A request about a stack of two resources, encoded. */
function stackBytes(): Uint8Array {
  const resources = ["one", "other"].map((name) =>
    new pb.AnalyzerResource()
      .setType("aws:s3/bucket:Bucket")
      .setName(name)
      .setProperties(Struct.fromJavaScript({ ...PROPERTIES, name }))
      .setOptions(new pb.AnalyzerResourceOptions())
      .setProvider(
        new pb.AnalyzerProviderResource().setProperties(Struct.fromJavaScript({ region: "eu-west-1" })),
      ),
  );
  return new pb.AnalyzeStackRequest().setResourcesList(resources).serializeBinary();
}

describe("decodeWhenRead", () => {
  const { deserializeBinary } = pb.AnalyzeStackRequest;
  const { deserializeBinary: deserializeOne } = pb.AnalyzeRequest;
  const { deserializeBinaryFromReader } = Value;
  let decoded = 0;
  before(() => {
    decodeWhenRead();
    Value.deserializeBinaryFromReader = (...all) => {
      decoded += 1;
      return deserializeBinaryFromReader(...all);
    };
  });
  after(() => {
    pb.AnalyzeStackRequest.deserializeBinary = deserializeBinary;
    pb.AnalyzeRequest.deserializeBinary = deserializeOne;
    Value.deserializeBinaryFromReader = deserializeBinaryFromReader;
  });

  it("decodes the properties of a stack once, when they are read", () => {
    decoded = 0;
    const resources = pb.AnalyzeStackRequest.deserializeBinary(stackBytes()).getResourcesList();
    assert.deepEqual(
      resources.map((resource) => resource.getName()),
      ["one", "other"],
    );
    assert.equal(decoded, 0);

    const [first, second] = resources.map((resource) => resource.getProperties());
    assert.deepEqual(second?.toJavaScript(), { ...PROPERTIES, name: "other" });
    assert.equal(decoded, 0, "read straight from the bytes");
    assert.equal(first?.getFieldsMap().get("name")?.getStringValue(), "one");
    const once = decoded;
    assert.ok(once > 0);
    assert.equal(first?.getFieldsMap().get("bucket")?.getStringValue(), "data");
    assert.equal(decoded, once);
    assert.deepEqual(resources[0]?.getProvider()?.getProperties()?.toJavaScript(), { region: "eu-west-1" });
  });

  it("reads the properties of one resource straight from the bytes", () => {
    decoded = 0;
    const one = pb.AnalyzeRequest.deserializeBinary(request().serializeBinary());
    assert.deepEqual(one.getProperties()?.toJavaScript(), { bucket: "data" });
    assert.equal(decoded, 0);
  });

  it("decodes other messages immediately", () => {
    decoded = 0;
    const response = new pb.RemediateResponse().setRemediationsList([
      new pb.Remediation().setProperties(Struct.fromJavaScript({ bucket: "data" })),
    ]);
    pb.RemediateResponse.deserializeBinary(response.serializeBinary());
    assert.equal(decoded, 1);
  });
});

describe("listResourcesOnce", () => {
  it("passes an empty stack to the policies after the call, and the next stack whole", async () => {
    const { makeAnalyzeStackRpcFun }: Server = require("@pulumi/policy/server");
    const prototype = pb.AnalyzeStackRequest.prototype;
    const { getResourcesList } = prototype;
    const emptyList = listResourcesOnce(new WeakSet());
    const seen: number[] = [];
    const policy = (name: string, after: () => void = () => undefined) => ({
      name,
      description: "Records what it receives.",
      validateStack: ({ resources }: { readonly resources: readonly unknown[] }) => {
        seen.push(resources.length);
        after();
      },
    });
    const policies = [policy("before"), policy("empties", emptyList), policy("after"), policy("last")];
    const analyze = makeAnalyzeStackRpcFun("pack", "1.0.0", "advisory", policies);
    const request = pb.AnalyzeStackRequest.deserializeBinary(stackBytes());
    const analyzeOnce = () =>
      new Promise<void>((resolve, reject) =>
        analyze({ request }, (error) => (error ? reject(error) : resolve())),
      );
    try {
      await analyzeOnce();
      await analyzeOnce();
    } finally {
      prototype.getResourcesList = getResourcesList;
    }
    assert.deepEqual(seen, [2, 2, 0, 0, 2, 2, 0, 0]);
  });

  it("converts the outputs of a stack when one is read, in any way", () => {
    const prototype = pb.AnalyzeStackRequest.prototype;
    const { getResourcesList } = prototype;
    let calls = 0;
    const converter = {
      deserializeProperties: (struct: Struct): Record<string, unknown> => {
        calls += 1;
        return struct.toJavaScript();
      },
    };
    const outputs = new WeakSet<Struct>();
    shareProperties(outputs, converter);
    listResourcesOnce(outputs);
    try {
      const [resource] = pb.AnalyzeStackRequest.deserializeBinary(stackBytes()).getResourcesList();
      const convert: (properties: Struct | undefined, proxySecrets: boolean) => object =
        converter.deserializeProperties as never;
      const properties = convert(resource?.getProperties(), false);
      assert.equal(calls, 0);
      assert.ok("bucket" in properties);
      assert.deepEqual(Object.keys(properties).sort(), ["bucket", "name", "tags"]);
      assert.deepEqual({ ...properties }, { ...PROPERTIES, name: "one" });
      assert.ok(Object.hasOwn(properties, "tags"));
      assert.equal(calls, 1);
    } finally {
      prototype.getResourcesList = getResourcesList;
    }
  });
});
