import assert from "node:assert/strict";
import { regionParity } from "../../../policies/multi-region/rules/region-parity";
import {
  evaluateRules,
  type Fixture,
  type Fixtures,
  prove,
  ref,
  resource,
  setInput,
  withoutResources,
} from "../../helpers/policy";

const REGIONS = ["ap-northeast-2", "eu-west-1", "us-east-1"];
const usEast1 = { region: "us-east-1" };

function cell(region: string): readonly Fixture[] {
  const there = { region };
  return [
    resource("aws:s3/bucket:Bucket", `data-${region}`, {}, there),
    resource(
      "aws:s3/bucketVersioning:BucketVersioning",
      `data-${region}-versioning`,
      { bucket: `data-of-${region}` },
      there,
    ),
    resource("aws:sns/topic:Topic", `alarms_${region.replaceAll("-", "_")}`, {}, there),
    resource("aws:sqs/queue:Queue", `jobs-${region.replaceAll("-", "")}`, {}, there),
    resource("aws:ec2/subnet:Subnet", `public-${region}a`, {}, there),
    resource("aws:ec2/subnet:Subnet", `public-${region}${region === "us-east-1" ? "f" : "c"}`, {}, there),
    resource(
      region === "us-east-1" ? "aws:kms/key:Key" : "aws:kms/replicaKey:ReplicaKey",
      `key-${region}`,
      {},
      there,
    ),
  ];
}

const edge: readonly Fixture[] = [
  resource("aws:iam/role:Role", "admin-us-east-1", {}),
  resource("aws:route53/healthCheck:HealthCheck", "check-eu-west-1", {}),
  resource(
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "health-eu-west-1",
    { namespace: "AWS/Route53" },
    usEast1,
  ),
  resource("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "replication-us-east-1", {
    bucket: "data",
  }),
  resource("aws:sqs/queue:Queue", "copies-to-us-east-1", {}),
  resource("aws:ec2/route:Route", "eu-west-1-us-east-1", {}),
  resource("aws:sqs/queue:Queue", "everywhere", {}),
];
const fixtures: Fixtures = [...REGIONS.flatMap(cell), ...edge];

const missing = (there: string, regions: string, names: string) =>
  `it is in ${there}, but not in ${regions}, expected the same in each region; add ${names}, or name it in primaryOnly`;

for (const regions of [undefined, REGIONS]) {
  prove(regionParity, {
    compliant: fixtures,
    alsoCompliant: {
      "one region alone": cell("eu-west-1"),
      "alarms of one region on its replication to others": [
        ...(regions ?? ["eu-west-1", "us-east-1"]).flatMap(cell),
        resource(
          "aws:cloudwatch/metricAlarm:MetricAlarm",
          "replication-us-east-1",
          { namespace: "AWS/S3", dimensions: { SourceBucket: "data", DestinationBucket: "copy" } },
          { region: "eu-west-1" },
        ),
      ],
      "two kinds in one region alone": [...cell("eu-west-1"), ...edge],
    },
    options: regions ? { regions } : {},
    mutants: [
      {
        title: "a region without its versioning",
        change: (all) => withoutResources(all, "data-eu-west-1-versioning"),
        messages: {
          "data-ap-northeast-2-versioning": missing(
            "ap-northeast-2 and us-east-1",
            "eu-west-1",
            "data-eu-west-1-versioning",
          ),
        },
      },
      {
        title: "two regions without their topics",
        change: (all) => withoutResources(all, "alarms_eu_west_1", "alarms_ap_northeast_2"),
        messages: {
          alarms_us_east_1: missing(
            "us-east-1",
            "ap-northeast-2 and eu-west-1",
            "alarms_ap_northeast_2 and alarms_eu_west_1",
          ),
        },
      },
      {
        title: "a region without its queue, whose names run together",
        change: (all) => withoutResources(all, "jobs-useast1"),
        messages: {
          "jobs-apnortheast2": missing("ap-northeast-2 and eu-west-1", "us-east-1", "jobs-useast1"),
        },
      },
      {
        title: "a region with fewer zones",
        change: (all) => withoutResources(all, "public-us-east-1f"),
        messages: {
          "public-ap-northeast-2a":
            "of public-<zone> ap-northeast-2 has 2, eu-west-1 has 2 and us-east-1 has 1, expected the same number in each region; add the missing ones",
        },
      },
      {
        title: "a replica that is gone",
        change: (all) => withoutResources(all, "key-eu-west-1"),
        messages: { "key-us-east-1": missing("ap-northeast-2 and us-east-1", "eu-west-1", "key-eu-west-1") },
      },
      {
        title: "a resource only in the primary that primaryOnly does not list",
        change: (all) => [...all, resource("aws:glue/job:Job", "report-eu-west-1", {})],
        messages: {
          "report-eu-west-1": missing(
            "eu-west-1",
            "ap-northeast-2 and us-east-1",
            "report-ap-northeast-2 and report-us-east-1",
          ),
        },
      },
    ],
  });
}

