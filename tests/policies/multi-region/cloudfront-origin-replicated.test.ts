import { cloudfrontOriginReplicated } from "../../../policies/multi-region/rules/cloudfront-origin-replicated";
import { prove, ref, resource, setInput, withoutResources } from "../../helpers/policy";

const bucket = (name: string, region: string) =>
  resource(
    "aws:s3/bucket:Bucket",
    name,
    {},
    {
      region,
      outputs: { bucket: name, id: name, bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com` },
    },
  );
const origin = (originId: string, of: string) => ({
  originId,
  domainName: ref(of, "bucketRegionalDomainName"),
});
const distribution = (ids: readonly [string, string], origins: readonly unknown[]) =>
  resource("aws:cloudfront/distribution:Distribution", "cdn", {
    origins,
    originGroups: [{ originId: "both", members: ids.map((originId) => ({ originId })) }],
  });
const replication = (from: string, to: string) =>
  resource("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "replication", {
    bucket: ref(from),
    rules: [{ status: "Enabled", destination: { bucket: ref(to, "arn") } }],
  });

const buckets = [bucket("eu", "eu-west-1"), bucket("us", "us-east-1")];
const inRegions = distribution(
  ["site-eu-west-1", "site-us-east-1"],
  [origin("site-eu-west-1", "eu"), origin("site-us-east-1", "us")],
);
const fixtures = [...buckets, inRegions, replication("eu", "us")];

function gap(first: string, second: string): string {
  return `originGroups.0.members are ${first} and ${second}, and no rule replicates the first to the second, which returns 403 when CloudFront fails over; add aws.s3.BucketReplicationConfig`;
}

prove(cloudfrontOriginReplicated, {
  settings: { onUnknown: "fail" },
  compliant: fixtures,
  alsoCompliant: {
    "ids without regions": [
      ...buckets,
      distribution(["one", "two"], [origin("one", "eu"), origin("two", "us")]),
      replication("eu", "us"),
    ],
    "rules in the bucket itself": [
      resource(
        "aws:s3/bucketV2:BucketV2",
        "eu",
        {
          replicationConfigurations: [
            { rules: [{ status: "Enabled", destinations: [{ bucket: ref("us", "arn") }] }] },
          ],
        },
        {
          region: "eu-west-1",
          outputs: { bucket: "eu", bucketRegionalDomainName: "eu.s3.eu-west-1.amazonaws.com" },
        },
      ),
      bucket("us", "us-east-1"),
      inRegions,
    ],
    "buckets of another stack": [
      distribution(
        ["one", "two"],
        [
          { originId: "one", domainName: "a.s3.eu-west-1.amazonaws.com" },
          { originId: "two", domainName: "b.s3.us-east-1.amazonaws.com" },
        ],
      ),
    ],
    "a page for outages in place of a second bucket": [
      bucket("eu", "eu-west-1"),
      distribution(
        ["one", "two"],
        [
          origin("one", "eu"),
          {
            originId: "two",
            domainName: "status.example.com",
            customOriginConfig: { originProtocolPolicy: "https-only" },
          },
        ],
      ),
    ],
    "no group": [
      bucket("eu", "eu-west-1"),
      resource("aws:cloudfront/distribution:Distribution", "cdn", { origins: [origin("one", "eu")] }),
    ],
  },
  mutants: [
    {
      title: "no replication",
      change: (before) => withoutResources(before, "replication"),
      messages: { cdn: gap("eu", "us") },
    },
    {
      title: "no replication between buckets with equal candidates",
      change: () => [...buckets, distribution(["one", "two"], [origin("one", "eu"), origin("two", "us")])],
      messages: { cdn: gap("eu or us", "eu or us") },
      when: "preview",
    },
    {
      title: "replication from the second to the first alone",
      change: () => [...buckets, inRegions, replication("us", "eu")],
      messages: { cdn: gap("eu", "us") },
    },
    {
      title: "buckets that are identified by their names alone",
      change: () => [
        resource("aws:s3/bucket:Bucket", "eu", { bucket: "eu-of-example" }),
        resource("aws:s3/bucket:Bucket", "us", { bucket: "us-of-example" }, { region: "us-east-1" }),
        distribution(
          ["one", "two"],
          [
            { originId: "one", domainName: "eu-of-example.s3.eu-west-1.amazonaws.com" },
            { originId: "two", domainName: "us-of-example.s3.us-east-1.amazonaws.com" },
          ],
        ),
      ],
      messages: { cdn: gap("eu", "us") },
    },
    {
      title: "a disabled rule",
      change: (before) => setInput(before, "replication", "rules.0.status", "Disabled"),
      messages: { cdn: gap("eu", "us") },
    },
    {
      title: "replication to a third bucket",
      change: () => [...buckets, bucket("archive", "us-east-1"), inRegions, replication("eu", "archive")],
      messages: { cdn: gap("eu", "us") },
    },
  ],
});
