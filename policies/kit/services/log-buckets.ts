import {
  BUCKET,
  BUCKET_LOGGING,
  CLASSIC_LOAD_BALANCER,
  EVENT_SOURCE_MAPPING,
  TRAIL,
} from "../facts/resource-types";
import { memoizeByStack } from "../reading/memoize-by-stack";
import { Undecided } from "../reading/props";
import type { Resource } from "../reading/resource";
import type { Stack } from "../reading/stack";
import { findFirst } from "../reading/three-valued-logic";
import { bucketNamesOf, findBuckets, parseBucketName } from "./buckets";

/** A property by which resources of some types name the bucket that they write to. */
interface Destination {
  readonly types: readonly string[];
  readonly path: string;
}

/** Properties that name the bucket for the logs of a service. */
const LOG_DESTINATIONS: readonly Destination[] = [
  { types: BUCKET_LOGGING, path: "targetBucket" },
  { types: BUCKET, path: "logging.targetBucket" },
  { types: BUCKET, path: "loggings.0.targetBucket" },
  { types: TRAIL, path: "s3BucketName" },
  { types: ["aws:cloudfront/distribution:Distribution"], path: "loggingConfig.bucket" },
  ...["accessLogs.bucket", "connectionLogs.bucket"].map((path) => ({
    types: [
      "aws:lb/loadBalancer:LoadBalancer",
      "aws:alb/loadBalancer:LoadBalancer",
      "aws:elasticloadbalancingv2/loadBalancer:LoadBalancer",
      "aws:applicationloadbalancing/loadBalancer:LoadBalancer",
    ],
    path,
  })),
  {
    types: CLASSIC_LOAD_BALANCER,
    path: "accessLogs.bucket",
  },
  { types: ["aws:ec2/flowLog:FlowLog"], path: "logDestination" },
  { types: ["aws:cfg/deliveryChannel:DeliveryChannel"], path: "s3BucketName" },
  { types: ["aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig"], path: "destinationArn" },
  {
    types: ["aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"],
    path: "logDestinationConfigs",
  },
  {
    types: ["aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination"],
    path: "deliveryDestinationConfiguration.destinationResourceArn",
  },
  { types: ["aws:emr/cluster:Cluster"], path: "logUri" },
];

/** Properties that name the bucket for the results and reports of a service. */
const RESULT_DESTINATIONS: readonly Destination[] = [
  {
    types: ["aws:athena/workgroup:Workgroup"],
    path: "configuration.resultConfiguration.outputLocation",
  },
  ...["onSuccess", "onFailure"].map((outcome) => ({
    types: ["aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"],
    path: `destinationConfig.${outcome}.destination`,
  })),
  { types: EVENT_SOURCE_MAPPING, path: "destinationConfig.onFailure.destinationArn" },
  {
    types: ["aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"],
    path: "extendedS3Configuration.bucketArn",
  },
  { types: ["aws:s3/inventory:Inventory"], path: "destination.bucket.bucketArn" },
  { types: ["aws:cur/reportDefinition:ReportDefinition"], path: "s3Bucket" },
  { types: ["aws:guardduty/publishingDestination:PublishingDestination"], path: "destinationArn" },
  { types: ["aws:synthetics/canary:Canary"], path: "artifactS3Location" },
  { types: ["aws:ssm/resourceDataSync:ResourceDataSync"], path: "s3Destination.bucketName" },
];

/** The buckets of a stack that some resources write to. */
interface WrittenBuckets {
  readonly writers: ReadonlyMap<Resource, readonly Resource[]>;
  readonly writersByName: ReadonlyMap<string, readonly Resource[]>;
  /** The first undecided destination. */
  readonly undecided: Undecided | undefined;
}

const logBucketsOf = memoizeByStack((stack) => indexWriters(stack, LOG_DESTINATIONS));
const resultBucketsOf = memoizeByStack((stack) => indexWriters(stack, RESULT_DESTINATIONS));

/**
 * Whether a bucket receives logs of a resource of the stack, such as another bucket, a trail, a distribution, a load balancer
 * or a VPC.
 *
 * @throws {Undecided} when no resource is known to log there and the destination of one is undecided
 */
export function isLogBucket(stack: Stack, bucket: Resource): boolean {
  return writersAmong(logBucketsOf(stack), bucket).length > 0;
}

/**
 * Finds the resources of a stack that write logs, results or reports to a bucket.
 *
 * @throws {Undecided} when none is known to write there and the destination of one is undecided
 */
export function findServiceWriters(stack: Stack, bucket: Resource): readonly Resource[] {
  return (
    findFirst(
      ...[logBucketsOf, resultBucketsOf].map((indexOf) => () => {
        const writers = writersAmong(indexOf(stack), bucket);
        return writers.length > 0 ? writers : undefined;
      }),
    ) ?? []
  );
}

function writersAmong(index: WrittenBuckets, bucket: Resource): readonly Resource[] {
  const writers =
    index.writers.get(bucket) ?? bucketNamesOf(bucket).flatMap((name) => index.writersByName.get(name) ?? []);
  if (writers.length === 0 && index.undecided) throw index.undecided;
  return [...new Set(writers)];
}

function indexWriters(stack: Stack, destinations: readonly Destination[]): WrittenBuckets {
  const writers = new Map<Resource, Resource[]>();
  const writersByName = new Map<string, Resource[]>();
  let firstUndecided: Undecided | undefined;
  for (const { types, path } of destinations) {
    for (const writer of stack.ofTypes(types)) {
      try {
        for (const bucket of findBuckets(stack, writer, path)) addTo(writers, bucket, writer);
        for (const reference of readKnownStrings(writer, path))
          addTo(writersByName, parseBucketName(reference), writer);
      } catch (error) {
        if (!(error instanceof Undecided)) throw error;
        firstUndecided ??= error;
      }
    }
  }
  return { writers, writersByName, undecided: firstUndecided };
}

function addTo<K>(lists: Map<K, Resource[]>, key: K, writer: Resource): void {
  const list = lists.get(key);
  if (list) list.push(writer);
  else lists.set(key, [writer]);
}

/** Reads the known strings of a property; dependencies cover the unknown ones. */
function readKnownStrings(writer: Resource, path: string): readonly string[] {
  const reading = writer.read(path);
  if (reading.state !== "known") return [];
  if (!Array.isArray(reading.value)) return [String(reading.value)];
  return reading.value.flatMap((_, index) => {
    const item = writer.read(`${path}.${index}`);
    return item.state === "known" ? [String(item.value)] : [];
  });
}
