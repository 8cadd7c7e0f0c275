import type { Resource } from "../reading/resource";
import type { SettingSchema } from "./setting-schema";

/** Pattern of a tag in settings: `key=value`, or `key` for any value. */
const TAG_FORM = "^[^=]{1,128}(=.{0,256})?$";

/** Creates the schema of a setting that names a tag as `key=value`, or as `key` for any value. */
export function createTagSetting(description: string, defaultTag: string): SettingSchema {
  return { type: "string", pattern: TAG_FORM, default: defaultTag, description };
}

/**
 * Whether a resource has a tag, named as `key=value`, or as `key` for any value.
 *
 * @throws {Undecided} when the tag's value is unknown
 */
export function hasTag(resource: Resource, tag: string): boolean {
  const [key = "", ...rest] = tag.split("=");
  const value = resource.tag(key);
  return rest.length === 0 ? value !== undefined : value === rest.join("=");
}
