import { TAG_LIST_TYPES, TAGGABLE_TYPES } from "../facts/taggable-types";
import type { Resource } from "../reading/resource";

/** One tag of a resource. Its value is read only when it is asked for, since those of other tags may not be known. */
export interface Tag {
  readonly key: string;
  /**
   * The value, or undefined when there is none.
   *
   * @throws {Undecided} when it is not known yet
   */
  readonly value: () => string | undefined;
  /**
   * Whether it has a value, be it one that another resource will have.
   *
   * @throws {Undecided} when that is not known
   */
  readonly isSet: () => boolean;
}

/** Whether resources of a type can have tags. */
export function isTaggable(type: string): boolean {
  return TAGGABLE_TYPES.has(type) || TAG_LIST_TYPES.has(type);
}

/** Whether resources of a type have a list of tags, rather than values by key. */
export function hasTagList(type: string): boolean {
  return TAG_LIST_TYPES.has(type);
}

/** A tag's key without what people write differently: `expires-at`, `expires_at` and `ExpiresAt` are one. */
export function normalizeTagKey(key: string): string {
  return key.toLowerCase().replace(/[-_.:\s]/g, "");
}

/**
 * The tags of a resource: its own, then those that its provider gives to all.
 *
 * @throws {Undecided} when its tags are not known, not even by their keys
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

/** The tag of a resource under a key, whatever its case and its hyphens; its own before that of its provider. */
export function findTag(resource: Resource, key: string): Tag | undefined {
  const plain = normalizeTagKey(key);
  return listTags(resource).find((place) => normalizeTagKey(place.key) === plain);
}

function isEmptyString(props: Pick<Resource, "read">, path: string): boolean {
  const reading = props.read(path);
  return reading.state === "known" && reading.value === "";
}