prove(regionParity, {
  compliant: [
    ...fixtures,
    resource("aws:glue/job:Job", "report-eu-west-1", {}),
    resource("aws:athena/workgroup:Workgroup", "query-us-east-1", {}, usEast1),
  ],
  settings: { primaryOnly: ["report-.*"], ignoreTypes: ["aws:athena/workgroup:Workgroup"] },
  options: { regions: [...REGIONS] },
  mutants: [
    {
      title: "a region of the configuration that holds nothing",
      change: (all) => all,
      options: { regions: [...REGIONS, "eu-central-1"] },
      messages: {
        stack:
          "eu-central-1 has none of the resources of ap-northeast-2, eu-west-1 and us-east-1, expected the same in each region; deploy the region, or remove it from regions",
      },
    },
    {
      title: "an alarm in us-east-1 that may serve a global service",
      change: (all) => setInput(all, "health-eu-west-1", "namespace", "App"),
      messages: {
        "health-eu-west-1": missing(
          "eu-west-1",
          "ap-northeast-2 and us-east-1",
          "health-ap-northeast-2 and health-us-east-1",
        ),
      },
    },
  ],
});

/** The account's only trail, with its region in its name, and the resources that only it uses. */
const trail: readonly Fixture[] = [
  resource("aws:s3/bucket:Bucket", "trail-eu-west-1", {}),
  resource("aws:s3/bucketVersioning:BucketVersioning", "trail-eu-west-1-versioning", {
    bucket: ref("trail-eu-west-1"),
  }),
  resource("aws:cloudwatch/logGroup:LogGroup", "audit-eu-west-1", {}),
  resource("aws:cloudtrail/trail:Trail", "audit-trail-eu-west-1", {
    isMultiRegionTrail: true,
    s3BucketName: ref("trail-eu-west-1"),
    cloudWatchLogsGroupArn: ref("audit-eu-west-1", "arn"),
  }),
];
const only = (name: string) =>
  missing(
    "eu-west-1",
    "ap-northeast-2 and us-east-1",
    `${name.replace("eu-west-1", "ap-northeast-2")} and ${name.replace("eu-west-1", "us-east-1")}`,
  );

prove(regionParity, {
  compliant: [...fixtures, ...trail],
  mutants: [
    {
      title: "a trail of one region",
      change: (all) => setInput(all, "audit-trail-eu-west-1", "isMultiRegionTrail", false),
      messages: Object.fromEntries(trail.map(({ name }) => [name, only(name)])),
    },
    {
      title: "a bucket that something else writes to as well",
      change: (all) => [
        ...all,
        resource("aws:s3/bucketLogging:BucketLogging", "everywhere", {
          targetBucket: ref("trail-eu-west-1"),
        }),
      ],
      messages: Object.fromEntries(trail.slice(0, 2).map(({ name }) => [name, only(name)])),
    },
  ],
});

describe("region-parity of any resource", () => {
  const evaluateParity = (all: Fixtures, regions?: readonly string[]) =>
    evaluateRules([regionParity], all, regions ? { regions } : {}).length;

  it("reports any regional resource that is missing in one of several regions", () => {
    for (const count of [2, 3]) {
      const cells = REGIONS.slice(0, count).flatMap(cell);
      for (const { name } of cells) {
        assert.equal(evaluateParity(withoutResources([...cells, ...edge], name)), 1, name);
        assert.equal(
          evaluateParity(withoutResources([...cells, ...edge], name), REGIONS.slice(0, count)),
          1,
          name,
        );
      }
    }
  });

  it("leaves a region without shared resources alone when no regions are configured", () => {
    const vault = resource("aws:backup/vault:Vault", "vault-eu-north-1", {}, { region: "eu-north-1" });

    assert.equal(evaluateParity([...fixtures, vault]), 0);
  });

  it("reports a missing resource whose name abbreviates its region", () => {
    const short = [
      resource("aws:sqs/queue:Queue", "jobs-euw1", {}, { region: "eu-west-1" }),
      resource("aws:sqs/queue:Queue", "jobs-use1", {}, usEast1),
      resource("aws:s3/bucket:Bucket", "data-euw1", {}, { region: "eu-west-1" }),
      resource("aws:s3/bucket:Bucket", "data-use1", {}, usEast1),
    ];

    assert.equal(evaluateParity(short), 0);
    assert.deepEqual(
      evaluateRules([regionParity], withoutResources(short, "data-use1")).map(({ message }) => message),
      [
        "data-euw1: it is in eu-west-1, but not in us-east-1, expected the same in each region; add data-use1, or name it in primaryOnly",
      ],
    );
  });
});
