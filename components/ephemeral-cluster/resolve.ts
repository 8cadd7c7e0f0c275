import type * as pulumi from "@pulumi/pulumi";
import { checkLength, checkOneOf, checkWholeNumber } from "../shared/checks";
import { Faults } from "../shared/errors";
import { EXPIRY_TAG } from "../shared/expiry-tag";
import {
  CLUSTER_INSTANCE_TYPE,
  CLUSTER_SUBNET_TYPES,
  type ClusterEncryption,
  type ClusterStep,
  type ClusterSubnetType,
  DEFAULT_CLUSTER_IDLE_SECONDS,
  DEFAULT_CLUSTER_INSTANCE_TYPE,
  DEFAULT_CLUSTER_NODES,
  type EphemeralClusterArgs,
  MAX_CLUSTER_IDLE_SECONDS,
  MAX_CLUSTER_NODES,
  MIN_CLUSTER_IDLE_SECONDS,
} from "./args";
import { checkFleet, checkScaling, checkSubnets, fleetUnits } from "./capacity";
import { resolveExpiry } from "./lifetime";
import { isS3Uri, S3_URI_FORM } from "./s3-uris";
import { checkBootstrap, checkConfigurations, checkImage } from "./software-checks";

/** Characters of a tag's value. @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const TAG_VALUE = /^[\p{L}\p{N}\p{Zs}_.:/=+\-@]+$/u;

/**
 * Applications whose work auto-termination does not count as activity.
 *
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-auto-termination-policy.html
 */
const UNSUPPORTED_APPLICATIONS = ["hbase", "presto", "prestosql", "trino"];

/** Largest number of steps of a cluster. @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-work-with-steps.html */
const MAX_STEPS = 256;

/** Groups that a network interface can have by default. @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const MAX_EXTRA_GROUPS = 4;

/** A step with all defaults filled in. */
export interface ResolvedStep extends ClusterStep {
  readonly jar: string;
  readonly args: readonly pulumi.Input<string>[];
  readonly onFailure: "TERMINATE_CLUSTER" | "CANCEL_AND_WAIT" | "CONTINUE";
}

/** Validated arguments with all defaults filled in. */
export interface ResolvedEphemeralClusterArgs extends EphemeralClusterArgs {
  readonly subnetType: ClusterSubnetType;
  readonly releaseLabel: string;
  readonly applications: readonly string[];
  readonly nodes: number;
  readonly masterInstanceType: string;
  readonly coreInstanceType: string;
  readonly rootDiskGib: number;
  readonly dataDiskGib: number;
  readonly idleTimeoutSeconds: number;
  readonly keepAlive: boolean;
  readonly steps: readonly ResolvedStep[];
  readonly encryption: ClusterEncryption | false;
  /** End of life in UTC, to the second. */
  readonly expiresAt: string;
}

/**
 * Validates the arguments and fills in the defaults.
 *
 * @throws {ArgumentError} with every fault: an invalid moment, a life of more than a week, sizes out of range
 */
export function resolveArgs(name: string, args: EphemeralClusterArgs): ResolvedEphemeralClusterArgs {
  const faults = new Faults(name);
  const resolvedArgs: ResolvedEphemeralClusterArgs = {
    ...args,
    subnetType: args.subnetType ?? "private",
    releaseLabel: args.releaseLabel ?? "emr-7.13.0",
    applications: args.applications ?? ["Hadoop", "Spark"],
    nodes: args.coreFleet ? 1 + fleetUnits(args.coreFleet) : (args.nodes ?? DEFAULT_CLUSTER_NODES),
    masterInstanceType: args.masterInstanceType ?? DEFAULT_CLUSTER_INSTANCE_TYPE,
    coreInstanceType: args.coreInstanceType ?? DEFAULT_CLUSTER_INSTANCE_TYPE,
    rootDiskGib: args.rootDiskGib ?? 20,
    dataDiskGib: args.dataDiskGib ?? 64,
    idleTimeoutSeconds: args.idleTimeoutSeconds ?? DEFAULT_CLUSTER_IDLE_SECONDS,
    keepAlive: args.keepAlive ?? !args.steps?.length,
    steps: (args.steps ?? []).map(resolveStep),
    encryption: args.encryption ?? {},
    expiresAt: resolveExpiry(faults, args.lifetime),
  };
  checkTags(faults, args);
  checkSubnets(faults, args);
  checkFleet(faults, args);
  checkOneOf(faults, "subnetType", resolvedArgs.subnetType, CLUSTER_SUBNET_TYPES);
  checkSoftware(faults, resolvedArgs);
  if (!args.coreFleet) checkWholeNumber(faults, "nodes", resolvedArgs.nodes, 1, MAX_CLUSTER_NODES);
  for (const key of ["masterInstanceType", "coreInstanceType"] as const) {
    const type = resolvedArgs[key];
    faults.expect(CLUSTER_INSTANCE_TYPE.test(type), key, type, "an EC2 instance type such as m5.xlarge");
  }
  checkWholeNumber(faults, "rootDiskGib", resolvedArgs.rootDiskGib, 15, 100);
  checkWholeNumber(faults, "dataDiskGib", resolvedArgs.dataDiskGib, 10, 16_384);
  checkWholeNumber(
    faults,
    "idleTimeoutSeconds",
    resolvedArgs.idleTimeoutSeconds,
    MIN_CLUSTER_IDLE_SECONDS,
    MAX_CLUSTER_IDLE_SECONDS,
  );
  checkSteps(faults, resolvedArgs);
  checkBootstrap(faults, args);
  checkConfigurations(faults, "configurations", args.configurations ?? []);
  checkImage(faults, args);
  for (const key of ["masterSecurityGroupIds", "coreSecurityGroupIds"] as const) {
    const count = args[key]?.length ?? 0;
    faults.expect(count <= MAX_EXTRA_GROUPS, `number of ${key}`, count, `at most ${MAX_EXTRA_GROUPS}`);
  }
  checkScaling(faults, resolvedArgs);
  checkUris(faults, resolvedArgs);
  faults.raise();
  return resolvedArgs;
}

