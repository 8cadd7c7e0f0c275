import { s3AccessLogging } from "../../../policies/baseline/rules/s3-access-logging";
import {
  derivedFrom,
  type Fixture,
  prove,
  ref,
  resource,
  setInput,
  unknown,
  unsetInput,
  withoutResources,
} from "../../helpers/policy";

const bucket = resource("aws:s3/bucket:Bucket", "data", {});
const logs = resource("aws:s3/bucket:Bucket", "logs", { bucket: "logs-of-example" });
const logging = resource("aws:s3/bucketLogging:BucketLogging", "logging", {
  bucket: ref("data"),
  targetBucket: ref("logs"),
  targetPrefix: "data/",
});
const fixtures = [bucket, logs, logging];

const none =
  "it has no access logs; add aws.s3.BucketLogging with targetBucket, or, if it is a log bucket, the tag purpose=logs";

function logsOf(type: string, inputs: Readonly<Record<string, unknown>>): readonly Fixture[] {
  return [logs, resource(type, "writer", inputs)];
}

prove(s3AccessLogging, {
  settings: { onUnknown: "fail" },
  compliant: fixtures,
  // The dependency graph identifies the target, whatever the name of the log bucket.
  alsoCompliant: {
    "a bucket with the tag": [resource("aws:s3/bucket:Bucket", "data", { tags: { purpose: "logs" } })],
    "a bucket with the tag from its provider": [
      resource("aws:s3/bucket:Bucket", "data", {}, { defaultTags: { purpose: "logs" } }),
    ],
    "alias types of version 2": [
      { ...bucket, type: "aws:s3/bucketV2:BucketV2" },
      logs,
      { ...logging, type: "aws:s3/bucketLoggingV2:BucketLoggingV2" },
    ],
    "inline blocks": [
      logs,
      resource("aws:s3/bucket:Bucket", "data", { logging: { targetBucket: ref("logs") } }),
      resource("aws:s3/bucketV2:BucketV2", "old", { loggings: [{ targetBucket: ref("logs") }] }),
    ],
    "a target of another stack": [
      bucket,
      { ...logging, inputs: { bucket: ref("data"), targetBucket: "logs-of-another-stack" } },
    ],
    "the bucket of a trail": logsOf("aws:cloudtrail/trail:Trail", { s3BucketName: ref("logs") }),
    "the bucket of a distribution's logs": logsOf("aws:cloudfront/distribution:Distribution", {
      loggingConfig: { bucket: derivedFrom("logs-of-example.s3.amazonaws.com", "logs") },
    }),
    "the bucket of a distribution's logs, by its domain": logsOf("aws:cloudfront/distribution:Distribution", {
      loggingConfig: { bucket: "logs-of-example.s3.eu-west-1.amazonaws.com" },
    }),
    "the bucket of a load balancer's logs": logsOf("aws:alb/loadBalancer:LoadBalancer", {
      accessLogs: { bucket: ref("logs"), enabled: true },
    }),
    "the bucket of a VPC's flow logs": logsOf("aws:ec2/flowLog:FlowLog", {
      logDestinationType: "s3",
      logDestination: "arn:aws:s3:::logs-of-example/network/",
    }),
    "the bucket of a firewall's logs": logsOf(
      "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
      { logDestinationConfigs: ["arn:aws:s3:::logs-of-example"] },
    ),
    "the bucket of a cluster's logs": logsOf("aws:emr/cluster:Cluster", {
      logUri: "s3://logs-of-example/cluster/",
    }),
  },
  mutants: [
    {
      title: "no logging",
      change: (all) => withoutResources(all, "logging", "logs"),
      messages: { data: none },
    },
    {
      title: "logging of another bucket",
      change: (all) => setInput(all, "logging", "bucket", "data-of-another-stack"),
      messages: { data: none },
    },
    {
      title: "logging without target",
      change: () => [resource("aws:s3/bucket:Bucket", "data", { logging: { targetPrefix: "data/" } })],
      messages: { data: none },
    },
    {
      title: "a bucket that logs to itself",
      change: (all) => withoutResources(setInput(all, "logging", "targetBucket", ref("data")), "logs"),
      messages: {
        data: "its access logs are written to itself, where each entry causes another; set another bucket as targetBucket",
      },
    },
    {
      title: "another tag for log buckets in the settings",
      change: () => [resource("aws:s3/bucket:Bucket", "data", { tags: { purpose: "logs" } })],
      settings: { logBucketTag: "log-bucket" },
      messages: {
        data: "it has no access logs; add aws.s3.BucketLogging with targetBucket, or, if it is a log bucket, the tag log-bucket",
      },
    },
    {
      title: "a trail with a bucket of another stack",
      change: () => logsOf("aws:cloudtrail/trail:Trail", { s3BucketName: "trail-of-another-stack" }),
      messages: { logs: none },
    },
    {
      title: "a flow log to a log group",
      change: () => [
        logs,
        resource("aws:cloudwatch/logGroup:LogGroup", "group", {}),
        resource("aws:ec2/flowLog:FlowLog", "writer", { logDestination: ref("group", "arn") }),
      ],
      messages: { logs: none },
    },
    {
      title: "a trail with an unknown bucket in a preview",
      change: () => logsOf("aws:cloudtrail/trail:Trail", { s3BucketName: unknown }),
      messages: {
        logs: "access logs cannot be decided because s3BucketName is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
      when: "preview",
    },
    {
      title: "a bucket that is no longer a log target",
      change: (all) => unsetInput(withoutResources(all, "logging"), "logs", "bucket"),
      messages: { data: none, logs: none },
    },
  ],
});
