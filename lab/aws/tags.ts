import { UNKNOWN_VALUE } from "../../common/special-values";
import type { Properties, Value } from "./property-values";

/** The provider's settings about tags. */
export interface TagSettings {
  /** Tags of every resource that takes tags. @default - none */
  readonly defaultTags?: Properties;
  /** Keys that are not the provider's business. @default - none */
  readonly ignoreKeys?: readonly string[];
  /** Beginnings of such keys. @default - none */
  readonly ignoreKeyPrefixes?: readonly string[];
}

/**
 * The tags that a resource bears: the provider's default tags, overlaid by its own, without the ignored ones.
 *
 * @param tags the resource's own tags; unknown as a whole in some previews
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/resource-tagging
 */
export function mergeTags(tags: Value | undefined, settings: TagSettings): Value {
  if (tags === UNKNOWN_VALUE) return UNKNOWN_VALUE;
  const own = typeof tags === "object" && tags !== null ? (tags as Properties) : {};
  const merged = Object.entries({ ...settings.defaultTags, ...own });
  return Object.fromEntries(merged.filter(([key]) => !isIgnored(key, settings)));
}

function isIgnored(key: string, settings: TagSettings): boolean {
  if (settings.ignoreKeys?.includes(key)) return true;
  return settings.ignoreKeyPrefixes?.some((prefix) => key.startsWith(prefix)) ?? false;
}
