import { readStackTags } from "../analyzer/stack-tags";
import type { PackContext, PolicyPackReference } from "../analyzer/start-packs";
import type { Project, StackConfig } from "../project";
import type { FileBackend } from "../state";
import { rootUrn } from "../values/urn";

/** Stack and environment for which policy packs run. */
export interface PackOptions {
  readonly project: Project;
  /** Name of the stack that the packs receive. */
  readonly stack: string;
  /** @default "organization", as in Pulumi's file backend */
  readonly organization?: string | undefined;
  readonly config: StackConfig;
  readonly policyPacks: readonly PolicyPackReference[];
  /** Holds the tags of the stack. @default - it has no tags */
  readonly backend?: FileBackend | undefined;
  /** Whether the packs are to take it for a preview. @default false */
  readonly dryRun?: boolean | undefined;
  /** Environment of the packs, over that of this process. @default - nothing more */
  readonly env?: NodeJS.ProcessEnv | undefined;
}

/** Returns what packs are started with. Their output is about the root of the stack. */
export function packContext(
  { project, stack, organization, config, backend, dryRun, env }: PackOptions,
  callbacks: {
    readonly onInfo: (text: string, urn: string) => void;
    readonly onAbort: PackContext["onAbort"];
  },
): PackContext {
  const root = rootUrn(stack, project.name);
  return {
    project: project.name,
    stack,
    organization: organization ?? "organization",
    config,
    tags: async () => (backend ? readStackTags(backend.root, project.name, stack) : {}),
    dryRun: dryRun ?? false,
    env: { ...process.env, ...env },
    onInfo: (text) => callbacks.onInfo(text, root),
    onAbort: callbacks.onAbort,
  };
}
