import assert from "node:assert/strict";
import { emr } from "../../../../lab/aws/emr";
import { findClusterError } from "../../../../lab/aws/emr/cluster-rules";
import type { Properties } from "../../../../lab/aws/property-values";
import { Cloud, reasons, refusal } from "../../../helpers/cloud";

const CLUSTER = "aws:emr/cluster:Cluster";
const SECURITY = "aws:emr/securityConfiguration:SecurityConfiguration";
const SCALING = "aws:emr/managedScalingPolicy:ManagedScalingPolicy";
const PLAIN: Properties = {
  name: "nightly",
  releaseLabel: "emr-7.13.0",
  serviceRole: "arn:aws:iam::123456789012:role/EMR_DefaultRole_V2",
  masterInstanceGroup: { instanceType: "m5.xlarge" },
};
const { masterInstanceGroup: _, ...bare } = PLAIN;
const types = (count: number) => Array.from({ length: count }, (_, i) => ({ instanceType: `m5.${i}` }));

describe("findClusterError", () => {
  const valid: Readonly<Record<string, Properties>> = {
    "instance groups": PLAIN,
    "a fleet": { ...bare, masterInstanceFleet: { targetOnDemandCapacity: 1, instanceTypeConfigs: types(5) } },
    "30 types by a strategy": {
      ...bare,
      masterInstanceFleet: { targetSpotCapacity: 1 },
      coreInstanceFleet: {
        instanceTypeConfigs: types(30),
        launchSpecifications: { spotSpecifications: [{ allocationStrategy: "capacity-optimized" }] },
      },
    },
    "an idle limit": { ...PLAIN, autoTerminationPolicy: { idleTimeout: 3600 } },
  };
  for (const [what, inputs] of Object.entries(valid))
    it(`accepts ${what}`, () => assert.equal(findClusterError(inputs), undefined));

  const invalid: readonly (readonly [string, Properties, string])[] = [
    [
      "groups and fleets",
      { ...PLAIN, coreInstanceFleet: {} },
      "InstanceGroups and InstanceFleets cannot both be specified.",
    ],
    ["neither", bare, "Either InstanceGroups or InstanceFleets must be specified."],
    [
      "a fleet in 5.0",
      { ...bare, releaseLabel: "emr-5.0.3", masterInstanceFleet: { targetSpotCapacity: 1 } },
      "Instance fleets are not supported by the release emr-5.0.3.",
    ],
    [
      "two masters",
      { ...bare, masterInstanceFleet: { targetOnDemandCapacity: 1, targetSpotCapacity: 1 } },
      "The master instance fleet must have a target of 1, either On-Demand or Spot.",
    ],
    [
      "six types",
      { ...bare, masterInstanceFleet: { targetSpotCapacity: 1, instanceTypeConfigs: types(6) } },
      "An instance fleet must have at most 5 instance types.",
    ],
    [
      "an idle limit in 5.29",
      { ...PLAIN, releaseLabel: "emr-5.29.0", autoTerminationPolicy: { idleTimeout: 60 } },
      "Auto-termination is supported from emr-5.30.0 and emr-6.1.0 on.",
    ],
  ];
  for (const [what, inputs, words] of invalid)
    it(`rejects ${what}`, () => assert.equal(findClusterError(inputs)?.message, words));
});

