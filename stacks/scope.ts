import { RunError } from "@pulumi/pulumi/errors";
import { didYouMean } from "../common/suggestions";
import { findRegion, REGIONS } from "./regions";

/** Layers in a stack, according to its name. */
export type Scope =
  | { readonly kind: "environment"; readonly environment: string }
  | { readonly kind: "foundation"; readonly environment: string }
  | { readonly kind: "region"; readonly environment: string; readonly region: string }
  | { readonly kind: "edge"; readonly environment: string }
  | { readonly kind: "cluster"; readonly environment: string; readonly cluster: string };

/** Settings that decide which stacks an environment has. */
export interface Plan {
  readonly environment: string;
  readonly layout: "single" | "cells";
  readonly regions: readonly { readonly code: string }[];
}

/** Form of an environment's name: no hyphen, since a hyphen separates it from the rest of a stack's name. */
export const ENVIRONMENT_FORM = /^[a-z][a-z0-9]{0,15}$/;

/** Form of a cluster's name: at most 40 characters, so that the names of its roles have room for Pulumi's random part. */
export const CLUSTER_FORM = /^(?=.{1,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

const STACK_FORM = /^[a-z0-9][a-z0-9._-]{0,62}$/;
const STACK_WORDS =
  "<environment>, <environment>-foundation, <environment>-<region>, <environment>-edge or <environment>-cluster-<name>";

/** Names that no state file can have on Windows. @see https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$/;

/**
 * Parses the name of a stack.
 *
 * @param environments existing environments. @default - any environment is accepted
 * @throws {RunError} when the name has none of the forms, or its environment does not exist
 */
export function parseScope(stack: string, environments?: readonly string[]): Scope {
  if (!STACK_FORM.test(stack) || stack.includes("..") || RESERVED.test(stack)) {
    throw invalidName(
      stack,
      "at most 63 lower-case letters, digits, '-', '_' and '.', starting with a letter or digit, without '..', not a device name of Windows",
    );
  }
  const hyphen = stack.indexOf("-");
  const environment = hyphen < 0 ? stack : stack.slice(0, hyphen);
  const rest = hyphen < 0 ? undefined : stack.slice(hyphen + 1);
  if (!ENVIRONMENT_FORM.test(environment)) throw invalidName(stack, STACK_WORDS);
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
      throw invalidName(
        stack,
        `${environment}-cluster-<name>, with a name of at most 40 letters, digits and single hyphens`,
      );
    }
    return { kind: "cluster", environment, cluster };
  }
  if (findRegion(rest)) return { kind: "region", environment, region: rest };
  const known = ["foundation", "edge", ...REGIONS.map(({ code }) => code)].map(
    (word) => `${environment}-${word}`,
  );
  throw invalidName(stack, `${STACK_WORDS}${didYouMean(stack, known)}`);
}

/** Returns the stacks of an environment by layer: a layer needs those before it, stacks of one layer are independent. */
export function layersOf({ environment, layout, regions }: Plan): readonly (readonly string[])[] {
  if (layout === "single") return [[environment]];
  return [
    [`${environment}-foundation`],
    regions.map(({ code }) => `${environment}-${code}`),
    [`${environment}-edge`],
  ];
}

/**
 * Checks that the scope of a stack fits the settings, and returns the scope.
 *
 * @throws {RunError} when the settings belong to another environment, have another layout, or lack the region
 */
export function checkScope(stack: string, scope: Scope, plan: Plan): Scope {
  const { environment, layout, regions } = plan;
  if (scope.environment !== environment) {
    throw new RunError(
      `stack ${JSON.stringify(stack)}: environment is ${JSON.stringify(scope.environment)}, expected ` +
        `${JSON.stringify(environment)}, the environment of these settings; ` +
        `pass the file of the stack's environment: ${upCommand(stack, scope.environment)}`,
    );
  }
  if (scope.kind === "cluster") return scope;
  const stacks = layersOf(plan).flat();
  if ((scope.kind === "environment") !== (layout === "single")) {
    throw new RunError(
      `stack ${JSON.stringify(stack)}: layout of ${environment} is ${JSON.stringify(layout)}, expected stack ` +
        `${stacks.join(", ")}; run archipelago up ${environment}, or ${upCommand(stacks[0] ?? environment, environment)}`,
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

/** Returns the command of the Pulumi CLI that deploys a stack with its environment's file. */
export function upCommand(stack: string, environment: string): string {
  const file = stack === environment ? "" : ` --config-file Pulumi.${environment}.yaml`;
  return `pulumi up -s ${stack}${file}`;
}

function invalidName(stack: string, expected: string): RunError {
  return new RunError(`stack: name is ${JSON.stringify(stack)}, expected ${expected}`);
}
