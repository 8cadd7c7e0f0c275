import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import * as aws from "@pulumi/aws";
import { GLOBAL_SERVICES_REGION } from "../../common/regions";
import type { Registration, ResourceRef } from "./mocks";

/** Facts of one component that its contract takes into account. */
export interface ContractOptions {
  /** Children in us-east-1, whatever the provider's region. @default - none */
  readonly globalChildren?: readonly string[];
  /**
   * Explicit dependencies: for each child with `dependsOn`, the resources in it that no input refers to, sorted. A resource is
   * given by its name, or by short type and name where children share the name. @default - none
   */
  readonly order?: Readonly<Record<string, readonly string[]>>;
}

/** Deprecated inputs of @pulumi/aws 7.48, by type token; separate resources or other inputs replaced them. */
const DEPRECATED: Readonly<Record<string, readonly string[]>> = {
  "aws:s3/bucket:Bucket": [
    "accelerationStatus",
    "acl",
    "corsRules",
    "grants",
    "lifecycleRules",
    "logging",
    "objectLockConfiguration",
    "policy",
    "replicationConfiguration",
    "requestPayer",
    "serverSideEncryptionConfiguration",
    "versioning",
    "website",
  ],
  "aws:cloudwatch/eventRule:EventRule": ["isEnabled"],
};

/**
 * Asserts the rules for every component: its token, its children's names and parent, the order of its children, no region but
 * that of global services, no deprecated input, no duplicate name.
 */
export function assertContract(
  registrations: readonly Registration[],
  className: string,
  name: string,
  { globalChildren = [], order = {} }: ContractOptions = {},
): void {
  const [component, ...children] = registrations;
  assert.equal(component?.type, `archipelago:components:${className}`);
  assert.equal(component?.name, name);
  assert.ok(children.length > 0, `${name} has no children`);
  for (const child of children) {
    const isPrefixed = child.name === name || child.name.startsWith(`${name}-`);
    assert.ok(isPrefixed, `${child.name} must start with ${name}-`);
    assert.deepEqual(child.parent, { type: component.type, name }, `parent of ${child.name}`);
    const region = globalChildren.includes(child.name) ? GLOBAL_SERVICES_REGION : undefined;
    assert.equal(child.inputs.region, region, `region of ${child.name}`);
    for (const input of DEPRECATED[child.type] ?? []) {
      assert.equal(child.inputs[input], undefined, `${child.name}: ${input} is deprecated`);
    }
  }
  const keys = children.map((child) => `${child.type} ${child.name}`).sort();
  assert.deepEqual(keys, [...new Set(keys)], "two children of one type share a name");
  assertOrder(children, order);
}

function assertOrder(
  children: readonly Registration[],
  order: Readonly<Record<string, readonly string[]>>,
): void {
  const format = (ref: ResourceRef) => {
    const isUnique = children.filter((child) => child.name === ref.name).length === 1;
    return isUnique ? ref.name : `${ref.type.split(":").at(-1)} ${ref.name}`;
  };
  const actual = children.flatMap((child) => {
    const dependencies = child.explicitDependencies.map(format).sort();
    return dependencies.length > 0 ? [[child.name, dependencies] as const] : [];
  });
  assert.deepEqual(Object.fromEntries(actual), order, "order of the children");
}

/** Asserts that a resource exists only after another one, because of `dependsOn` or of an input. */
export function assertDependsOn({ name, dependencies }: Registration, dependency: ResourceRef): void {
  const isDependency = dependencies.some((one) => isDeepStrictEqual(one, dependency));
  assert.ok(isDependency, `${name} must depend on ${dependency.type} ${dependency.name}`);
}

/** Asserts that every child that can have tags has these ones. */
export function assertTags(
  registrations: readonly Registration[],
  tags: Readonly<Record<string, string>>,
): void {
  const taggable = registrations.slice(1).filter(({ type }) => isTaggable(type));
  assert.ok(taggable.length > 0, "no child can have tags");
  for (const { type, name, inputs } of taggable) {
    assert.deepEqual({ ...inputs.tags, ...tags }, inputs.tags, `tags of ${name} (${type})`);
  }
}

/** Asserts that every role has this permissions boundary, and that there are `count` roles. */
export function assertPermissionsBoundary(
  registrations: readonly Registration[],
  permissionsBoundaryArn: string,
  count: number,
): void {
  const boundaries = registrations
    .filter(({ type }) => type === "aws:iam/role:Role")
    .map(({ inputs }) => inputs.permissionsBoundary);
  assert.deepEqual(
    boundaries,
    Array.from({ length: count }, () => permissionsBoundaryArn),
  );
}

/** Whether resources of a type can have tags: their class in the SDK reads such an input. */
function isTaggable(type: string): boolean {
  const [packageName, modulePath = "", className = ""] = type.split(":");
  if (packageName === "awsx") return true;
  const modules = aws as unknown as Record<string, Record<string, unknown> | undefined>;
  const resourceClass = modules[modulePath.split("/")[0] ?? ""]?.[className];
  assert.equal(typeof resourceClass, "function", `class of ${type}`);
  return String(resourceClass).includes('resourceInputs["tags"]');
}
