import * as pulumi from "@pulumi/pulumi";
import type { PlannedRecord } from "./plan";

/** Markers of one routed record: values in the state whose change deletes record sets before others are created. */
export interface Markers {
  /** Replaced with the policy; every record set depends on it. */
  readonly policy: pulumi.Stash;
  /** Replaced with the TTL of weighted record sets; all but the first depend on it. Undefined for other policies. */
  readonly ttl: pulumi.Stash | undefined;
}

/**
 * Creates the markers of a routed record.
 *
 * Route 53 checks each change of a record set against the others of its name and type: they need the same policy, and weighted
 * ones the same TTL. Pulumi changes resources one by one. A marker makes the change possible in one update: a resource that
 * is replaced, with the old one deleted first, takes along its dependants that have to be replaced with it.
 *
 * @see https://www.pulumi.com/docs/iac/concepts/resources/options/deletebeforereplace/
 */
export function createMarkers(
  name: string,
  { key, policy, sharedTtl }: PlannedRecord,
  parent: pulumi.Resource,
): Markers {
  const options = { parent, replaceOnChanges: ["input"], deleteBeforeReplace: true };
  return {
    policy: new pulumi.Stash(`${name}-${key}-policy`, { input: policy }, options),
    ttl:
      policy === "weighted"
        ? new pulumi.Stash(`${name}-${key}-ttl`, { input: sharedTtl ?? "alias" }, options)
        : undefined,
  };
}

/** Returns a record's name as a value that depends on resources, so that their replacement replaces the record set. */
export function nameAfter(
  name: pulumi.Input<string>,
  dependencies: readonly (pulumi.Stash | undefined)[],
): pulumi.Input<string> {
  const outputs = dependencies.flatMap((stash) => stash?.output ?? []);
  return outputs.length === 0 ? name : pulumi.all([name, ...outputs]).apply(([text]) => text);
}
