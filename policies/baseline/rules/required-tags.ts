import {
  hasTagList,
  isTaggable,
  listTags,
  normalizeTagKey,
  type Resource,
  resourceRule,
  setInput,
} from "../../kit";

/** A resource says whose it is, what it is for, and who pays for it. */
export const requiredTags = resourceRule<Settings>({
  name: "required-tags",
  title: "Resources carry the tags that are asked for",
  description:
    "Every resource that can have tags says by them whose it is, which environment and region it belongs to, and who pays.",
  level: "advisory",
  severity: "low",
  tags: ["tags"],
  remediationSteps:
    "Give the tags to all resources by defaultTags of the provider, or to single ones by tags.",
  url: "https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html",
  settings: {
    tags: {
      type: "array",
      items: { type: "string", pattern: "^[^|]{1,128}([|][^|]{1,128})*$" },
      default: ["owner", "env|environment|stage", "cost|cost-center|cost-centre|project", "region"],
      description:
        "Keys of tags; any of several with | between them will do, whatever its case, hyphens and underscores. The key region is not asked of what belongs to no region.",
    },
    values: {
      type: "object",
      additionalProperties: { type: "string" },
      default: {},
      description:
        "Values by key that the level remediate gives to resources that lack them; region is known by itself.",
    },
  },
  types: "aws",
  checks: {
    tags: (resource, { settings }) => flaws(resource, settings),
  },
  remediation: (inputs, resource, { settings }) => {
    // Those that are a list go to every instance of a group as well, which is not for a policy to decide.
    if (hasTagList(resource.type)) return false;
    const given = missing(resource, settings).flatMap(({ keys }) => {
      const key = keys.find((one) => settings.values[one] !== undefined || normalizeTagKey(one) === "region");
      return key === undefined ? [] : [[key, settings.values[key] ?? resource.region()] as const];
    });
    if (given.length === 0) return false;
    if (resource.read("tags").state === "absent") setInput(inputs, "tags", {});
    const tags = inputs["tags"] as Record<string, unknown>;
    for (const [key, value] of given) tags[key] = value;
    return true;
  },
});

interface Settings {
  readonly tags: readonly string[];
  readonly values: Readonly<Record<string, string>>;
}

interface Missing {
  /** Any of these would do. */
  readonly keys: readonly string[];
  /** The one of them that is there, but without a value. */
  readonly empty?: string;
}

function missing(resource: Resource, { tags }: Settings): readonly Missing[] {
  if (!isTaggable(resource.type)) return [];
  const places = listTags(resource);
  return tags.flatMap((each) => {
    const keys = each.split("|");
    const plain = keys.map(normalizeTagKey);
    if (resource.isGlobal && plain.includes("region")) return [];
    const found = places.filter((place) => plain.includes(normalizeTagKey(place.key)));
    if (found.some((place) => place.isSet())) return [];
    const [empty] = found;
    return [empty ? { keys, empty: empty.key } : { keys }];
  });
}

function flaws(resource: Resource, settings: Settings): readonly string[] {
  const found = missing(resource, settings);
  const absent = found.filter(({ empty }) => empty === undefined).map(({ keys }) => oneOf(keys));
  const place = hasTagList(resource.type)
    ? "tags; the group is given none of defaultTags"
    : "tags, or in defaultTags of the provider";
  return [
    ...found.flatMap(({ empty }) =>
      empty === undefined ? [] : [`the tag ${JSON.stringify(empty)} is empty, expected a value`],
    ),
    ...(absent.length === 1 ? [`the tag ${absent.join("")} is missing, expected it in ${place}`] : []),
    ...(absent.length > 1
      ? [
          `the tags ${absent.slice(0, -1).join(", ")} and ${absent.at(-1)} are missing, expected them in ${place}`,
        ]
      : []),
  ];
}

function oneOf(keys: readonly string[]): string {
  const [first = "", ...others] = keys.map((key) => JSON.stringify(key));
  return others.length === 0 ? first : `${first} (or ${others.join(" or ")})`;
}
