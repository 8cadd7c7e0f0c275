import type { PolicyResource, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { Props } from "../reading/props";
import { Resource, type ResourceParts } from "../reading/resource";
import { type Dependencies, Stack } from "../reading/stack";
import type { PackEnvironment } from "./environment";

/** Receives every property that a rule reads. */
export type Trace = (rule: string, urn: string, path: string) => void;

/** The rule for which a resource or a stack is read. */
export interface Reader {
  readonly ruleName: string;
  /** Region of resources for which nothing else says one. */
  readonly defaultRegion: string | undefined;
}

/** Arguments that describe a resource, which the SDK passes to validations and to remediations. */
export type ResourceArgs = Omit<ResourceValidationArgs, "getConfig" | "notApplicable">;

/** State that the rules of a pack share during one run: the inputs of resources, and the stack. */
export class PackRun {
  readonly environment: PackEnvironment;
  readonly #trace: Trace | undefined;
  readonly #inputs = new Map<string, unknown>();
  readonly #stacks = new WeakMap<readonly PolicyResource[], Map<string | undefined, Stack>>();
  #recordedStack: readonly PolicyResource[] | undefined;

  constructor(environment: PackEnvironment, trace?: Trace) {
    this.environment = environment;
    this.#trace = trace;
  }

  /** Records the inputs of a resource, because the SDK passes only outputs to rules about the stack. */
  recordInputs({ urn, props }: ResourceArgs): void {
    this.#inputs.set(urn, props);
  }

  /** Records the resources of the stack for all rules, so that the SDK has to convert them only once. */
  recordStack({ resources }: StackValidationArgs): void {
    this.#recordedStack = resources;
  }

  /** Creates the view that a rule has of one resource. */
  createResource(reader: Reader, args: ResourceArgs): Resource {
    return this.#createResource(reader, { ...commonParts(args), inputs: args.props });
  }

  /**
   * Returns the view that a rule has of the stack.
   *
   * @param args the arguments of the rule's own call, for a pack that does not record the stack
   */
  stackFor(reader: Reader, args: StackValidationArgs): Stack {
    const resources = this.#recordedStack ?? args.resources;
    // A trace names the rule that reads, so a traced stack serves one rule only.
    if (this.#trace) return this.#createStack(reader, resources);
    const stacks = this.#stacks.get(resources) ?? new Map<string | undefined, Stack>();
    this.#stacks.set(resources, stacks);
    const stack = stacks.get(reader.defaultRegion) ?? this.#createStack(reader, resources);
    stacks.set(reader.defaultRegion, stack);
    return stack;
  }

  #createStack(reader: Reader, resources: readonly PolicyResource[]): Stack {
    const views = resources.map((resource) =>
      this.#createResource(reader, {
        ...commonParts(resource),
        inputs: this.#inputs.get(resource.urn) ?? resource.props,
        outputs: resource.props,
        propertyDependencies: resource.propertyDependencies,
      }),
    );
    return new Stack(this.environment.stackName, views, dependenciesOf(resources));
  }

  #createResource({ ruleName, defaultRegion }: Reader, parts: ResourceParts): Resource {
    const trace = this.#trace;
    return new Resource({
      ...parts,
      defaultRegion: this.environment.region ?? defaultRegion,
      ...(trace && { onRead: (path) => trace(ruleName, parts.urn, path) }),
    });
  }
}

function dependenciesOf(resources: readonly PolicyResource[]): Dependencies {
  return new Map(
    resources.map(({ urn, propertyDependencies }) => {
      const urns = Object.entries(propertyDependencies).map(
        ([property, dependencies]) => [property, dependencies.map((dependency) => dependency.urn)] as const,
      );
      return [urn, Object.fromEntries(urns)];
    }),
  );
}

function commonParts({
  type,
  urn,
  name,
  opts,
  provider,
}: PolicyResource | ResourceArgs): Omit<ResourceParts, "inputs"> {
  return {
    type,
    urn,
    name,
    protect: opts.protect,
    ...(provider && {
      provider: {
        name: provider.name,
        urn: provider.urn,
        type: provider.type,
        props: new Props([provider.props]),
      },
    }),
  };
}
