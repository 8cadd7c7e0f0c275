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
  it("given a path, when created, then the ARN has it and the unique id IAM's form", () => {
    const { outputs } = new Cloud(iam).create(ROLE, {
      name: "web",
      path: "/app/",
      assumeRolePolicy: trust(),
    });

    assert.equal(outputs.arn, "arn:aws:iam::123456789012:role/app/web");
    assert.match(String(outputs.uniqueId), /^AROA[0-9A-Z]{17}$/);
    assert.equal(outputs.maxSessionDuration, 3600);
  });

  it("given the name in use, when created for any region, then EntityAlreadyExists", () => {
    const cloud = withRole();

    assert.equal(
      refusal(() => cloud.create(ROLE, { name: "web", assumeRolePolicy: trust() }, { region: "us-west-2" })),
      "EntityAlreadyExists: Role with name web already exists.",
    );
  });

  const broken: readonly (readonly [string, string, string])[] = [
    ["nobody to trust", trust({ Principal: "" }), "AssumeRole policy must contain a Principal"],
    ["a resource", trust({ Resource: "*" }), "Has prohibited field Resource"],
  ];
  for (const [what, assumeRolePolicy, words] of broken)
    it(`given ${what}, when created, then MalformedPolicyDocument`, () => {
      assert.equal(
        refusal(() => new Cloud(iam).create(ROLE, { name: "a", assumeRolePolicy })),
        `MalformedPolicyDocument: ${words}`,
      );
    });

  it("given names and durations out of range, when checked, then told so", () => {
    const faults = new Cloud(iam).check(ROLE, {
      name: "x".repeat(65),
      maxSessionDuration: 60,
      assumeRolePolicy: "[]",
    });

    assert.deepEqual(Object.keys(reasons(faults)), ["name", "maxSessionDuration", "assumeRolePolicy"]);
    assert.deepEqual(new Cloud(iam).check(ROLE, { name: "x".repeat(64), assumeRolePolicy: trust() }), []);
  });

  it("given what hangs on it, when deleted, then DeleteConflict until it is gone", () => {
    const cloud = withRole();
    const [role] = cloud.list({ type: ROLE });
    assert.ok(role);
    const profile = cloud.create(PROFILE, { name: "web", role: "web" });
    const attachment = cloud.create(ATTACHMENT, {
      role: "web",
      policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
    });
    const written = cloud.create(WRITTEN, { name: "own", role: "web", policy: allow() });

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
    cloud.delete(written);
    cloud.delete(role);
    assert.deepEqual(cloud.list(), []);
  });

  it("given forceDetachPolicies, when deleted, then its policies go with it", () => {
    const cloud = withRole({ forceDetachPolicies: true });
    cloud.create(WRITTEN, { role: "web", policy: allow() });

    const [role] = cloud.list({ type: ROLE });
    assert.ok(role);
    cloud.delete(role);

    assert.deepEqual(cloud.list(), []);
  });
});

describe("policies of IAM", () => {
  it("given documents out of form, when laid down, then MalformedPolicyDocument", () => {
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

  it("given no such role or policy, when attached, then NoSuchEntity", () => {
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

  it("given a managed policy, when attached, then it cannot go, nor be made twice", () => {
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
