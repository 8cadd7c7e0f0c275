import {
  collectFindings,
  findTag,
  hasTagList,
  isTaggable,
  normalizeTagKey,
  parseTimestamp,
  type Resource,
  resourceRule,
  setInput,
} from "../../kit";

/** What is meant to be gone says when, and nothing keeps it from going. */
export const ephemeralTtlTag = resourceRule<Settings>({
  name: "ephemeral-ttl-tag",
  title: "What is ephemeral has an end, and can end",
  description:
    "A resource that is tagged as ephemeral says by a tag when it is to be gone, which is soon but not past, and can be deleted with all it holds.",
  level: "mandatory",
  severity: "medium",
  tags: ["ephemeral"],
  remediationSteps:
    "Add the tag expires-at with a moment in ISO 8601 and its zone, such as 2026-11-23T18:00:00Z; leave the option protect off, and set forceDestroy to true where the resource has it.",
  url: "https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html",
  settings: {
    ephemeralTag: {
      type: "string",
      pattern: "^[^=]{1,128}=.{1,256}$",
      default: "lifecycle=ephemeral",
      description: "Tag of ephemeral resources, as key=value, whatever its case and hyphens.",
    },
    expiryTag: {
      type: "string",
      minLength: 1,
      maxLength: 128,
      default: "expires-at",
      description:
        "Key of the tag that says when a resource is to be gone, whatever its case and hyphens. Whatever has it is judged by it.",
    },
    maxTtlHours: {
      type: "number",
      minimum: 1,
      maximum: 8760,
      default: 168,
      description: "Most hours from now on that an ephemeral resource may live.",
    },
    now: {
      type: "string",
      pattern:
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})$",
      description:
        "Moment of the check in ISO 8601 with its zone. Without it the clock's is taken, and the level remediate adds no expiry tag, since it would be another one every time.",
    },
  },
  types: "aws",
  checks: {
    "expiry tag": (resource, { settings, now }) => {
      if (!isTaggable(resource.type)) return undefined;
      const ephemeral = isEphemeral(resource, settings);
      const tag = findTag(resource, settings.expiryTag);
      if (!tag) {
        if (!ephemeral) return undefined;
        return `the tag ${JSON.stringify(settings.expiryTag)} is missing, expected the moment when it is to be gone, such as "2026-11-23T18:00:00Z"`;
      }
      const text = tag.value() ?? "";
      const is = `the tag ${JSON.stringify(tag.key)} is ${JSON.stringify(text)}, expected`;
      const moment = parseTimestamp(text);
      if (moment === undefined) {
        return `${is} a moment in ISO 8601 with its zone, such as "2026-11-23T18:00:00Z"`;
      }
      const present = moment - presentOf(settings, now);
      if (present <= 0) return `${is} a moment to come; take the resource away, or give it more time`;
      if (!ephemeral || present <= settings.maxTtlHours * HOUR) return undefined;
      return `${is} a moment within ${settings.maxTtlHours} hours`;
    },
    deletion: (resource, { settings }) => {
      const flag = DELETES_CONTENT[resource.type];
      const isHeld = flag !== undefined && !resource.boolean(flag);
      if (!(resource.protect || isHeld)) return undefined;
      if (!isTaggable(resource.type) || !isEphemeral(resource, settings)) return undefined;
      return collectFindings(
        resource.protect
          ? "protect is true, expected false; what is ephemeral must be able to go"
          : undefined,
        isHeld
          ? `${flag} is not true, expected true; else what it holds keeps it from being deleted`
          : undefined,
      );
    },
  },
  remediation: (inputs, resource, { settings, now }) => {
    if (settings.now === undefined || !isTaggable(resource.type) || hasTagList(resource.type)) return false;
    if (!isEphemeral(resource, settings) || findTag(resource, settings.expiryTag)) return false;
    const end = new Date(presentOf(settings, now) + settings.maxTtlHours * HOUR);
    if (resource.read("tags").state === "absent") setInput(inputs, "tags", {});
    // A key may hold dots, so that it cannot be part of a path.
    (inputs["tags"] as Record<string, unknown>)[settings.expiryTag] = end
      .toISOString()
      .replace(/\.\d+Z$/, "Z");
    return true;
  },
});

interface Settings {
  readonly ephemeralTag: string;
  readonly expiryTag: string;
  readonly maxTtlHours: number;
  readonly now?: string;
}

const HOUR = 3_600_000;

/** Types that are not deleted as long as they hold something, and the property that deletes that as well. */
export const DELETES_CONTENT: Readonly<Record<string, string>> = {
  "aws:athena/workgroup:Workgroup": "forceDestroy",
  "aws:backup/vault:Vault": "forceDestroy",
  "aws:ecr/repository:Repository": "forceDelete",
  "aws:ecrpublic/repository:Repository": "forceDestroy",
  "aws:iam/user:User": "forceDestroy",
  "aws:lightsail/bucket:Bucket": "forceDelete",
  "aws:route53/zone:Zone": "forceDestroy",
  "aws:s3/bucket:Bucket": "forceDestroy",
  "aws:s3/bucketV2:BucketV2": "forceDestroy",
  "aws:s3/directoryBucket:DirectoryBucket": "forceDestroy",
  "aws:s3/vectorsVectorBucket:VectorsVectorBucket": "forceDestroy",
  "aws:s3tables/tableBucket:TableBucket": "forceDestroy",
};

function isEphemeral(resource: Resource, { ephemeralTag }: Settings): boolean {
  const [key = "", ...rest] = ephemeralTag.split("=");
  const value = findTag(resource, key)?.value();
  return value !== undefined && normalizeTagKey(value) === normalizeTagKey(rest.join("="));
}

function presentOf({ now }: Settings, clock: Date): number {
  if (now === undefined) return clock.getTime();
  const moment = parseTimestamp(now);
  if (moment === undefined) {
    throw new Error(
      `ephemeral-ttl-tag: now is ${JSON.stringify(now)}, expected a moment in ISO 8601 with its zone`,
    );
  }
  return moment;
}
