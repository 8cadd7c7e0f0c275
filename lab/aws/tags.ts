import { UNKNOWN_VALUE } from "../../common/special-values";
import type { Properties, Value } from "./property-values";

/** The provider's settings of tags. */
export interface TagSettings {
  /** Tags of every resource that takes tags. @default - none */
  readonly defaultTags?: Properties;
  /** Keys that the provider ignores. @default - none */
  readonly ignoreKeys?: readonly string[];
  /** Prefixes of ignored keys. @default - none */
  readonly ignoreKeyPrefixes?: readonly string[];
}

/**
 * Merges the tags of a resource: the provider's default tags, overlaid by its own, without the ignored ones.
 *
 * @param tags the resource's own tags; unknown as a whole in some previews
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/resource-tagging
 */
export function mergeTags(tags: Value | undefined, settings: TagSettings): Value {
  if (tags === UNKNOWN_VALUE) return UNKNOWN_VALUE;
  const own = typeof tags === "object" && tags !== null ? (tags as Properties) : {};
  const entries = Object.entries({ ...settings.defaultTags, ...own });
  return Object.fromEntries(entries.filter(([key]) => !isIgnored(key, settings)));
}

function isIgnored(key: string, settings: TagSettings): boolean {
  if (settings.ignoreKeys?.includes(key)) return true;
  return settings.ignoreKeyPrefixes?.some((prefix) => key.startsWith(prefix)) ?? false;
}
