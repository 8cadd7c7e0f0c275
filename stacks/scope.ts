import { RunError } from "@pulumi/pulumi/errors";
import { didYouMean } from "./nearest";
import { findRegion, REGIONS } from "./regions";

/** What the name of a stack says it holds. */
export type Scope =
  | { readonly kind: "environment"; readonly environment: string }
  | { readonly kind: "foundation"; readonly environment: string }
  | { readonly kind: "region"; readonly environment: string; readonly region: string }
  | { readonly kind: "edge"; readonly environment: string }
  | { readonly kind: "cluster"; readonly environment: string; readonly cluster: string };

/** What of the settings decides which stacks there are. */
export interface Plan {
  readonly environment: string;
  readonly layout: "single" | "cells";
  readonly regions: readonly { readonly code: string }[];
}

/** Form of an environment's name: no hyphen, since a hyphen parts it from the rest of a stack's name. */
export const ENVIRONMENT_FORM = /^[a-z][a-z0-9]{0,15}$/;

/** Form of a cluster's name. */
export const CLUSTER_FORM = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

const STACK_FORM = /^[a-z0-9][a-z0-9._-]{0,62}$/;
const STACK_WORDS =
  "<environment>, <environment>-foundation, <environment>-<region>, <environment>-edge or <environment>-cluster-<name>";

/** @see https://learn.microsoft.com/windows/win32/fileio/naming-a-file a state file of such a name cannot be written there */
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$/;

/**
 * What a stack of this name holds.
 *
 * @param environments the environments that exist; any, when absent
 * @throws {RunError} when the name has no meaning, or its environment does not exist
 */
export function parseScope(stack: string, environments?: readonly string[]): Scope {
  if (!STACK_FORM.test(stack) || stack.includes("..") || RESERVED.test(stack)) {
    throw refused(
      stack,
      "lower-case letters, digits, '-', '_' and '.', first a letter or digit, at most 63 in all, no '..', no device's name",
    );
  }
  const hyphen = stack.indexOf("-");
  const environment = hyphen < 0 ? stack : stack.slice(0, hyphen);
  const rest = hyphen < 0 ? undefined : stack.slice(hyphen + 1);
  if (!ENVIRONMENT_FORM.test(environment)) throw refused(stack, STACK_WORDS);
  if (environments && !environments.includes(environment)) {
    throw new RunError(
      `stack ${JSON.stringify(stack)}: environment is ${JSON.stringify(environment)}, expected ` +
        `${environments.join(" or ") || `a file Pulumi.${environment}.yaml`}${didYouMean(environment, environments)}`,
    );
  }
  if (rest === undefined) return { kind: "environment", environment };
  if (rest === "foundation" || rest === "edge") return { kind: rest, environment };
  const cluster = rest.startsWith("cluster-") ? rest.slice("cluster-".length) : undefined;
  if (cluster !== undefined) {
    if (!CLUSTER_FORM.test(cluster)) {
      throw refused(stack, `${environment}-cluster-<name>, the name of letters, digits and single hyphens`);
    }
    return { kind: "cluster", environment, cluster };
  }
  if (findRegion(rest)) return { kind: "region", environment, region: rest };
  const known = ["foundation", "edge", ...REGIONS.map(({ code }) => code)].map(
    (word) => `${environment}-${word}`,
  );
  throw refused(stack, `${STACK_WORDS}${didYouMean(stack, known)}`);
}

/** The stacks of an environment in layers: each layer needs those before it, the stacks of one layer are independent. */
export function layersOf({ environment, layout, regions }: Plan): readonly (readonly string[])[] {
  if (layout === "single") return [[environment]];
  return [
    [`${environment}-foundation`],
    regions.map(({ code }) => `${environment}-${code}`),
    [`${environment}-edge`],
  ];
}

/**
 * Holds the scope of a stack against the settings it was started with.
 *
 * @returns the scope
 * @throws {RunError} when the settings are another environment's, lay the environment out in other stacks, or lack the region
 */
export function fitScope(stack: string, scope: Scope, plan: Plan): Scope {
  const { environment, layout, regions } = plan;
  if (scope.environment !== environment) {
    throw new RunError(
      `stack ${JSON.stringify(stack)}: environment is ${JSON.stringify(scope.environment)}, expected ` +
        `${JSON.stringify(environment)}, the one of these settings; ` +
        `name the right file: ${command(stack, scope.environment)}`,
    );
  }
  if (scope.kind === "cluster") return scope;
  const stacks = layersOf(plan).flat();
  if ((scope.kind === "environment") !== (layout === "single")) {
    throw new RunError(
      `stack ${JSON.stringify(stack)}: layout of ${environment} is ${JSON.stringify(layout)}, expected stack ` +
        `${stacks.join(", ")}; run archipelago up ${environment}, or ${command(stacks[0] ?? environment, environment)}`,
    );
  }
  if (scope.kind === "region" && !regions.some(({ code }) => code === scope.region)) {
    throw new RunError(
      `stack ${JSON.stringify(stack)}: region is ${JSON.stringify(scope.region)}, expected one of the regions of ` +
        `${environment}: ${regions.map(({ code }) => code).join(", ")}; add it to regions in Pulumi.${environment}.yaml`,
    );
  }
  return scope;
}

/** The command of the Pulumi CLI that brings up `stack` with its environment's file. */
export function command(stack: string, environment: string): string {
  const file = stack === environment ? "" : ` --config-file Pulumi.${environment}.yaml`;
  return `pulumi up -s ${stack}${file}`;
}

function refused(stack: string, expected: string): RunError {
  return new RunError(`stack: name is ${JSON.stringify(stack)}, expected ${expected}`);
}
