import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { type MockOptions, type Registered, recordResources, settled } from "./mocks";

/** Turns of the event loop that a delayed registration takes, more than any other registration needs. */
const DELAY_IN_TURNS = 200;

/**
 * Asserts that a component registers `later` after `earlier` although the registration of `earlier` is delayed, which only
 * a dependency can ensure. Resources are given as type and name: `BucketPolicy tide-policy`.
 */
export async function assertOrder(
  create: () => pulumi.Resource,
  earlier: string,
  later: string,
  options: MockOptions = {},
): Promise<void> {
  const before = async (registration: Registered) => {
    if (labelOf(registration) !== earlier) return;
    for (let turn = 0; turn < DELAY_IN_TURNS; turn++) await new Promise(setImmediate);
  };
  const registrations = await recordResources({ ...options, before });
  await settled(create());
  const labels = registrations.map(labelOf);
  assert.ok(labels.includes(earlier), `${earlier} is not registered; registered are ${labels.join(", ")}`);
  const relevantLabels = labels.filter((label) => label === earlier || label === later);
  assert.deepEqual(relevantLabels, [earlier, later]);
}

function labelOf({ type, name }: Registered): string {
  return `${type.split(":").at(-1)} ${name}`;
}
