import { TAG_LIST_TYPES, TAGGABLE_TYPES } from "../facts/taggable-types";
import type { Resource } from "../reading/resource";

/** One tag of a resource. Its value is read on demand, because the values of other tags may be unknown. */
export interface Tag {
  readonly key: string;
  /**
   * Reads the value. Undefined when it is absent.
   *
   * @throws {Undecided} when it is unknown
   */
  readonly value: () => string | undefined;
  /**
   * Whether it has a value, also one that another resource will provide.
   *
   * @throws {Undecided} when that is unknown
   */
  readonly isSet: () => boolean;
}

/** Whether resources of a type can have tags. */
export function isTaggable(type: string): boolean {
  return TAGGABLE_TYPES.has(type) || TAG_LIST_TYPES.has(type);
}

/** Whether resources of a type have tags as a list instead of a map. */
export function hasTagList(type: string): boolean {
  return TAG_LIST_TYPES.has(type);
}

/** Normalizes the key of a tag, so that `expires-at`, `expires_at` and `ExpiresAt` are equal. */
export function normalizeTagKey(key: string): string {
  return key.toLowerCase().replace(/[-_.:\s]/g, "");
}

/**
 * Lists the tags of a resource: its own, then the default tags of its provider.
 *
 * @throws {Undecided} when not even the keys are known
 */
export function listTags(resource: Resource): readonly Tag[] {
  if (hasTagList(resource.type)) {
    return resource.list("tags").map((item) => ({
      key: item.string("key") ?? "",
      value: () => item.string("value"),
      isSet: () => item.isSet("value") && !isEmptyString(item, "value"),
    }));
  }
  return [resource, resource.defaultTags()].flatMap((holder) => {
    const tags = holder?.object("tags");
    if (!tags) return [];
    return tags.keys("").map((key) => ({
      key,
      value: () => tags.entry(key),
      // A key with dots cannot be part of a path.
      isSet: () =>
        key.includes(".") ? (tags.entry(key) ?? "") !== "" : tags.isSet(key) && !isEmptyString(tags, key),
    }));
  });
}

/** Finds a tag of a resource by its normalized key; its own tags come first. */
export function findTag(resource: Resource, key: string): Tag | undefined {
  const plain = normalizeTagKey(key);
  return listTags(resource).find((place) => normalizeTagKey(place.key) === plain);
}

function isEmptyString(props: Pick<Resource, "read">, path: string): boolean {
  const reading = props.read(path);
  return reading.state === "known" && reading.value === "";
}
