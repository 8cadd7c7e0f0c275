import assert from "node:assert/strict";
import { unknownCheckingProxy } from "@pulumi/policy";
import { accountKeyOf, Props, Resource } from "../../../../policies/kit";

function trail(provider?: Readonly<Record<string, unknown>>): Resource {
  return new Resource({
    type: "aws:cloudtrail/trail:Trail",
    urn: "urn:pulumi:dev::program::aws:cloudtrail/trail:Trail::audit",
    name: "audit",
    protect: false,
    inputs: {},
    provider: provider && {
      name: "aws",
      urn: "urn::aws",
      type: "pulumi:providers:aws",
      props: new Props([provider]),
    },
  });
}

describe("accountKeyOf", () => {
  it("is the same for providers of two regions that sign in the same way", () => {
    assert.equal(accountKeyOf(trail({ region: "eu-west-1" })), accountKeyOf(trail({ region: "us-east-1" })));
    assert.equal(accountKeyOf(trail({ region: "eu-west-1" })), accountKeyOf(trail()));
  });

  it("differs for providers that assume different roles", () => {
    const role = (account: string) => `[{"roleArn":"arn:aws:iam::${account}:role/deploy"}]`;
    assert.notEqual(
      accountKeyOf(trail({ assumeRoles: role("123456789012") })),
      accountKeyOf(trail({ assumeRoles: role("210987654321") })),
    );
    assert.notEqual(accountKeyOf(trail({ profile: "audit" })), accountKeyOf(trail()));
  });

  it("is unique for a provider with an unknown role", () => {
    const open = unknownCheckingProxy({ assumeRoles: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" });
    assert.equal(accountKeyOf(trail(open)), "urn::aws");
  });
});
