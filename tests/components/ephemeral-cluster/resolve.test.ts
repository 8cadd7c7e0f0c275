import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { EphemeralClusterArgs } from "../../../components/ephemeral-cluster";
import { resolveArgs } from "../../../components/ephemeral-cluster/resolve";

const args: EphemeralClusterArgs = {
  owner: "data@example.com",
  lifetime: { startedAt: "2026-11-23T10:00:00+09:00", ttlHours: 4 },
  vpcId: "vpc-0",
  subnetIds: ["subnet-0"],
  logUri: "s3://example-logs/emr/",
};
const MOMENT = "expected a moment in ISO 8601 with its offset such as 2026-11-23T18:00:00Z";

const fleet = { instanceTypes: { "m5.xlarge": 1, "m5.2xlarge": 2 }, onDemandUnits: 1, spotUnits: 3 };
const script = { name: "init", scriptUri: "s3://example-jobs/init.sh" };

describe("resolveArgs", () => {
  it("fills in the defaults: ten nodes of Hadoop and Spark", () => {
    assert.deepEqual(resolveArgs("tide", args), {
      ...args,
      subnetType: "private",
      releaseLabel: "emr-7.13.0",
      applications: ["Hadoop", "Spark"],
      nodes: 10,
      masterInstanceType: "m5.xlarge",
      coreInstanceType: "m5.xlarge",
      rootDiskGib: 20,
      dataDiskGib: 64,
      idleTimeoutSeconds: 3600,
      keepAlive: true,
      steps: [],
      encryption: {},
      expiresAt: "2026-11-23T05:00:00Z",
    });
  });

  it("returns the same end of life for the same arguments", () => {
    assert.deepEqual(resolveArgs("tide", args), resolveArgs("tide", { ...args }));
  });

  it("converts a given end of life to UTC, to the second", () => {
    const { expiresAt } = resolveArgs("tide", {
      ...args,
      lifetime: { expiresAt: "2026-11-23T18:30:15.900-05:00" },
    });

    assert.equal(expiresAt, "2026-11-23T23:30:15Z");
  });

  it("accepts a fraction of an hour", () => {
    const lifetime = { startedAt: "2026-11-23T10:00Z", ttlHours: 0.5 };

    assert.equal(resolveArgs("tide", { ...args, lifetime }).expiresAt, "2026-11-23T10:30:00Z");
  });

  it("keeps a cluster without steps alive, and one with steps if keepAlive is set", () => {
    const steps = [{ name: "report" }];

    assert.equal(resolveArgs("tide", { ...args, steps }).keepAlive, false);
    assert.equal(resolveArgs("tide", { ...args, steps, keepAlive: true }).keepAlive, true);
    assert.equal(resolveArgs("tide", { ...args, steps: [] }).keepAlive, true);
  });

  it("accepts the limits of each range", () => {
    for (const edge of [
      { nodes: 1, rootDiskGib: 15, dataDiskGib: 10, idleTimeoutSeconds: 60, releaseLabel: "emr-6.4.0" },
      { nodes: 1000, rootDiskGib: 100, dataDiskGib: 16_384, idleTimeoutSeconds: 604_800 },
      { lifetime: { startedAt: "2026-11-23T10:00:00Z", ttlHours: 168 } },
      { nodes: 4, scaling: { minimum: 3, maximum: 3 } },
    ]) {
      assert.doesNotThrow(() => resolveArgs("tide", { ...args, ...edge }));
    }
  });

  const uri = "expected an S3 URI such as s3://example-bucket/prefix/";
  const faults: [string, Partial<EphemeralClusterArgs>, string][] = [
    [
      "an empty owner",
      { owner: "" },
      'owner is "", expected 1 to 256 letters, digits, spaces and _ . : / = + - @',
    ],
    [
      "a blank owner",
      { owner: " " },
      'owner is " ", expected 1 to 256 letters, digits, spaces and _ . : / = + - @',
    ],
    [
      "a moment without an offset",
      { lifetime: { expiresAt: "2026-11-23T18:00:00" } },
      `lifetime.expiresAt is "2026-11-23T18:00:00", ${MOMENT}`,
    ],
    [
      "a month that does not exist",
      { lifetime: { startedAt: "2026-13-23T18:00:00Z", ttlHours: 1 } },
      `lifetime.startedAt is "2026-13-23T18:00:00Z", ${MOMENT}`,
    ],
    [
      "a day that does not exist",
      { lifetime: { startedAt: "2026-02-30T18:00:00Z", ttlHours: 1 } },
      `lifetime.startedAt is "2026-02-30T18:00:00Z", ${MOMENT}`,
    ],
    [
      "a life of 0 hours",
      { lifetime: { startedAt: "2026-11-23T18:00:00Z", ttlHours: 0 } },
      "lifetime.ttlHours is 0, expected hours above 0 and at most 168",
    ],
    [
      "a life of more than a week",
      { lifetime: { startedAt: "2026-11-23T18:00:00Z", ttlHours: 169 } },
      "lifetime.ttlHours is 169, expected hours above 0 and at most 168",
    ],
    [
      "hours that are not a number",
      { lifetime: { startedAt: "2026-11-23T18:00:00Z", ttlHours: Number.NaN } },
      "lifetime.ttlHours is NaN, expected hours above 0 and at most 168",
    ],
    [
      "an old release",
      { releaseLabel: "emr-6.3.1" },
      'releaseLabel is "emr-6.3.1", expected a release from emr-6.4.0 on, which can detect that it is idle',
    ],
    [
      "an invalid release",
      { releaseLabel: "latest" },
      'releaseLabel is "latest", expected a release from emr-6.4.0 on, which can detect that it is idle',
    ],
    [
      "a duplicate application",
      { applications: ["Spark", "spark"] },
      'applications is ["Spark","spark"], expected at least one application, each once',
    ],
    [
      "an empty list of applications",
      { applications: [] },
      "applications is [], expected at least one application, each once",
    ],
    [
      "an unsupported application",
      { applications: ["HBase"] },
      'applications is ["HBase"], expected none of HBase, Presto, Trino; auto-termination would end the cluster during their work',
    ],
    ["a cluster without nodes", { nodes: 0 }, "nodes is 0, expected a whole number from 1 to 1000"],
    ["half a node", { nodes: 2.5 }, "nodes is 2.5, expected a whole number from 1 to 1000"],
    [
      "an invalid master type",
      { masterInstanceType: "large" },
      'masterInstanceType is "large", expected an EC2 instance type such as m5.xlarge',
    ],
    [
      "an invalid core type",
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
      "an idle timeout of 59 s",
      { idleTimeoutSeconds: 59 },
      "idleTimeoutSeconds is 59, expected a whole number from 60 to 604800",
    ],
    [
      "a step without a name",
      { steps: [{ name: "" }] },
      'steps[0].name is "", expected a string of 1 to 256 characters',
    ],
    [
      "two steps of one name",
      { steps: [{ name: "a" }, { name: "a" }] },
      'names of steps is ["a","a"], expected each name once',
    ],
    [
      "an unknown failure action",
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
      "an initial size outside of the bounds",
      { scaling: { minimum: 1, maximum: 8 } },
      "nodes is 10, expected 1 master and 1 to 8 others, as scaling says",
    ],
    ["a log URI outside of S3", { logUri: "/var/log" }, `logUri is "/var/log", ${uri}`],
    ["input data outside of S3", { readFrom: ["hdfs://x"] }, `readFrom is "hdfs://x", ${uri}`],
    ["an output URI without a bucket", { writeTo: ["s3://"] }, `writeTo is "s3://", ${uri}`],
    [
      "certificates outside of S3",
      { encryption: { certificatesUri: "certs.zip" } },
      `encryption.certificatesUri is "certs.zip", ${uri}`,
    ],
    ["no subnet", { subnetIds: [] }, "number of subnetIds is 0, expected 1; several need a coreFleet"],
    [
      "two subnets",
      { subnetIds: ["a", "b"] },
      "number of subnetIds is 2, expected 1; several need a coreFleet",
    ],
    [
      "17 subnets of a fleet",
      { subnetIds: Array.from({ length: 17 }, () => "subnet-0"), coreFleet: fleet },
      "number of subnetIds is 17, expected 1 to 16",
    ],
    [
      "an unknown type of subnet",
      { subnetType: "isolated" as "private" },
      'subnetType is "isolated", expected one of private, public',
    ],
    [
      "a number of nodes beside a fleet",
      { coreFleet: fleet, nodes: 3 },
      "nodes is 3, expected nothing; coreFleet has the nodes",
    ],
    [
      "a type of nodes beside a fleet",
      { coreFleet: fleet, coreInstanceType: "m5.xlarge" },
      'coreInstanceType is "m5.xlarge", expected nothing; coreFleet has the nodes',
    ],
    [
      "a fleet without types",
      { coreFleet: { ...fleet, instanceTypes: {} } },
      "coreFleet.instanceTypes is [], expected 1 to 30 types",
    ],
    [
      "a malformed type in a fleet",
      { coreFleet: { ...fleet, instanceTypes: { m5: 1 } } },
      'a key of coreFleet.instanceTypes is "m5", expected an EC2 instance type such as m5.xlarge',
    ],
    [
      "a type without units",
      { coreFleet: { ...fleet, instanceTypes: { "m5.xlarge": 0 } } },
      'coreFleet.instanceTypes["m5.xlarge"] is 0, expected a whole number from 1 to 999',
    ],
    [
      "a fleet without units",
      { coreFleet: { instanceTypes: fleet.instanceTypes } },
      "units of coreFleet is 0, expected at least 1 in onDemandUnits or spotUnits",
    ],
    [
      "a short wait for Spot",
      { coreFleet: { ...fleet, spotTimeoutMinutes: 4 } },
      "coreFleet.spotTimeoutMinutes is 4, expected a whole number from 5 to 1440",
    ],
    [
      "an unknown action without Spot",
      { coreFleet: { ...fleet, onSpotTimeout: "WAIT" as "TERMINATE_CLUSTER" } },
      'coreFleet.onSpotTimeout is "WAIT", expected one of SWITCH_TO_ON_DEMAND, TERMINATE_CLUSTER',
    ],
    [
      "a fleet outside of the bounds of scaling",
      { coreFleet: fleet, scaling: { minimum: 5, maximum: 9 } },
      "units of coreFleet is 4, expected 5 to 9, as scaling says",
    ],
    [
      "no concurrency of steps",
      { stepConcurrency: 0 },
      "stepConcurrency is 0, expected a whole number from 1 to 256",
    ],
    [
      "parallel steps that end the cluster",
      { stepConcurrency: 2, steps: [{ name: "load" }] },
      'onFailure of step "load" is "TERMINATE_CLUSTER", expected CONTINUE, since steps run at the same time',
    ],
    [
      "a bootstrap action outside of S3",
      { bootstrapActions: [{ name: "init", scriptUri: "init.sh" }] },
      `bootstrapActions[0].scriptUri is "init.sh", ${uri}`,
    ],
    [
      "two bootstrap actions of one name",
      { bootstrapActions: [script, script] },
      'names of bootstrapActions is ["init","init"], expected each name once',
    ],
    [
      "17 bootstrap actions",
      { bootstrapActions: Array.from({ length: 17 }, (_, index) => ({ ...script, name: `init-${index}` })) },
      "number of bootstrapActions is 17, expected at most 16",
    ],
    [
      "a classification twice",
      { configurations: [{ classification: "hive-site" }, { classification: "hive-site" }] },
      'classifications of configurations is ["hive-site","hive-site"], expected each classification once, none empty',
    ],
    [
      "an empty nested classification",
      { configurations: [{ classification: "spark-env", configurations: [{ classification: "" }] }] },
      'classifications of configurations.spark-env is [""], expected each classification once, none empty',
    ],
    [
      "a malformed image",
      { customAmiId: "image" },
      'customAmiId is "image", expected an id such as ami-0123456789abcdef0',
    ],
    [
      "a release beside an image",
      { customAmiId: "ami-0123456789abcdef0", osReleaseLabel: "2023.6.20250218.0" },
      'osReleaseLabel is "2023.6.20250218.0", expected nothing; customAmiId decides',
    ],
    [
      "a malformed release of the operating system",
      { osReleaseLabel: "latest" },
      'osReleaseLabel is "latest", expected a release such as 2023.6.20250218.0',
    ],
    [
      "five more groups of the master",
      { masterSecurityGroupIds: ["a", "b", "c", "d", "e"] },
      "number of masterSecurityGroupIds is 5, expected at most 4",
    ],
    [
      "the reserved tag owner",
      { tags: { owner: "me" } },
      'tags.owner is "me", expected nothing; it comes from owner',
    ],
    [
      "the reserved tag expiresAt",
      { tags: { expiresAt: "never" } },
      'tags.expiresAt is "never", expected nothing; it comes from lifetime',
    ],
  ];
  for (const [subject, wrong, message] of faults) {
    it(`rejects ${subject}`, () => {
      assert.throws(
        () => resolveArgs("tide", { ...args, ...wrong }),
        (error: Error) => {
          assert.ok(error.message.split("\n").includes(`tide: ${message}`), error.message);
          return true;
        },
      );
    });
  }

  it("reports three faults in one error", () => {
    const wrong = { nodes: 0, rootDiskGib: 1, idleTimeoutSeconds: 1 };

    assert.throws(() => resolveArgs("tide", { ...args, ...wrong }), {
      message: [
        "tide: nodes is 0, expected a whole number from 1 to 1000",
        "tide: rootDiskGib is 1, expected a whole number from 15 to 100",
        "tide: idleTimeoutSeconds is 1, expected a whole number from 60 to 604800",
      ].join("\n"),
    });
  });
});
