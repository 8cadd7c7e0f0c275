import assert from "node:assert/strict";
import { GLOBAL_SERVICES_REGION } from "../../common/regions";
import type { Registered } from "./mocks";

/** What a component may do that others may not. */
export interface ContractExceptions {
  /** Children that live in us-east-1 whatever the provider's region. @default - none */
  readonly globalChildren?: readonly string[];
}

/** Inputs of 7.48 that are deprecated, by type token; a satellite resource or another input took their place. */
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
 * What every component owes, whatever it lays down: its token, its children's names, no region of its own but
 * where it is excepted, no deprecated input, no name used twice.
 */
export function assertContract(
  registered: readonly Registered[],
  className: string,
  name: string,
  { globalChildren = [] }: ContractExceptions = {},
): void {
  const [component, ...children] = registered;
  assert.equal(component?.type, `archipelago:components:${className}`);
  assert.equal(component?.name, name);
  assert.ok(children.length > 0, `${name} must lay down something`);
  for (const child of children) {
    assert.ok(
      child.name === name || child.name.startsWith(`${name}-`),
      `${child.name} must start with ${name}-`,
    );
    const region = globalChildren.includes(child.name) ? GLOBAL_SERVICES_REGION : undefined;
    assert.equal(child.inputs.region, region, `region of ${child.name}`);
    for (const input of DEPRECATED[child.type] ?? []) {
      assert.equal(child.inputs[input], undefined, `${child.name}: ${input} is deprecated`);
    }
  }
  const twice = children.map((child) => `${child.type} ${child.name}`).sort();
  assert.deepEqual(twice, [...new Set(twice)], "no two children of one type share a name");
}
