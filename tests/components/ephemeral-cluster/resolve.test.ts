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
