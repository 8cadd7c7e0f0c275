import type { Deployment } from "../deployment/deployment";
import type { StackResource } from "../deployment/stack-journal";
import type { Goal } from "../goal/goal";
import type { Subject } from "../plugin/provider";
import type { ConfiguredProvider } from "../providers/configured-provider";
import type { ProviderRegistry } from "../providers/registry";
import type { ResourceState } from "../state";
import type { DeleteBeforeReplace } from "./delete-before-replace";

/** One resource of a provider on its way from the program's registration to the state of the stack. */
export interface ResourceStep {
  /** The registration, with the inputs as policy packs left them. */
  readonly goal: Goal;
  readonly subject: Subject;
  readonly provider: ConfiguredProvider;
  /** The state that is wanted: checked inputs and options, still without id and outputs. */
  readonly desired: ResourceState;
  /** The resource as it stands; undefined for a new one. */
  readonly existing: StackResource | undefined;
  /** Whether the existing resource is deleted already, for its replacement, or was never the stack's own. */
  readonly isRecreation: boolean;
}

/** Everything that steps share in one run. */
export interface StepContext {
  readonly deployment: Deployment;
  readonly providers: ProviderRegistry;
  readonly deleteBeforeReplace: DeleteBeforeReplace;
}
