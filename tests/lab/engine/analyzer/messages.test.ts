import assert from "node:assert/strict";
import * as pb from "@pulumi/pulumi/proto/analyzer_pb";
import { UNKNOWN_VALUE } from "../../../../common/special-values";
import type { AnalyzedStackResource } from "../../../../lab/engine/analyzer";
import { analyzeRequest, analyzeStackRequest } from "../../../../lab/engine/analyzer/messages";
import { fromStruct } from "../../../../lab/engine/values/struct";
import { secret } from "../../../../lab/engine/values/values";

function resource(name: string, more: Partial<AnalyzedStackResource> = {}): AnalyzedStackResource {
  const type = "test:index:Bucket";
  const urn = `urn:pulumi:dev::tides::${type}::${name}`;
  return {
    type,
    urn,
    name,
    properties: {},
    options: {},
    dependencies: [],
    propertyDependencies: {},
    ...more,
  };
}

const PROPERTIES = {
  text: "é",
  list: [1, null, { on: true }],
  later: UNKNOWN_VALUE,
  key: secret("hush"),
  __defaults: ["x"],
};
const { __defaults: _, ...CHECKED } = PROPERTIES;

describe("analyzeRequest", () => {
  it("encodes a resource for the generated class", () => {
    const provider = { type: "p", urn: "urn:p", name: "p", properties: { region: "r1", __internal: {} } };
    const request = analyzeRequest(
      resource("a", { properties: PROPERTIES, provider, options: { protect: true } }),
      "drop",
    );
    const read = pb.AnalyzeRequest.deserializeBinary(request.serializeBinary());
    assert.deepEqual(fromStruct(read.getProperties()), CHECKED);
    assert.deepEqual(
      [read.getType(), read.getName(), read.getUrn()],
      ["test:index:Bucket", "a", "urn:pulumi:dev::tides::test:index:Bucket::a"],
    );
    assert.equal(read.getOptions()?.getProtect(), true);
    assert.deepEqual(fromStruct(read.getProvider()?.getProperties()), { region: "r1" });
  });

  it("keeps internal keys for a remediation", () => {
    const request = analyzeRequest(resource("a", { properties: PROPERTIES }), "keep");
    const read = pb.AnalyzeRequest.deserializeBinary(request.serializeBinary());
    assert.deepEqual(fromStruct(read.getProperties()), PROPERTIES);
  });

  it("serialises a resource once for several packs", () => {
    const request = analyzeRequest(resource("a", { properties: PROPERTIES }), "drop");
    assert.equal(request.serializeBinary(), request.serializeBinary());
  });
});

describe("analyzeStackRequest", () => {
  it("encodes resources of any size in order", () => {
    const sizes = [0, 1, 60, 127, 128, 16_300, 16_400, 70_000];
    const resources = sizes.map((size) =>
      resource(`r-${size}`, {
        properties: { ...PROPERTIES, big: "x".repeat(size) },
        parent: "urn:parent",
        dependencies: ["urn:a"],
        propertyDependencies: { big: ["urn:b"], none: [] },
      }),
    );
    const read = pb.AnalyzeStackRequest.deserializeBinary(analyzeStackRequest(resources).serializeBinary());
    assert.deepEqual(
      read
        .getResourcesList()
        .map((one) => [
          one.getName(),
          fromStruct(one.getProperties()),
          one.getParent(),
          one.getDependenciesList(),
          one.getPropertydependenciesMap().getLength(),
        ]),
      sizes.map((size) => [`r-${size}`, { ...CHECKED, big: "x".repeat(size) }, "urn:parent", ["urn:a"], 1]),
    );
  });
});