describe("Cluster", () => {
  it("gives a cluster an id and an ARN of EMR's form", () => {
    const { id, outputs } = new Cloud(emr).create(CLUSTER, PLAIN);

    assert.match(id, /^j-[0-9A-Z]{13}$/);
    assert.equal(outputs.arn, `arn:aws:elasticmapreduce:eu-west-1:123456789012:cluster/${id}`);
    assert.equal(outputs.clusterState, "WAITING");
  });

  it("ends a cluster after its idle timeout of an hour", () => {
    const cloud = new Cloud(emr);
    const cluster = cloud.create(CLUSTER, { ...PLAIN, autoTerminationPolicy: { idleTimeout: 3600 } });

    cloud.time.advance(3_599_000);
    assert.equal(cloud.read(cluster).clusterState, "WAITING");
    assert.equal(cloud.ended(cluster), false);
    cloud.time.advance(1_000);
    assert.equal(cloud.read(cluster).clusterState, "TERMINATED");
    assert.equal(cloud.ended(cluster), true);
  });

  it("runs a cluster until its steps are done, then ends it or waits", () => {
    const cloud = new Cloud(emr);
    const steps = ["load", "report"].map((name) => ({ name }));
    const once = cloud.create(CLUSTER, { ...PLAIN, steps, keepJobFlowAliveWhenNoSteps: false });
    const waiting = cloud.create(CLUSTER, { ...PLAIN, steps, autoTerminationPolicy: { idleTimeout: 60 } });
    const states = () => [once, waiting].map((each) => cloud.read(each).clusterState);

    assert.deepEqual(
      [once, waiting].map(({ outputs }) => outputs.clusterState),
      ["RUNNING", "RUNNING"],
    );
    cloud.time.advance(1_199_000);
    assert.deepEqual(states(), ["RUNNING", "RUNNING"]);
    cloud.time.advance(1_000);
    assert.deepEqual(states(), ["TERMINATED", "WAITING"]);
    cloud.time.advance(60_000);
    assert.deepEqual(states(), ["TERMINATED", "TERMINATED"]);
  });

  it("refuses to delete a protected cluster until the protection is removed", () => {
    const cloud = new Cloud(emr);
    const cluster = cloud.create(CLUSTER, {
      ...PLAIN,
      masterInstanceGroup: { instanceType: "m5.xlarge", instanceCount: 3 },
    });

    assert.equal(
      refusal(() => cloud.delete(cluster)),
      "ValidationException: Could not shut down one or more job flows since they are termination protected.",
    );
    cloud.delete(cloud.update(cluster, { terminationProtection: false }));
  });

  it("rejects missing subnets, profiles and security configurations", () => {
    const create = (more: Properties) => () => new Cloud(emr).create(CLUSTER, { ...PLAIN, ...more });

    assert.equal(
      refusal(create({ ec2Attributes: { instanceProfile: "none" } })),
      "ValidationException: Invalid InstanceProfile: none.",
    );
    assert.equal(
      refusal(create({ ec2Attributes: { instanceProfile: "EMR_EC2_DefaultRole", subnetId: "subnet-1" } })),
      "ValidationException: The subnet ID 'subnet-1' does not exist",
    );
    assert.equal(
      refusal(create({ securityConfiguration: "none" })),
      "ValidationException: Security configuration 'none' does not exist.",
    );
  });

  it("reports every value out of range", () => {
    const faults = new Cloud(emr).check(CLUSTER, {
      ...PLAIN,
      releaseLabel: "7.13",
      stepConcurrencyLevel: 257,
      autoTerminationPolicy: { idleTimeout: 59 },
    });

    assert.deepEqual(Object.keys(reasons(faults)), [
      "releaseLabel",
      "autoTerminationPolicy.idleTimeout",
      "stepConcurrencyLevel",
    ]);
  });
});

describe("SecurityConfiguration and ManagedScalingPolicy", () => {
  it("rejects a duplicate name and invalid JSON", () => {
    const cloud = new Cloud(emr);
    cloud.create(SECURITY, { name: "tls", configuration: "{}" });

    assert.match(
      refusal(() => cloud.create(SECURITY, { name: "tls", configuration: "{}" })),
      /^InvalidRequestException/,
    );
    assert.match(
      reasons(cloud.check(SECURITY, { configuration: "{" })).configuration ?? "",
      /^"configuration" contains an invalid JSON/,
    );
  });

  it("rejects limits whose minimum is above the maximum", () => {
    const cloud = new Cloud(emr);
    const clusterId = cloud.create(CLUSTER, PLAIN).id;
    const limits = (minimumCapacityUnits: number, more: Properties = {}) => ({
      clusterId,
      computeLimits: [{ unitType: "Instances", minimumCapacityUnits, maximumCapacityUnits: 4, ...more }],
    });

    assert.equal(
      refusal(() => cloud.create(SCALING, limits(5))),
      "ValidationException: MinimumCapacityUnits must not be greater than MaximumCapacityUnits.",
    );
    assert.match(
      refusal(() => cloud.create(SCALING, limits(1, { maximumCoreCapacityUnits: 5 }))),
      /MaximumCoreCapacityUnits/,
    );
    assert.match(
      refusal(() => cloud.create(SCALING, { ...limits(1), clusterId: "j-1" })),
      /^InvalidRequestException: Cluster id 'j-1'/,
    );
    assert.equal(cloud.create(SCALING, limits(4)).id, clusterId);
  });
});
