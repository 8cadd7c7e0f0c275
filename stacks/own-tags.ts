import type { Settings } from "./settings";

/** Tags that distinguish the resources of one environment from all others in the account. */
export interface OwnTags {
  readonly project: string;
  readonly environment: string;
}

/** Returns the tags of an environment's resources, by which the reaper knows its clusters. */
export function ownTags(project: string, { environment }: Settings): OwnTags {
  return { project, environment };
}
