import {
  hasTagList,
  isTaggable,
  listTags,
  normalizeTagKey,
  type Resource,
  resourceRule,
  setInput,
} from "../../kit";

/** Tags identify the owner, purpose and cost center of a resource. */
export const requiredTags = resourceRule<Settings>({
  name: "required-tags",
  title: "Resources have the required tags",
  description: "Every taggable resource has tags for its owner, environment, region and cost center.",
  level: "advisory",
  severity: "low",
  tags: ["tags"],
  remediationSteps:
    "Set the tags of all resources in defaultTags of the provider, or of single resources in tags.",
  url: "https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html",
  settings: {
    tags: {
      type: "array",
      items: { type: "string", pattern: "^[^|]{1,128}([|][^|]{1,128})*$" },
      default: ["owner", "env|environment|stage", "cost|cost-center|cost-centre|project", "region"],
      description:
        "Required tag keys; alternatives are separated by |. Case, hyphens and underscores are ignored. Global resources need no region.",
    },
    values: {
      type: "object",
      additionalProperties: { type: "string" },
      default: {},
      description:
        "Values by key that the level remediate adds to resources without the tag; region needs no value.",
    },
  },
  types: "aws",
  checks: {
    tags: (resource, { settings }) => findFaults(resource, settings),
  },
  remediation: (inputs, resource, { settings }) => {
    // Tags in a list may also apply to every instance of a group, which a policy must not decide.
    if (hasTagList(resource.type)) return false;
    const additions = findMissingTags(resource, settings).flatMap(({ keys }) => {
      const key = keys.find((one) => settings.values[one] !== undefined || normalizeTagKey(one) === "region");
      return key === undefined ? [] : [[key, settings.values[key] ?? resource.region()] as const];
    });
    if (additions.length === 0) return false;
    if (resource.read("tags").state === "absent") setInput(inputs, "tags", {});
    const tags = inputs["tags"] as Record<string, unknown>;
    for (const [key, value] of additions) tags[key] = value;
    return true;
  },
});

interface Settings {
  readonly tags: readonly string[];
  readonly values: Readonly<Record<string, string>>;
}

interface MissingTag {
  /** Alternative keys. */
  readonly keys: readonly string[];
  /** Existing key without a value. */
  readonly empty?: string;
}

function findMissingTags(resource: Resource, { tags }: Settings): readonly MissingTag[] {
  if (!isTaggable(resource.type)) return [];
  const present = listTags(resource);
  return tags.flatMap((each) => {
    const keys = each.split("|");
    const normalized = keys.map(normalizeTagKey);
    if (resource.isGlobal && normalized.includes("region")) return [];
    const existing = present.filter((tag) => normalized.includes(normalizeTagKey(tag.key)));
    if (existing.some((tag) => tag.isSet())) return [];
    const [empty] = existing;
    return [empty ? { keys, empty: empty.key } : { keys }];
  });
}

function findFaults(resource: Resource, settings: Settings): readonly string[] {
  const incomplete = findMissingTags(resource, settings);
  const absent = incomplete.filter(({ empty }) => empty === undefined).map(({ keys }) => formatKeys(keys));
  const location = hasTagList(resource.type)
    ? "tags; defaultTags do not apply to the group"
    : "tags, or in defaultTags of the provider";
  return [
    ...incomplete.flatMap(({ empty }) =>
      empty === undefined ? [] : [`the tag ${JSON.stringify(empty)} is empty, expected a value`],
    ),
    ...(absent.length === 1 ? [`the tag ${absent.join("")} is missing, expected it in ${location}`] : []),
    ...(absent.length > 1
      ? [
          `the tags ${absent.slice(0, -1).join(", ")} and ${absent.at(-1)} are missing, expected them in ${location}`,
        ]
      : []),
  ];
}

function formatKeys(keys: readonly string[]): string {
  const [first = "", ...others] = keys.map((key) => JSON.stringify(key));
  return others.length === 0 ? first : `${first} (or ${others.join(" or ")})`;
}
