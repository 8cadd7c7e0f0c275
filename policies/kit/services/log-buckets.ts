import { BUCKET, BUCKET_LOGGING, TRAIL } from "../facts/resource-types";
import { memoizeByStack } from "../reading/memoize-by-stack";
import { Undecided } from "../reading/props";
import type { Resource } from "../reading/resource";
import type { Stack } from "../reading/stack";
import { bucketNamesOf, findBuckets, parseBucketName } from "./buckets";

/** Properties that name the bucket for the logs of a service. */
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

/** The buckets of a stack that receive logs. */
interface LogBuckets {
  readonly buckets: ReadonlySet<Resource>;
  readonly names: ReadonlySet<string>;
  /** The first undecided log destination. */
  readonly undecided: Undecided | undefined;
}

const logBucketsOf = memoizeByStack(findLogBuckets);

/**
 * Whether a bucket receives logs of a resource of the stack, such as another bucket, a trail, a distribution, a load balancer
 * or a VPC.
 *
 * @throws {Undecided} when no resource is known to log there and the destination of one is undecided
 */
export function isLogBucket(stack: Stack, bucket: Resource): boolean {
  const known = logBucketsOf(stack);
  if (known.buckets.has(bucket) || bucketNamesOf(bucket).some((name) => known.names.has(name))) return true;
  if (known.undecided) throw known.undecided;
  return false;
}

function findLogBuckets(stack: Stack): LogBuckets {
  const buckets = new Set<Resource>();
  const names = new Set<string>();
  let firstUndecided: Undecided | undefined;
  for (const { types, path } of LOG_DESTINATIONS) {
    for (const writer of stack.ofTypes(types)) {
      try {
        for (const bucket of findBuckets(stack, writer, path)) buckets.add(bucket);
        for (const reference of readKnownStrings(writer, path)) names.add(parseBucketName(reference));
      } catch (error) {
        if (!(error instanceof Undecided)) throw error;
        firstUndecided ??= error;
      }
    }
  }
  return { buckets, names, undecided: firstUndecided };
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
