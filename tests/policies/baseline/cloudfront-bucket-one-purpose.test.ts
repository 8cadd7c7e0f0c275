import { cloudfrontBucketOnePurpose } from "../../../policies/baseline/rules/cloudfront-bucket-one-purpose";
import {
  derivedFrom,
  type Fixture,
  prove,
  ref,
  resource,
  unknown,
  withoutResources,
} from "../../helpers/policy";

const NAME = "site-of-example";
const bucket = resource("aws:s3/bucket:Bucket", "site", { bucket: NAME });
const logs = resource("aws:s3/bucket:Bucket", "logs", { bucket: "logs-of-example" });

const statement = (service: string, action: string, target = `arn:aws:s3:::${NAME}/*`) => ({
  Effect: "Allow",
  Principal: { Service: service },
  Action: action,
  Resource: target,
});
const reads = (target?: string) => statement("cloudfront.amazonaws.com", "s3:GetObject", target);
const policy = (...statements: readonly unknown[]) =>
  resource("aws:s3/bucketPolicy:BucketPolicy", "policy", {
    bucket: ref("site"),
    policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
  });
const distribution = resource("aws:cloudfront/distribution:Distribution", "cdn", {
  origins: [{ originId: "site", domainName: derivedFrom(`${NAME}.s3.eu-west-1.amazonaws.com`, "site") }],
});
const writer = (type: string, inputs: Readonly<Record<string, unknown>>, name = "writer") =>
  resource(type, name, inputs);
const trail = (target: unknown) => writer("aws:cloudtrail/trail:Trail", { s3BucketName: target });

const fixtures = [bucket, logs, policy(reads()), distribution, trail(ref("logs"))];

function published(reader: string, writers: string): string {
  return `CloudFront may read all of it (${reader}) and ${writers} to it, which makes these objects public; use a bucket for the site alone`;
}

/** Resources that write to the published bucket, by what they write. */
const WRITERS: Readonly<Record<string, Fixture>> = {
  "a trail": trail(ref("site")),
  "the logs of a cluster": writer("aws:emr/cluster:Cluster", {
    logUri: derivedFrom(`s3://${NAME}/clusters/`, "site"),
  }),
  "access logs of another bucket": writer("aws:s3/bucketLogging:BucketLogging", {
    bucket: ref("logs"),
    targetBucket: ref("site"),
  }),
  "flow logs": writer("aws:ec2/flowLog:FlowLog", { logDestination: ref("site", "arn") }),
  "delivered logs": writer("aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination", {
    deliveryDestinationConfiguration: { destinationResourceArn: ref("site", "arn") },
  }),
  "results of a function": writer("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", {
    functionName: "reports",
    destinationConfig: { onSuccess: { destination: ref("site", "arn") } },
  }),
  "results of queries": writer("aws:athena/workgroup:Workgroup", {
    configuration: { resultConfiguration: { outputLocation: `s3://${NAME}/queries/` } },
  }),
  "an inventory": writer("aws:s3/inventory:Inventory", {
    bucket: ref("logs"),
    destination: { bucket: { bucketArn: `arn:aws:s3:::${NAME}` } },
  }),
};

prove(cloudfrontBucketOnePurpose, {
  settings: { onUnknown: "fail" },
  compliant: fixtures,
  // The dependency graph identifies a bucket whose name is unknown.
  indifferent: ["logs: bucket", "site: bucket"],
  alsoCompliant: {
    "a trail in a bucket that CloudFront does not read": [bucket, trail(ref("site"))],
    "a bucket of another stack as origin": [
      logs,
      trail(ref("logs")),
      resource("aws:cloudfront/distribution:Distribution", "cdn", {
        origins: [{ originId: "site", domainName: "site-of-another-stack.s3.eu-west-1.amazonaws.com" }],
      }),
    ],
    "a policy that limits CloudFront to the prefix of the site": [
      bucket,
      policy(reads(`arn:aws:s3:::${NAME}/site/*`)),
      trail(NAME),
    ],
    "a statement that denies a service": [
      bucket,
      policy(reads(), { ...statement("delivery.logs.amazonaws.com", "s3:PutObject"), Effect: "Deny" }),
    ],
  },
  mutants: [
    ...Object.entries(WRITERS).map(([what, one]) => ({
      title: `${what} in the bucket of the site`,
      change: () => [bucket, logs, policy(reads()), one],
      messages: { site: published("policy", "writer writes") },
    })),
    {
      title: "an origin whose policy is outside of the stack",
      change: () => [bucket, distribution, trail(ref("site"))],
      messages: { site: published("cdn", "writer writes") },
    },
    {
      title: "an origin that is identified by its name alone",
      change: () => [
        bucket,
        resource("aws:cloudfront/distribution:Distribution", "cdn", {
          origins: [{ originId: "site", domainName: `${NAME}.s3.eu-west-1.amazonaws.com` }],
        }),
        trail(NAME),
      ],
      messages: { site: published("cdn", "writer writes") },
    },
    {
      title: "a policy that also lets a service write logs",
      change: () => [
        bucket,
        policy(reads(), statement("delivery.logs.amazonaws.com", "s3:PutObject")),
        distribution,
      ],
      messages: { site: published("policy", "delivery.logs.amazonaws.com writes") },
    },
    {
      title: "an inline policy",
      change: () => [
        resource("aws:s3/bucketV2:BucketV2", "site", {
          bucket: NAME,
          policy: JSON.stringify({ Statement: [reads()] }),
        }),
        trail(ref("site")),
      ],
      messages: { site: published("site", "writer writes") },
    },
    {
      title: "two writers",
      change: (before) => [
        ...withoutResources(before, "writer"),
        trail(ref("site")),
        writer("aws:emr/cluster:Cluster", { logUri: derivedFrom(`s3://${NAME}/`, "site") }, "cluster"),
      ],
      messages: { site: published("policy", "writer, cluster write") },
    },
    {
      title: "an unknown policy of a bucket with a writer",
      change: (before) => [
        ...withoutResources(before, "writer", "policy", "cdn"),
        resource("aws:s3/bucketPolicy:BucketPolicy", "policy", { bucket: ref("site"), policy: unknown }),
        trail(ref("site")),
      ],
      messages: {
        site: "objects that are not for the public cannot be decided because policy of policy is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
    },
  ],
});
