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

/** An ephemeral resource has an expiry, and nothing prevents its deletion. */
export const ephemeralTtlTag = resourceRule<Settings>({
  name: "ephemeral-ttl-tag",
  title: "Ephemeral resources expire and can be deleted",
  description:
    "A resource that is tagged as ephemeral has a tag with its expiry, which is soon but not past, and can be deleted with its content.",
  level: "mandatory",
  severity: "medium",
  tags: ["ephemeral"],
  remediationSteps:
    "Add the tag expires-at with an ISO 8601 time and time zone, such as 2026-11-23T18:00:00Z; leave the option protect off, and set forceDestroy to true where the resource has it.",
  url: "https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html",
  settings: {
    ephemeralTag: {
      type: "string",
      pattern: "^[^=]{1,128}=.{1,256}$",
      default: "lifecycle=ephemeral",
      description: "Tag of ephemeral resources, as key=value; case and hyphens are ignored.",
    },
    expiryTag: {
      type: "string",
      minLength: 1,
      maxLength: 128,
      default: "expires-at",
      description:
        "Key of the tag with the expiry of a resource; case and hyphens are ignored. Every resource with this tag is checked.",
    },
    maxTtlHours: {
      type: "number",
      minimum: 1,
      maximum: 8760,
      default: 168,
      description: "Maximum number of hours from now until the expiry of an ephemeral resource.",
    },
    now: {
      type: "string",
      pattern:
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})$",
      description:
        "Time of the check in ISO 8601 with its time zone. Default: the clock; then the level remediate adds no expiry tag, since its value would change with every run.",
    },
  },
  types: "aws",
  checks: {
    "expiry tag": (resource, { settings, now }) => {
      if (!isTaggable(resource.type)) return undefined;
      const isMarked = isEphemeral(resource, settings);
      const tag = findTag(resource, settings.expiryTag);
      if (!tag) {
        if (!isMarked) return undefined;
        return `the tag ${JSON.stringify(settings.expiryTag)} is missing, expected the time of its expiry, such as "2026-11-23T18:00:00Z"`;
      }
      const value = tag.value() ?? "";
      const is = `the tag ${JSON.stringify(tag.key)} is ${JSON.stringify(value)}, expected`;
      const time = parseTimestamp(value);
      if (time === undefined) {
        return `${is} an ISO 8601 time with its time zone, such as "2026-11-23T18:00:00Z"`;
      }
      const remaining = time - readNow(settings, now);
      if (remaining <= 0) return `${is} a time in the future; delete the resource, or extend its expiry`;
      if (!isMarked || remaining <= settings.maxTtlHours * HOUR) return undefined;
      return `${is} a time within ${settings.maxTtlHours} hours`;
    },
    deletion: (resource, { settings }) => {
      const flag = DELETES_CONTENT[resource.type];
      const blocksDeletion = flag !== undefined && !resource.boolean(flag);
      if (!(resource.protect || blocksDeletion)) return undefined;
      if (!isTaggable(resource.type) || !isEphemeral(resource, settings)) return undefined;
      return collectFindings(
        resource.protect
          ? "protect is true, expected false; an ephemeral resource must be deletable"
          : undefined,
        blocksDeletion
          ? `${flag} is not true, expected true; otherwise its content prevents its deletion`
          : undefined,
      );
    },
  },
  remediation: (inputs, resource, { settings, now }) => {
    if (settings.now === undefined || !isTaggable(resource.type) || hasTagList(resource.type)) return false;
    if (!isEphemeral(resource, settings) || findTag(resource, settings.expiryTag)) return false;
    const expiry = new Date(readNow(settings, now) + settings.maxTtlHours * HOUR);
    if (resource.read("tags").state === "absent") setInput(inputs, "tags", {});
    // A key may contain dots, so it cannot be part of a path.
    (inputs["tags"] as Record<string, unknown>)[settings.expiryTag] = expiry
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

/** Types that AWS does not delete unless they are empty, with the property that also deletes their content. */
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

function readNow({ now }: Settings, clock: Date): number {
  if (now === undefined) return clock.getTime();
  const time = parseTimestamp(now);
  if (time === undefined) {
    throw new Error(
      `ephemeral-ttl-tag: now is ${JSON.stringify(now)}, expected an ISO 8601 time with its time zone`,
    );
  }
  return time;
}
