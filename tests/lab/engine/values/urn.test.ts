import assert from "node:assert/strict";
import * as fc from "fast-check";
import {
  isProviderType,
  makeUrn,
  packageOf,
  parseReference,
  parseUrn,
  STACK_TYPE,
} from "../../../../lab/engine/values/urn";

const ROOT = `urn:pulumi:dev::tides::${STACK_TYPE}::tides-dev`;

describe("makeUrn", () => {
  it("leaves out the type of the stack as parent", () => {
    assert.equal(
      makeUrn("dev", "tides", ROOT, "aws:s3/bucket:Bucket", "b"),
      "urn:pulumi:dev::tides::aws:s3/bucket:Bucket::b",
    );
  });

  it("puts the types of nested components before the resource's own", () => {
    const outer = makeUrn("dev", "tides", ROOT, "my:index:Region", "seoul");
    const inner = makeUrn("dev", "tides", outer, "my:index:Zone", "a");
    assert.equal(
      makeUrn("dev", "tides", inner, "aws:ec2/vpc:Vpc", "v"),
      "urn:pulumi:dev::tides::my:index:Region$my:index:Zone$aws:ec2/vpc:Vpc::v",
    );
  });

  it("uses the type alone without a parent", () => {
    assert.equal(makeUrn("dev", "tides", "", STACK_TYPE, "tides-dev"), ROOT);
  });
});

describe("parseUrn", () => {
  it("parses any URN into the parts that it was made of", () => {
    const type = fc.constantFrom("aws:s3/bucket:Bucket", "my:index:Region", "pulumi:providers:aws");
    void fc.assert(
      fc.property(fc.array(type, { maxLength: 3 }), type, fc.string(), (parents, own, name) => {
        const parent = parents.reduce((above, next) => makeUrn("dev", "tides", above, next, "p"), ROOT);
        const parts = parseUrn(makeUrn("dev", "tides", parent, own, name));
        assert.deepEqual(parts, {
          stack: "dev",
          project: "tides",
          qualifiedType: [...parents, own].join("$"),
          type: own,
          name,
        });
      }),
    );
  });

  it("shows what is not a URN", () => {
    assert.throws(() => parseUrn("arn:aws:s3:::b"), {
      message: 'urn is "arn:aws:s3:::b", expected urn:pulumi:STACK::PROJECT::TYPE::NAME',
    });
  });
});

describe("packageOf", () => {
  it("returns the package of a resource, a provider and a function token", () => {
    assert.equal(packageOf("aws:s3/bucket:Bucket"), "aws");
    assert.equal(packageOf("pulumi:providers:aws"), "aws");
    assert.equal(packageOf("pulumi:pulumi:StackReference"), "pulumi");
  });
});

describe("isProviderType", () => {
  it("recognizes a provider and nothing that only looks like one", () => {
    assert.equal(isProviderType("pulumi:providers:aws"), true);
    assert.equal(isProviderType("my:pulumi:providers:aws"), false);
  });
});

describe("parseReference", () => {
  it("splits URN and id at the last separator", () => {
    assert.deepEqual(parseReference("urn:pulumi:dev::tides::pulumi:providers:aws::a::b::1234"), {
      urn: "urn:pulumi:dev::tides::pulumi:providers:aws::a::b",
      id: "1234",
    });
  });
});
