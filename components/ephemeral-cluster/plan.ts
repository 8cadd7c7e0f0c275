import { expectOneOf, expectText, expectWhole } from "../shared/checks";
import { Faults } from "../shared/errors";
import type { ClusterLifetime, EphemeralClusterArgs } from ".";

/** What an S3 URI must look like, for messages. */
export const S3_URI_FORM = "an S3 URI such as s3://example-bucket/prefix/";

const S3_URI = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/;

/** A moment with its offset. @see https://www.rfc-editor.org/rfc/rfc3339#section-5.6 */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;

/** What AWS allows in a tag's value. @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const TAG_VALUE = /^[\p{L}\p{N}\p{Zs}_.:/=+\-@]+$/u;

/**
 * Applications whose work auto-termination takes for idleness.
 *
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-auto-termination-policy.html
 */
const UNSEEN = ["hbase", "presto", "prestosql", "trino"];

/** Steps that a cluster takes in its life. @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-work-with-steps.html */
const MAX_STEPS = 256;

const HOUR = 3_600_000;
const TTL_HOURS = 168;
const MAX_NODES = 1000;
const INSTANCE_TYPE = /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/;

/** Validated arguments, with every default in its place. */
export interface ClusterPlan {
  readonly releaseLabel: string;
  readonly applications: readonly string[];
  readonly nodes: number;
  readonly masterInstanceType: string;
  readonly coreInstanceType: string;
  readonly rootDiskGib: number;
  readonly dataDiskGib: number;
  readonly idleTimeoutSeconds: number;
  readonly keepAlive: boolean;
  /** Moment in UTC, to the second. */
  readonly expiresAt: string;
}

/** Bucket and prefix of an S3 URI, or nothing when it is none. */
export function parseS3Uri(uri: string): { readonly bucket: string; readonly prefix: string } | undefined {
  const [, bucket, prefix = ""] = S3_URI.exec(uri) ?? [];
  return bucket === undefined ? undefined : { bucket, prefix };
}

/** Whether `uri` names a bucket, with or without a prefix. */
export function isS3Uri(uri: string): boolean {
  return S3_URI.test(uri);
}

/**
 * Checks and completes the arguments.
 *
 * @throws {ArgumentError} telling every fault: a moment that is none, a life above a week, sizes out of range
 */
export function clusterPlan(name: string, args: EphemeralClusterArgs): ClusterPlan {
  const faults = new Faults(name);
  const plan = {
    releaseLabel: args.releaseLabel ?? "emr-7.13.0",
    applications: args.applications ?? ["Hadoop", "Spark"],
    nodes: args.nodes ?? 10,
    masterInstanceType: args.masterInstanceType ?? "m5.xlarge",
    coreInstanceType: args.coreInstanceType ?? "m5.xlarge",
    rootDiskGib: args.rootDiskGib ?? 20,
    dataDiskGib: args.dataDiskGib ?? 64,
    idleTimeoutSeconds: args.idleTimeoutSeconds ?? 3600,
    keepAlive: args.keepAlive ?? !args.steps?.length,
    expiresAt: expiry(faults, args.lifetime),
  };
  const owned = TAG_VALUE.test(args.owner) && args.owner.trim() !== "" && args.owner.length <= 256;
  faults.expect(owned, "owner", args.owner, "1 to 256 letters, digits, spaces and _ . : / = + - @");
  for (const key of ["owner", "expiresAt"]) {
    faults.expect(
      args.tags?.[key] === undefined,
      `tags.${key}`,
      args.tags?.[key],
      `nothing; it comes from ${key === "owner" ? key : "lifetime"}`,
    );
  }
  checkSoftware(faults, plan);
  expectWhole(faults, "nodes", plan.nodes, 1, MAX_NODES);
  for (const key of ["masterInstanceType", "coreInstanceType"] as const) {
    faults.expect(INSTANCE_TYPE.test(plan[key]), key, plan[key], "an EC2 instance type such as m5.xlarge");
  }
  expectWhole(faults, "rootDiskGib", plan.rootDiskGib, 15, 100);
  expectWhole(faults, "dataDiskGib", plan.dataDiskGib, 10, 16_384);
  expectWhole(faults, "idleTimeoutSeconds", plan.idleTimeoutSeconds, 60, 604_800);
  checkSteps(faults, args.steps ?? []);
  checkScaling(faults, args, plan.nodes);
  checkUris(faults, args);
  faults.raise();
  return plan;
}

