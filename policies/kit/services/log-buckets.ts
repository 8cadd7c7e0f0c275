import { BUCKET, BUCKET_LOGGING, TRAIL } from "../facts/resource-types";
import { Undecided } from "../reading/props";
import type { Resource } from "../reading/resource";
import type { Stack } from "../reading/stack";
import { bucketNamesOf, findBuckets, parseBucketName } from "./buckets";

/** Places in which services are told the bucket that takes their logs. */
const LOG_DESTINATIONS: readonly { readonly types: readonly string[]; readonly path: string }[] = [
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
    types: ["aws:elb/loadBalancer:LoadBalancer", "aws:elasticloadbalancing/loadBalancer:LoadBalancer"],
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

/** The buckets of a stack that are known to take logs, by the graph or by name. */
interface LogBuckets {
  readonly buckets: ReadonlySet<Resource>;
  readonly names: ReadonlySet<string>;
  /** The first doubt about where something logs to. */
  readonly undecided: Undecided | undefined;
}

const logBuckets = new WeakMap<Stack, LogBuckets>();

/**
 * Whether a bucket takes the logs of anything in the stack: of other buckets, of trails, distributions, load balancers,
 * networks and the like.
 *
 * @throws {Undecided} when nothing is known to log there, and something may
 */
export function isLogBucket(stack: Stack, bucket: Resource): boolean {
  const known = logBuckets.get(stack) ?? findLogBuckets(stack);
  logBuckets.set(stack, known);
  if (known.buckets.has(bucket) || bucketNamesOf(bucket).some((name) => known.names.has(name))) return true;
  if (known.undecided) throw known.undecided;
  return false;
}

function findLogBuckets(stack: Stack): LogBuckets {
  const buckets = new Set<Resource>();
  const names = new Set<string>();
  let undecided: Undecided | undefined;
  for (const { types, path } of LOG_DESTINATIONS) {
    for (const writer of stack.ofTypes(types)) {
      try {
        for (const bucket of findBuckets(stack, writer, path)) buckets.add(bucket);
        for (const text of readKnownStrings(writer, path)) names.add(parseBucketName(text));
      } catch (error) {
        if (!(error instanceof Undecided)) throw error;
        undecided ??= error;
      }
    }
  }
  return { buckets, names, undecided };
}

/** The texts at a place that are known; of the others the graph has told. */
function readKnownStrings(writer: Resource, path: string): readonly string[] {
  const reading = writer.read(path);
  if (reading.state !== "known") return [];
  if (!Array.isArray(reading.value)) return [String(reading.value)];
  return reading.value.flatMap((_, index) => {
    const item = writer.read(`${path}.${index}`);
    return item.state === "known" ? [String(item.value)] : [];
  });
}