function checkTags(faults: Faults, { owner, tags }: EphemeralClusterArgs): void {
  const valid = TAG_VALUE.test(owner) && owner.trim() !== "" && owner.length <= 256;
  faults.expect(valid, "owner", owner, "1 to 256 letters, digits, spaces and _ . : / = + - @");
  for (const [key, source] of [
    ["owner", "owner"],
    [EXPIRY_TAG, "lifetime"],
  ] as const) {
    const tag = tags?.[key];
    faults.expect(tag === undefined, `tags.${key}`, tag, `nothing; it comes from ${source}`);
  }
}

function checkSoftware(faults: Faults, { releaseLabel, applications }: ResolvedEphemeralClusterArgs): void {
  const [, major = 0, minor = 0] = (/^emr-(\d+)\.(\d+)\.\d+$/.exec(releaseLabel) ?? []).map(Number);
  faults.expect(
    major >= 7 || (major === 6 && minor >= 4),
    "releaseLabel",
    releaseLabel,
    "a release from emr-6.4.0 on, which can detect that it is idle",
  );
  const names = applications.map((application) => application.toLowerCase());
  const distinct = names.length > 0 && new Set(names).size === names.length && !names.includes("");
  faults.expect(distinct, "applications", applications, "at least one application, each once");
  faults.expect(
    !names.some((application) => UNSUPPORTED_APPLICATIONS.includes(application)),
    "applications",
    applications,
    "none of HBase, Presto, Trino; auto-termination would end the cluster during their work",
  );
}

function resolveStep(step: ClusterStep): ResolvedStep {
  return {
    ...step,
    jar: step.jar ?? "command-runner.jar",
    args: step.args ?? [],
    onFailure: step.onFailure ?? "TERMINATE_CLUSTER",
  };
}

function checkSteps(faults: Faults, { steps, stepConcurrency }: ResolvedEphemeralClusterArgs): void {
  checkWholeNumber(faults, "stepConcurrency", stepConcurrency, 1, MAX_STEPS);
  faults.expect(steps.length <= MAX_STEPS, "number of steps", steps.length, `at most ${MAX_STEPS}`);
  for (const [index, { name, onFailure }] of steps.entries()) {
    checkLength(faults, `steps[${index}].name`, name, 1, 256);
    checkOneOf(faults, `steps[${index}].onFailure`, onFailure, [
      "TERMINATE_CLUSTER",
      "CANCEL_AND_WAIT",
      "CONTINUE",
    ]);
  }
  const names = steps.map(({ name }) => name);
  faults.expect(new Set(names).size === names.length, "names of steps", names, "each name once");
  const ending = steps.find(({ onFailure }) => onFailure !== "CONTINUE");
  if ((stepConcurrency ?? 1) > 1 && ending) {
    const argument = `onFailure of step ${JSON.stringify(ending.name)}`;
    faults.expect(false, argument, ending.onFailure, "CONTINUE, since steps run at the same time");
  }
}

function checkUris(
  faults: Faults,
  { logUri, readFrom = [], writeTo = [], encryption }: ResolvedEphemeralClusterArgs,
): void {
  const uris = [
    ["logUri", logUri],
    ["encryption.certificatesUri", encryption ? encryption.certificatesUri : undefined],
    ...readFrom.map((uri) => ["readFrom", uri] as const),
    ...writeTo.map((uri) => ["writeTo", uri] as const),
  ] as const;
  for (const [argument, uri] of uris) {
    if (typeof uri === "string") faults.expect(isS3Uri(uri), argument, uri, S3_URI_FORM);
  }
}
