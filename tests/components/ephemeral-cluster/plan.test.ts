import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { EphemeralClusterArgs } from "../../../components/ephemeral-cluster";
import { clusterPlan, parseS3Uri } from "../../../components/ephemeral-cluster/plan";

const args: EphemeralClusterArgs = {
  owner: "data@example.com",
  lifetime: { startedAt: "2026-11-23T10:00:00+09:00", ttlHours: 4 },
  vpcId: "vpc-0",
  subnetId: "subnet-0",
  logUri: "s3://example-logs/emr/",
};
const MOMENT = "expected a moment in ISO 8601 with its offset such as 2026-11-23T18:00:00Z";

describe("clusterPlan", () => {
  it("given the least that can be said, when planned, then it is ten nodes of Hadoop and Spark, gone in time", () => {
    assert.deepEqual(clusterPlan("tide", args), {
      releaseLabel: "emr-7.13.0",
      applications: ["Hadoop", "Spark"],
      nodes: 10,
      masterInstanceType: "m5.xlarge",
      coreInstanceType: "m5.xlarge",
      rootDiskGib: 20,
      dataDiskGib: 64,
      idleTimeoutSeconds: 3600,
      keepAlive: true,
      expiresAt: "2026-11-23T05:00:00Z",
    });
  });

  it("given the same arguments twice, when planned, then the end is the same whatever the time is", () => {
    assert.deepEqual(clusterPlan("tide", args), clusterPlan("tide", { ...args }));
  });

  it("given an end, when planned, then it is that end in UTC to the second", () => {
    const { expiresAt } = clusterPlan("tide", {
      ...args,
      lifetime: { expiresAt: "2026-11-23T18:30:15.900-05:00" },
    });

    assert.equal(expiresAt, "2026-11-23T23:30:15Z");
  });

  it("given half an hour, when planned, then fractions count", () => {
    const lifetime = { startedAt: "2026-11-23T10:00Z", ttlHours: 0.5 };

    assert.equal(clusterPlan("tide", { ...args, lifetime }).expiresAt, "2026-11-23T10:30:00Z");
  });

  it("given steps, when planned, then the cluster ends with them unless told to stay", () => {
    const steps = [{ name: "report" }];

    assert.equal(clusterPlan("tide", { ...args, steps }).keepAlive, false);
    assert.equal(clusterPlan("tide", { ...args, steps, keepAlive: true }).keepAlive, true);
    assert.equal(clusterPlan("tide", { ...args, steps: [] }).keepAlive, true);
  });

  it("given the last values inside of each range, when planned, then they are taken", () => {
    for (const edge of [
      { nodes: 1, rootDiskGib: 15, dataDiskGib: 10, idleTimeoutSeconds: 60, releaseLabel: "emr-6.4.0" },
      { nodes: 1000, rootDiskGib: 100, dataDiskGib: 16_384, idleTimeoutSeconds: 604_800 },
      { lifetime: { startedAt: "2026-11-23T10:00:00Z", ttlHours: 168 } },
      { nodes: 4, scaling: { minimum: 3, maximum: 3 } },
    ]) {
      assert.doesNotThrow(() => clusterPlan("tide", { ...args, ...edge }));
    }
  });

  const uri = "expected an S3 URI such as s3://example-bucket/prefix/";
  const faults: [string, Partial<EphemeralClusterArgs>, string][] = [
    ["no owner", { owner: "" }, 'owner is "", expected 1 to 256 letters, digits, spaces and _ . : / = + - @'],
    [
      "a blank owner",
      { owner: " " },
      'owner is " ", expected 1 to 256 letters, digits, spaces and _ . : / = + - @',
    ],
    [
      "a moment without offset",
      { lifetime: { expiresAt: "2026-11-23T18:00:00" } },
      `lifetime.expiresAt is "2026-11-23T18:00:00", ${MOMENT}`,
    ],
    [
      "a day that is none",
      { lifetime: { startedAt: "2026-13-23T18:00:00Z", ttlHours: 1 } },
      `lifetime.startedAt is "2026-13-23T18:00:00Z", ${MOMENT}`,
    ],
    [
      "no hours",
      { lifetime: { startedAt: "2026-11-23T18:00:00Z", ttlHours: 0 } },
      "lifetime.ttlHours is 0, expected hours above 0 and at most 168",
    ],
    [
      "more than a week",
      { lifetime: { startedAt: "2026-11-23T18:00:00Z", ttlHours: 169 } },
      "lifetime.ttlHours is 169, expected hours above 0 and at most 168",
    ],
    [
      "hours that are no number",
      { lifetime: { startedAt: "2026-11-23T18:00:00Z", ttlHours: Number.NaN } },
      "lifetime.ttlHours is NaN, expected hours above 0 and at most 168",
    ],
    [
      "an old release",
      { releaseLabel: "emr-6.3.1" },
      'releaseLabel is "emr-6.3.1", expected a release from emr-6.4.0 on, which knows when it is idle',
    ],
    [
      "a release that is none",
      { releaseLabel: "latest" },
      'releaseLabel is "latest", expected a release from emr-6.4.0 on, which knows when it is idle',
    ],
    [
      "an application twice",
      { applications: ["Spark", "spark"] },
      'applications is ["Spark","spark"], expected at least one application, each once',
    ],
    [
      "no application",
      { applications: [] },
      "applications is [], expected at least one application, each once",
    ],
    [
      "HBase",
      { applications: ["HBase"] },
      'applications is ["HBase"], expected none of HBase, Presto, Trino; the cluster would end itself under their work',
    ],
    ["no node", { nodes: 0 }, "nodes is 0, expected a whole number from 1 to 1000"],
    ["half a node", { nodes: 2.5 }, "nodes is 2.5, expected a whole number from 1 to 1000"],
    [
      "a master type that is none",
      { masterInstanceType: "large" },
      'masterInstanceType is "large", expected an EC2 instance type such as m5.xlarge',
    ],
    [
      "a core type that is none",
      { coreInstanceType: "" },
      'coreInstanceType is "", expected an EC2 instance type such as m5.xlarge',
    ],
    ["a small root disk", { rootDiskGib: 14 }, "rootDiskGib is 14, expected a whole number from 15 to 100"],
    [
      "a huge data disk",
      { dataDiskGib: 16_385 },
      "dataDiskGib is 16385, expected a whole number from 10 to 16384",
    ],
    [
      "59 s of idleness",
      { idleTimeoutSeconds: 59 },
      "idleTimeoutSeconds is 59, expected a whole number from 60 to 604800",
    ],
    [
      "a step without name",
      { steps: [{ name: "" }] },
      'steps[0].name is "", expected a text of 1 to 256 characters',
    ],
    [
      "a step twice",
      { steps: [{ name: "a" }, { name: "a" }] },
      'names of steps is ["a","a"], expected each name once',
    ],
    [
      "an unknown way to fail",
      { steps: [{ name: "a", onFailure: "RETRY" as "CONTINUE" }] },
      'steps[0].onFailure is "RETRY", expected one of TERMINATE_CLUSTER, CANCEL_AND_WAIT, CONTINUE',
    ],
    [
      "257 steps",
      { steps: Array.from({ length: 257 }, (_, i) => ({ name: `s${i}` })) },
      "number of steps is 257, expected at most 256",
    ],
    [
      "a minimum above the maximum",
      { nodes: 3, scaling: { minimum: 3, maximum: 2 } },
      "scaling.minimum is 3, expected a whole number from 1 to 2",
    ],
    [
      "a start outside of the bounds",
      { scaling: { minimum: 1, maximum: 8 } },
      "nodes is 10, expected 1 master and 1 to 8 others, as scaling says",
    ],
    ["logs on no S3", { logUri: "/var/log" }, `logUri is "/var/log", ${uri}`],
    ["data on no S3", { readFrom: ["hdfs://x"] }, `readFrom is "hdfs://x", ${uri}`],
    ["results on no S3", { writeTo: ["s3://"] }, `writeTo is "s3://", ${uri}`],
    [
      "certificates on no S3",
      { encryption: { certificatesUri: "certs.zip" } },
      `encryption.certificatesUri is "certs.zip", ${uri}`,
    ],
    [
      "an owner by tag",
      { tags: { owner: "me" } },
      'tags.owner is "me", expected nothing; it comes from owner',
    ],
    [
      "an end by tag",
      { tags: { expiresAt: "never" } },
      'tags.expiresAt is "never", expected nothing; it comes from lifetime',
    ],
  ];
  for (const [what, wrong, message] of faults) {
    it(`given ${what}, when planned, then the error says so`, () => {
      assert.throws(
        () => clusterPlan("tide", { ...args, ...wrong }),
        (error: Error) => {
          assert.ok(error.message.split("\n").includes(`tide: ${message}`), error.message);
          return true;
        },
      );
    });
  }

  it("given three faults, when planned, then one error tells all", () => {
    const wrong = { nodes: 0, rootDiskGib: 1, idleTimeoutSeconds: 1 };

    assert.throws(() => clusterPlan("tide", { ...args, ...wrong }), {
      message: [
        "tide: nodes is 0, expected a whole number from 1 to 1000",
        "tide: rootDiskGib is 1, expected a whole number from 15 to 100",
        "tide: idleTimeoutSeconds is 1, expected a whole number from 60 to 604800",
      ].join("\n"),
    });
  });
});

describe("parseS3Uri", () => {
  it("given URIs, when read, then bucket and prefix come apart", () => {
    assert.deepEqual(parseS3Uri("s3://example-data"), { bucket: "example-data", prefix: "" });
    assert.deepEqual(parseS3Uri("s3://example-data/"), { bucket: "example-data", prefix: "" });
    assert.deepEqual(parseS3Uri("s3://example-data/a/b"), { bucket: "example-data", prefix: "a/b" });
    assert.equal(parseS3Uri("https://example-data/a"), undefined);
    assert.equal(parseS3Uri("s3://A/b"), undefined);
  });
});
