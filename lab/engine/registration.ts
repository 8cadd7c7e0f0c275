import { EngineError } from "./errors";
import type { Goal } from "./goal";
import type { Subject } from "./plugin/provider";
import type { ConfiguredProvider } from "./providers";
import type { ResourceState } from "./state";
import { parseUrn } from "./urn";
import type { Properties } from "./values";

/** What a registration is answered. */
export interface Registered {
  readonly urn: string;
  readonly id: string;
  readonly outputs: Properties;
  readonly failed: boolean;
  /** Whether the outputs cannot be known, since the resource was left out by the targets. */
  readonly unknown?: boolean;
}

/** A fault for which the program itself is to be told that its call failed. */
export class Refused extends EngineError {}

/** Looks at a resource before it is planned; may change its inputs, and throws when a policy forbids it. */
export type Inspect = (
  state: ResourceState,
  provider: ConfiguredProvider | undefined,
  goal: Goal,
  /** URNs that the resource may have had. */
  aliases: readonly string[],
) => Promise<Properties>;

/** What a read is asked with. */
export interface ReadGoal {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly parent: string;
  readonly provider: string;
  readonly version: string;
  readonly properties: Properties;
  readonly dependencies: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  readonly sourcePosition: string | undefined;
}

/** What a provider is told of which resource it is about. */
export function subjectOf(urn: string, goal: { readonly type: string; readonly name: string }): Subject {
  return { urn, type: goal.type, name: goal.name };
}

/** What a resource is called in a request to its provider, from its state alone. */
export function subjectOfState({ urn, type }: ResourceState): Subject {
  return { urn, type, name: parseUrn(urn).name };
}

/** A read in the form of a registration, with nothing asked but what a read can ask. */
export function readAsGoal(goal: ReadGoal): Goal {
  return {
    type: goal.type,
    name: goal.name,
    custom: true,
    remote: false,
    inputs: {},
    parent: goal.parent,
    provider: goal.provider,
    providers: new Map(),
    version: goal.version,
    dependencies: goal.dependencies,
    propertyDependencies: {},
    aliases: [],
    protect: undefined,
    retainOnDelete: undefined,
    deleteBeforeReplace: undefined,
    deletedWith: "",
    replaceWith: [],
    ignoreChanges: [],
    replaceOnChanges: [],
    hideDiff: [],
    replacementTrigger: undefined,
    additionalSecretOutputs: goal.additionalSecretOutputs,
    customTimeouts: undefined,
    reportsResult: true,
    sourcePosition: goal.sourcePosition,
  };
}