/** End of life in UTC to the second; the same for the same arguments, whatever the time is now. */
function expiry(faults: Faults, lifetime: ClusterLifetime): string {
  const [key, given] =
    "expiresAt" in lifetime ? ["expiresAt", lifetime.expiresAt] : ["startedAt", lifetime.startedAt];
  const from = MOMENT.test(given) ? Date.parse(given) : Number.NaN;
  faults.expect(
    !Number.isNaN(from),
    `lifetime.${key}`,
    given,
    "a moment in ISO 8601 with its offset such as 2026-11-23T18:00:00Z",
  );
  const hours = "ttlHours" in lifetime ? lifetime.ttlHours : 0;
  if ("ttlHours" in lifetime) {
    faults.expect(
      hours > 0 && hours <= TTL_HOURS,
      "lifetime.ttlHours",
      hours,
      `hours above 0 and at most ${TTL_HOURS}`,
    );
  }
  const end = from + hours * HOUR;
  return Number.isNaN(end) ? "" : new Date(end).toISOString().replace(/\.\d{3}Z$/, "Z");
}

function checkSoftware(
  faults: Faults,
  { releaseLabel, applications }: Pick<ClusterPlan, "releaseLabel" | "applications">,
): void {
  const [, major = 0, minor = 0] = (/^emr-(\d+)\.(\d+)\.\d+$/.exec(releaseLabel) ?? []).map(Number);
  const fit = major >= 7 || (major === 6 && minor >= 4);
  faults.expect(
    fit,
    "releaseLabel",
    releaseLabel,
    "a release from emr-6.4.0 on, which knows when it is idle",
  );
  const names = applications.map((application) => application.toLowerCase());
  const distinct = names.length > 0 && new Set(names).size === names.length && !names.includes("");
  faults.expect(distinct, "applications", applications, "at least one application, each once");
  const seen = !names.some((application) => UNSEEN.includes(application));
  faults.expect(
    seen,
    "applications",
    applications,
    "none of HBase, Presto, Trino; the cluster would end itself under their work",
  );
}

function checkSteps(faults: Faults, steps: Exclude<EphemeralClusterArgs["steps"], undefined>): void {
  faults.expect(steps.length <= MAX_STEPS, "number of steps", steps.length, `at most ${MAX_STEPS}`);
  for (const [index, { name, onFailure }] of steps.entries()) {
    expectText(faults, `steps[${index}].name`, name, 1, 256);
    expectOneOf(faults, `steps[${index}].onFailure`, onFailure, [
      "TERMINATE_CLUSTER",
      "CANCEL_AND_WAIT",
      "CONTINUE",
    ]);
  }
  const names = steps.map(({ name }) => name);
  faults.expect(new Set(names).size === names.length, "names of steps", names, "each name once");
}

function checkScaling(faults: Faults, { scaling }: EphemeralClusterArgs, nodes: number): void {
  if (!scaling) return;
  const { minimum, maximum } = scaling;
  expectWhole(faults, "scaling.maximum", maximum, 1, MAX_NODES);
  expectWhole(faults, "scaling.minimum", minimum, 1, maximum);
  const within = nodes - 1 >= minimum && nodes - 1 <= maximum;
  faults.expect(within, "nodes", nodes, `1 master and ${minimum} to ${maximum} others, as scaling says`);
}

function checkUris(
  faults: Faults,
  { logUri, readFrom = [], writeTo = [], encryption }: EphemeralClusterArgs,
): void {
  const certificates = encryption ? encryption.certificatesUri : undefined;
  const uris = [
    ["logUri", logUri],
    ["encryption.certificatesUri", certificates],
  ] as const;
  const lists = [
    ...readFrom.map((uri) => ["readFrom", uri] as const),
    ...writeTo.map((uri) => ["writeTo", uri] as const),
  ];
  for (const [argument, uri] of [...uris, ...lists]) {
    if (typeof uri === "string") faults.expect(isS3Uri(uri), argument, uri, S3_URI_FORM);
  }
}
