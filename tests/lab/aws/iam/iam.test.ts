import assert from "node:assert/strict";
import { iam } from "../../../../lab/aws/iam";
import type { Properties } from "../../../../lab/aws/property-values";
import { Cloud, reasons, refusal } from "../../../helpers/cloud";

const ROLE = "aws:iam/role:Role";
const WRITTEN = "aws:iam/rolePolicy:RolePolicy";
const POLICY = "aws:iam/policy:Policy";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const PROFILE = "aws:iam/instanceProfile:InstanceProfile";

const trust = (more: Properties = {}) =>
  JSON.stringify({
    Statement: [
      { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole", ...more },
    ],
  });
const allow = (more: Properties = {}) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*", ...more }] });

function withRole(more: Properties = {}): Cloud {
  const cloud = new Cloud(iam);
  cloud.create(ROLE, { name: "web", assumeRolePolicy: trust(), ...more });
  return cloud;
}

describe("Role", () => {
  it("gives a role an ARN with its path and a unique id of IAM's form", () => {
    const { outputs } = new Cloud(iam).create(ROLE, {
      name: "web",
      path: "/app/",
      assumeRolePolicy: trust(),
    });

    assert.equal(outputs.arn, "arn:aws:iam::123456789012:role/app/web");
    assert.match(String(outputs.uniqueId), /^AROA[0-9A-Z]{17}$/);
    assert.equal(outputs.maxSessionDuration, 3600);
  });

  it("rejects a name in use from any region with EntityAlreadyExists", () => {
    const cloud = withRole();

    assert.equal(
      refusal(() => cloud.create(ROLE, { name: "web", assumeRolePolicy: trust() }, { region: "us-west-2" })),
      "EntityAlreadyExists: Role with name web already exists.",
    );
  });

  const broken: readonly (readonly [string, string, string])[] = [
    [
      "a trust policy without principal",
      trust({ Principal: "" }),
      "AssumeRole policy must contain a Principal",
    ],
    ["a resource", trust({ Resource: "*" }), "Has prohibited field Resource"],
  ];
  for (const [what, assumeRolePolicy, words] of broken)
    it(`rejects ${what} with MalformedPolicyDocument`, () => {
      assert.equal(
        refusal(() => new Cloud(iam).create(ROLE, { name: "a", assumeRolePolicy })),
        `MalformedPolicyDocument: ${words}`,
      );
    });

  it("rejects names and durations out of range", () => {
    const faults = new Cloud(iam).check(ROLE, {
      name: "x".repeat(65),
      maxSessionDuration: 60,
      assumeRolePolicy: "[]",
    });

    assert.deepEqual(Object.keys(reasons(faults)), ["name", "maxSessionDuration", "assumeRolePolicy"]);
    assert.deepEqual(new Cloud(iam).check(ROLE, { name: "x".repeat(64), assumeRolePolicy: trust() }), []);
  });

  it("refuses to delete a role with DeleteConflict until its policies and profiles are gone", () => {
    const cloud = withRole();
    const [role] = cloud.list({ type: ROLE });
    assert.ok(role);
    const profile = cloud.create(PROFILE, { name: "web", role: "web" });
    const attachment = cloud.create(ATTACHMENT, {
      role: "web",
      policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
    });
    const inlinePolicy = cloud.create(WRITTEN, { name: "own", role: "web", policy: allow() });

    assert.equal(
      refusal(() => cloud.delete(role)),
      "DeleteConflict: Cannot delete entity, must remove roles from instance profile first.",
    );
    cloud.delete(profile);
    assert.equal(
      refusal(() => cloud.delete(role)),
      "DeleteConflict: Cannot delete entity, must detach all policies first.",
    );
    cloud.delete(attachment);
    assert.equal(
      refusal(() => cloud.delete(role)),
      "DeleteConflict: Cannot delete entity, must delete policies first.",
    );
    cloud.delete(inlinePolicy);
    cloud.delete(role);
    assert.deepEqual(cloud.list(), []);
  });

  it("deletes the policies of a role with forceDetachPolicies", () => {
    const cloud = withRole({ forceDetachPolicies: true });
    cloud.create(WRITTEN, { role: "web", policy: allow() });

    const [role] = cloud.list({ type: ROLE });
    assert.ok(role);
    cloud.delete(role);

    assert.deepEqual(cloud.list(), []);
  });
});

describe("policies of IAM", () => {
  it("rejects invalid documents with MalformedPolicyDocument", () => {
    const put = (policy: string) => () => withRole().create(WRITTEN, { role: "web", policy });

    assert.equal(
      refusal(put(allow({ Principal: "*" }))),
      "MalformedPolicyDocument: Policy document should not specify a principal.",
    );
    assert.equal(
      refusal(put(allow({ Action: "" }))),
      "MalformedPolicyDocument: Policy statement must contain actions.",
    );
    assert.equal(
      refusal(put(allow({ Resource: "" }))),
      "MalformedPolicyDocument: Policy statement must contain resources.",
    );
    assert.equal(put(allow())().id.split(":")[0], "web");
  });

  it("rejects a missing role or policy with NoSuchEntity", () => {
    const cloud = withRole();
    const arn = "arn:aws:iam::123456789012:policy/none";

    assert.equal(
      refusal(() => cloud.create(ATTACHMENT, { role: "no", policyArn: arn })),
      "NoSuchEntity: The role with name no cannot be found.",
    );
    assert.equal(
      refusal(() => cloud.create(ATTACHMENT, { role: "web", policyArn: arn })),
      `NoSuchEntity: Policy ${arn} does not exist or is not attachable.`,
    );
    assert.equal(
      refusal(() => cloud.create(PROFILE, { role: "no" })),
      "NoSuchEntity: The role with name no cannot be found.",
    );
  });

  it("keeps an attached managed policy, and rejects a duplicate of its name", () => {
    const cloud = withRole();
    const policy = cloud.create(POLICY, { name: "read", policy: allow() });
    const attachment = cloud.create(ATTACHMENT, { role: "web", policyArn: policy.id });

    assert.equal(policy.id, "arn:aws:iam::123456789012:policy/read");
    assert.equal(attachment.id, `web/${policy.id}`);
    assert.match(
      refusal(() => cloud.create(POLICY, { name: "read", policy: allow() })),
      /^EntityAlreadyExists: A policy called read/,
    );
    assert.equal(
      refusal(() => cloud.delete(policy)),
      "DeleteConflict: Cannot delete a policy attached to entities.",
    );
    cloud.delete(attachment);
    cloud.delete(policy);
  });
});
