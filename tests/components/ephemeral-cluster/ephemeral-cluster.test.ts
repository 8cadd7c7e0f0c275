import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { EphemeralCluster, type EphemeralClusterArgs } from "../../../components/ephemeral-cluster";
import {
  assertContract,
  assertDependsOn,
  assertPermissionsBoundary,
  assertTags,
} from "../../helpers/contract";
import {
  ACCOUNT,
  childNames,
  findRegistration,
  outputValue,
  REGION,
  type Registration,
  recordResources,
  waitForChildren,
} from "../../helpers/mocks";

const CLUSTER = "aws:emr/cluster:Cluster";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const base: EphemeralClusterArgs = {
  owner: "data@example.com",
  lifetime: { startedAt: "2026-11-23T10:00:00Z", ttlHours: 4 },
  vpcId: "vpc-0",
  subnetIds: ["subnet-0"],
  logUri: "s3://example-logs/emr/",
};
const tags = { owner: "data@example.com", expiresAt: "2026-11-23T14:00:00Z" };
const emrTag = { "for-use-with-amazon-emr-managed-policies": "true" };
const mocks = { outputs: { [CLUSTER]: { masterPublicDns: "ip-10-0-0-1.example.internal" } } };

async function deploy(args: Partial<EphemeralClusterArgs> = {}) {
  const registrations = await recordResources(mocks);
  const optionsByType = new Map<string, pulumi.CustomResourceOptions>();
  const transformations: pulumi.ResourceTransformation[] = [
    ({ type, opts }) => {
      optionsByType.set(type, opts);
      return undefined;
    },
  ];
  const tide = new EphemeralCluster("tide", { ...base, ...args }, { transformations });
  await waitForChildren(tide);
  return {
    tide,
    registrations,
    optionsByType,
    cluster: findRegistration(registrations, "tide", CLUSTER).inputs,
  };
}

function statements(registrations: readonly Registration[], name: string): Record<string, unknown>[] {
  return JSON.parse(findRegistration(registrations, name, ROLE_POLICY).inputs.policy).Statement;
}

function security(registrations: readonly Registration[]) {
  return JSON.parse(findRegistration(registrations, "tide-security").inputs.configuration);
}

describe("EphemeralCluster", () => {
  it("creates ten nodes with owner, end of life and idle timeout by default", async () => {
    const { tide, registrations, cluster } = await deploy();

    assertContract(registrations, "EphemeralCluster", "tide", {
      order: {
        tide: [
          "RolePolicy tide-node",
          "RolePolicy tide-service",
          "RolePolicyAttachment tide-service",
          "tide-core-outward",
          "tide-master-outward",
          "tide-service-access-from-master",
        ],
      },
    });
    assert.deepEqual(childNames(registrations), [
      "tide",
      "tide-core",
      "tide-core-outward",
      "tide-disks",
      "tide-master",
      "tide-master-outward",
      "tide-node",
      "tide-node",
      "tide-node",
      "tide-security",
      "tide-service",
      "tide-service",
      "tide-service",
      "tide-service-access",
      "tide-service-access-from-master",
    ]);
    const { configurationsJson, ...rest } = cluster;
    assert.deepEqual(rest, {
      releaseLabel: "emr-7.13.0",
      applications: ["Hadoop", "Spark"],
      serviceRole: "arn:aws:mock:::tide-service",
      ec2Attributes: {
        instanceProfile: "arn:aws:mock:::tide-node",
        subnetId: "subnet-0",
        emrManagedMasterSecurityGroup: "tide-master-id",
        emrManagedSlaveSecurityGroup: "tide-core-id",
        serviceAccessSecurityGroup: "tide-service-access-id",
      },
      masterInstanceGroup: { instanceType: "m5.xlarge", instanceCount: 1 },
      coreInstanceGroup: {
        instanceType: "m5.xlarge",
        instanceCount: 9,
        ebsConfigs: [{ type: "gp3", size: 64, volumesPerInstance: 1 }],
      },
      ebsRootVolumeSize: 20,
      logUri: "s3://example-logs/emr/",
      securityConfiguration: "tide-security",
      terminationProtection: false,
      keepJobFlowAliveWhenNoSteps: true,
      autoTerminationPolicy: { idleTimeout: 3600 },
      scaleDownBehavior: "TERMINATE_AT_TASK_COMPLETION",
      tags: { ...tags, ...emrTag },
    });
    const [spark, yarn] = JSON.parse(configurationsJson);
    assert.equal(spark.Properties["spark.network.crypto.enabled"], "true");
    assert.deepEqual(yarn, {
      Classification: "yarn-site",
      Properties: { "spark.authenticate": "true", "spark.network.crypto.enabled": "true" },
    });
    assert.equal(await outputValue(tide.clusterId), "tide-id");
    assert.equal(await outputValue(tide.clusterArn), "arn:aws:mock:::tide");
    assert.equal(await outputValue(tide.masterPublicDns), "ip-10-0-0-1.example.internal");
    assert.equal(await outputValue(tide.expiresAt), "2026-11-23T14:00:00Z");
    assert.equal(await outputValue(tide.nodeCount), 10);
  });

  it("gives the service EMR's managed policy, this subnet, this role and this key", async () => {
    const { registrations } = await deploy();

    const attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
    assert.equal(
      findRegistration(registrations, "tide-service", attachment).inputs.policyArn,
      "arn:aws:iam::aws:policy/service-role/AmazonEMRServicePolicy_v2",
    );
    const trust = JSON.parse(
      findRegistration(registrations, "tide-service", "aws:iam/role:Role").inputs.assumeRolePolicy,
    );
    assert.deepEqual(trust.Statement[0].Principal, { Service: ["elasticmapreduce.amazonaws.com"] });
    assert.deepEqual(trust.Statement[0].Condition, { StringEquals: { "aws:SourceAccount": [ACCOUNT] } });
    const [launch, pass, key, grant, ...more] = statements(registrations, "tide-service");
    assert.deepEqual(launch?.Resource, [`arn:aws:ec2:${REGION}:${ACCOUNT}:subnet/subnet-0`]);
    assert.deepEqual(pass?.Resource, ["arn:aws:mock:::tide-node"]);
    assert.deepEqual(pass?.Condition, { StringEquals: { "iam:PassedToService": ["ec2.amazonaws.com"] } });
    assert.deepEqual(key?.Resource, ["arn:aws:mock:::tide-disks"]);
    assert.deepEqual(grant?.Action, ["kms:CreateGrant"]);
    assert.deepEqual(more, []);
  });

  it("lets the nodes list, read and write the given prefixes and nothing else", async () => {
    const { registrations } = await deploy({
      readFrom: ["s3://example-in/raw/"],
      writeTo: [pulumi.output("s3://example-out")],
    });

    const [input, logs, output, locate, uploads, read, write, key, ...more] = statements(
      registrations,
      "tide-node",
    );
    assert.deepEqual(
      [input, logs, output].map((list) => [list?.Action, list?.Resource, list?.Condition]),
      [
        ["example-in", "raw/*"],
        ["example-logs", "emr/*"],
        ["example-out", "*"],
      ].map(([bucket, prefix]) => [
        ["s3:ListBucket"],
        [`arn:aws:s3:::${bucket}`],
        { StringLike: { "s3:prefix": [prefix] } },
      ]),
    );
    assert.deepEqual(locate?.Resource, [
      "arn:aws:s3:::example-in",
      "arn:aws:s3:::example-logs",
      "arn:aws:s3:::example-out",
    ]);
    assert.deepEqual(uploads?.Resource, ["arn:aws:s3:::example-logs", "arn:aws:s3:::example-out"]);
    assert.deepEqual(read?.Resource, ["arn:aws:s3:::example-in/raw/*"]);
    assert.deepEqual(read?.Action, ["s3:GetObject", "s3:GetObjectVersion"]);
    assert.deepEqual(write?.Resource, ["arn:aws:s3:::example-logs/emr/*", "arn:aws:s3:::example-out/*"]);
    assert.deepEqual(key?.Resource, ["arn:aws:mock:::tide-disks"]);
    assert.deepEqual(more, []);
    const trust = JSON.parse(
      findRegistration(registrations, "tide-node", "aws:iam/role:Role").inputs.assumeRolePolicy,
    );
    assert.deepEqual(trust.Statement[0].Principal, { Service: ["ec2.amazonaws.com"] });
  });

  it("passes permissionsBoundaryArn to both roles", async () => {
    const permissionsBoundaryArn = "arn:aws:iam::123456789012:policy/boundary";
    const { registrations } = await deploy({ permissionsBoundaryArn });

    assertPermissionsBoundary(registrations, permissionsBoundaryArn, 2);
  });

  it("tags every taggable child", async () => {
    const { registrations } = await deploy({ tags: { team: "harbour" } });

    assertTags(registrations, { team: "harbour" });
    const taggedTypes = registrations
      .filter(({ type, inputs }) => type.startsWith("aws:") && inputs.tags?.team === "harbour")
      .map(({ type }) => type.split(":").at(-1))
      .sort();
    assert.deepEqual(taggedTypes, [
      "Cluster",
      "InstanceProfile",
      "Key",
      "Role",
      "Role",
      "SecurityGroup",
      "SecurityGroup",
      "SecurityGroup",
      "SecurityGroupEgressRule",
      "SecurityGroupEgressRule",
      "SecurityGroupIngressRule",
    ]);
  });

  it("leaves the names of roles to the provider and names the profile after its role", async () => {
    const { registrations } = await deploy();

    for (const role of ["tide-node", "tide-service"]) {
      assert.equal("name" in findRegistration(registrations, role, "aws:iam/role:Role").inputs, false);
    }
    const profile = findRegistration(
      registrations,
      "tide-node",
      "aws:iam/instanceProfile:InstanceProfile",
    ).inputs;
    assert.deepEqual([profile.name, profile.role], ["tide-node", "tide-node"]);
  });

  it("creates security groups without inbound rules from outside, tagged for EMR", async () => {
    const { registrations } = await deploy();

    const groups = registrations.filter(({ type }) => type === "aws:ec2/securityGroup:SecurityGroup");
    assert.equal(groups.length, 3);
    for (const { inputs } of groups) {
      assert.equal(inputs.vpcId, "vpc-0");
      assert.equal(inputs.revokeRulesOnDelete, true);
      assert.equal("ingress" in inputs, false);
      assert.deepEqual(inputs.tags, { ...tags, ...emrTag });
    }
    const ingressRules = registrations.filter(
      ({ type }) => type === "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    );
    assert.deepEqual(
      ingressRules.map(({ inputs }) => [
        inputs.securityGroupId,
        inputs.referencedSecurityGroupId,
        inputs.fromPort,
        inputs.toPort,
      ]),
      [["tide-service-access-id", "tide-master-id", 9443, 9443]],
    );
  });

  it("encrypts disks with a new key and requires IMDS version 2 by default", async () => {
    const { registrations } = await deploy();

    const { deletionWindowInDays, enableKeyRotation } = findRegistration(registrations, "tide-disks").inputs;
    assert.deepEqual([deletionWindowInDays, enableKeyRotation], [7, true]);
    assert.deepEqual(security(registrations), {
      EncryptionConfiguration: {
        EnableAtRestEncryption: true,
        EnableInTransitEncryption: false,
        AtRestEncryptionConfiguration: {
          S3EncryptionConfiguration: { EncryptionMode: "SSE-S3" },
          LocalDiskEncryptionConfiguration: {
            EnableEbsEncryption: true,
            EncryptionKeyProviderType: "AwsKms",
            AwsKmsKey: "arn:aws:mock:::tide-disks",
          },
        },
      },
      InstanceMetadataServiceConfiguration: {
        MinimumInstanceMetadataServiceVersion: 2,
        HttpPutResponseHopLimit: 1,
      },
    });
  });

  it("creates no key and encrypts all traffic when key and certificates are given", async () => {
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/example";
    const certificatesUri = "s3://example-certs/pem.zip";
    const { registrations, cluster } = await deploy({ encryption: { kmsKeyArn, certificatesUri } });

    assert.equal(childNames(registrations).includes("tide-disks"), false);
    const { EncryptionConfiguration: encryption } = security(registrations);
    assert.equal(encryption.EnableInTransitEncryption, true);
    assert.deepEqual(encryption.InTransitEncryptionConfiguration, {
      TLSCertificateConfiguration: { CertificateProviderType: "PEM", S3Object: certificatesUri },
    });
    assert.equal(
      encryption.AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration.AwsKmsKey,
      kmsKeyArn,
    );
    assert.equal("configurationsJson" in cluster, false);
    const read = statements(registrations, "tide-node").find(({ Sid }) => Sid === "Read");
    assert.deepEqual(read?.Resource, ["arn:aws:s3:::example-certs/pem.zip*"]);
  });

  it("disables encryption but not IMDS version 2 when encryption is false", async () => {
    const { registrations, cluster } = await deploy({ encryption: false });

    assert.deepEqual(security(registrations), {
      EncryptionConfiguration: { EnableAtRestEncryption: false, EnableInTransitEncryption: false },
      InstanceMetadataServiceConfiguration: {
        MinimumInstanceMetadataServiceVersion: 2,
        HttpPutResponseHopLimit: 1,
      },
    });
    assert.equal("configurationsJson" in cluster, false);
    assert.equal(
      statements(registrations, "tide-node").some(({ Sid }) => Sid === "UseDiskKey"),
      false,
    );
    assert.equal(childNames(registrations).includes("tide-disks"), false);
  });

  it("configures no Spark encryption without Spark", async () => {
    const { cluster } = await deploy({ applications: ["Hadoop"] });

    assert.equal("configurationsJson" in cluster, false);
  });

  it("creates only a master for one node", async () => {
    const { tide, cluster } = await deploy({ nodes: 1 });

    assert.equal("coreInstanceGroup" in cluster, false);
    assert.equal(await outputValue(tide.nodeCount), 1);
  });

  it("runs steps in order and ends with the last one", async () => {
    const { cluster } = await deploy({
      steps: [
        { name: "load", args: ["spark-submit", "s3://example-jobs/load.py"] },
        { name: "notify", jar: "s3://example-jobs/notify.jar", onFailure: "CONTINUE" },
      ],
    });

    assert.equal(cluster.keepJobFlowAliveWhenNoSteps, false);
    assert.deepEqual(cluster.steps, [
      {
        name: "load",
        actionOnFailure: "TERMINATE_CLUSTER",
        hadoopJarStep: { jar: "command-runner.jar", args: ["spark-submit", "s3://example-jobs/load.py"] },
      },
      {
        name: "notify",
        actionOnFailure: "CONTINUE",
        hadoopJarStep: { jar: "s3://example-jobs/notify.jar", args: [] },
      },
    ]);
  });

  it("lets EMR scale within bounds and ignores changes of the node count", async () => {
    const { registrations, optionsByType } = await deploy({ scaling: { minimum: 2, maximum: 20 } });

    assert.deepEqual(findRegistration(registrations, "tide-scaling").inputs, {
      clusterId: "tide-id",
      computeLimits: [{ unitType: "Instances", minimumCapacityUnits: 2, maximumCapacityUnits: 20 }],
    });
    assert.deepEqual(optionsByType.get(CLUSTER)?.ignoreChanges, ["coreInstanceGroup.instanceCount"]);
  });

  it("ignores no change of the node count without scaling", async () => {
    const { optionsByType } = await deploy();

    assert.equal(optionsByType.get(CLUSTER)?.ignoreChanges, undefined);
  });

  it("runs a fleet of several types, On-Demand and Spot, in one of several subnets", async () => {
    const { tide, registrations, optionsByType, cluster } = await deploy({
      subnetIds: ["subnet-0", "subnet-1"],
      coreFleet: {
        instanceTypes: { "m5.xlarge": 1, "m5.2xlarge": 2 },
        onDemandUnits: 1,
        spotUnits: 3,
        onSpotTimeout: "TERMINATE_CLUSTER",
      },
      scaling: { minimum: 2, maximum: 8 },
    });

    const ebsConfigs = [{ type: "gp3", size: 64, volumesPerInstance: 1 }];
    assert.deepEqual(cluster.masterInstanceFleet, {
      targetOnDemandCapacity: 1,
      instanceTypeConfigs: [{ instanceType: "m5.xlarge", weightedCapacity: 1 }],
    });
    assert.deepEqual(cluster.coreInstanceFleet, {
      targetOnDemandCapacity: 1,
      targetSpotCapacity: 3,
      instanceTypeConfigs: [
        { instanceType: "m5.xlarge", weightedCapacity: 1, ebsConfigs },
        { instanceType: "m5.2xlarge", weightedCapacity: 2, ebsConfigs },
      ],
      launchSpecifications: {
        onDemandSpecifications: [{ allocationStrategy: "lowest-price" }],
        spotSpecifications: [
          {
            allocationStrategy: "price-capacity-optimized",
            timeoutAction: "TERMINATE_CLUSTER",
            timeoutDurationMinutes: 20,
          },
        ],
      },
    });
    assert.equal("masterInstanceGroup" in cluster || "coreInstanceGroup" in cluster, false);
    assert.deepEqual(cluster.ec2Attributes.subnetIds, ["subnet-0", "subnet-1"]);
    assert.equal("subnetId" in cluster.ec2Attributes, false);
    const [launch] = statements(registrations, "tide-service");
    assert.deepEqual(
      launch?.Resource,
      ["subnet-0", "subnet-1"].map((id) => `arn:aws:ec2:${REGION}:${ACCOUNT}:subnet/${id}`),
    );
    const [limits] = findRegistration(registrations, "tide-scaling").inputs.computeLimits;
    assert.equal(limits.unitType, "InstanceFleetUnits");
    assert.deepEqual(optionsByType.get(CLUSTER)?.ignoreChanges, [
      "coreInstanceFleet.targetOnDemandCapacity",
      "coreInstanceFleet.targetSpotCapacity",
    ]);
    assert.equal(await outputValue(tide.nodeCount), 5);
  });

  it("runs bootstrap actions whose scripts the nodes may read", async () => {
    const { cluster, registrations } = await deploy({
      bootstrapActions: [{ name: "init", scriptUri: "s3://example-jobs/init.sh", args: ["--fast"] }],
    });

    assert.deepEqual(cluster.bootstrapActions, [
      { name: "init", path: "s3://example-jobs/init.sh", args: ["--fast"] },
    ]);
    const read = statements(registrations, "tide-node").find(({ Sid }) => Sid === "Read");
    assert.deepEqual(read?.Resource, ["arn:aws:s3:::example-jobs/init.sh*"]);
  });

  it("merges configurations with the encryption of Spark's traffic, which wins", async () => {
    const { cluster } = await deploy({
      configurations: [
        {
          classification: "spark-defaults",
          properties: { "spark.executor.memory": "4g", "spark.authenticate": "false" },
        },
        {
          classification: "spark-env",
          configurations: [{ classification: "export", properties: { PYSPARK_PYTHON: "python3" } }],
        },
      ],
    });

    assert.deepEqual(JSON.parse(cluster.configurationsJson), [
      {
        Classification: "spark-defaults",
        Properties: {
          "spark.executor.memory": "4g",
          "spark.authenticate": "true",
          "spark.network.crypto.enabled": "true",
          "spark.io.encryption.enabled": "true",
        },
      },
      {
        Classification: "spark-env",
        Configurations: [{ Classification: "export", Properties: { PYSPARK_PYTHON: "python3" } }],
      },
      {
        Classification: "yarn-site",
        Properties: { "spark.authenticate": "true", "spark.network.crypto.enabled": "true" },
      },
    ]);
  });

  it("admits Session Manager to the nodes before the cluster starts", async () => {
    const { registrations } = await deploy({ ssmAccess: true });

    const attachment = findRegistration(registrations, "tide-node-ssm");
    assert.deepEqual(attachment.inputs, {
      role: "tide-node",
      policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    });
    const { type, name } = attachment;
    assertDependsOn(findRegistration(registrations, "tide", CLUSTER), { type, name });
  });

  it("encrypts the logs with a key that the nodes may use", async () => {
    const logKmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/logs";
    const { cluster, registrations } = await deploy({ logKmsKeyArn });

    assert.equal(cluster.logEncryptionKmsKeyId, logKmsKeyArn);
    const encrypt = statements(registrations, "tide-node").find(({ Sid }) => Sid === "EncryptLogs");
    assert.deepEqual(encrypt?.Resource, [logKmsKeyArn]);
  });

  it("passes concurrency of steps, image and more security groups to the cluster", async () => {
    const { cluster } = await deploy({
      stepConcurrency: 4,
      customAmiId: "ami-0123456789abcdef0",
      masterSecurityGroupIds: ["sg-1", pulumi.output("sg-2")],
      coreSecurityGroupIds: ["sg-3"],
    });
    const { cluster: released } = await deploy({ osReleaseLabel: "2023.6.20250218.0" });

    assert.deepEqual([cluster.stepConcurrencyLevel, cluster.customAmiId], [4, "ami-0123456789abcdef0"]);
    assert.equal(cluster.ec2Attributes.additionalMasterSecurityGroups, "sg-1,sg-2");
    assert.equal(cluster.ec2Attributes.additionalSlaveSecurityGroups, "sg-3");
    assert.equal(released.osReleaseLabel, "2023.6.20250218.0");
  });

  it("passes sizes and tags to the cluster", async () => {
    const { cluster } = await deploy({
      nodes: 3,
      masterInstanceType: "m6g.large",
      coreInstanceType: "r6g.xlarge",
      rootDiskGib: 30,
      dataDiskGib: 100,
      idleTimeoutSeconds: 600,
      releaseLabel: "emr-7.0.0",
      tags: { project: "tide" },
    });

    assert.deepEqual(cluster.masterInstanceGroup, { instanceType: "m6g.large", instanceCount: 1 });
    assert.equal(cluster.coreInstanceGroup.instanceType, "r6g.xlarge");
    assert.equal(cluster.coreInstanceGroup.instanceCount, 2);
    assert.equal(cluster.coreInstanceGroup.ebsConfigs[0].size, 100);
    assert.equal(cluster.ebsRootVolumeSize, 30);
    assert.deepEqual(cluster.autoTerminationPolicy, { idleTimeout: 600 });
    assert.equal(cluster.releaseLabel, "emr-7.0.0");
    assert.deepEqual(cluster.tags, { ...tags, ...emrTag, project: "tide" });
  });

  it("rejects an end of life without an offset and shows the form", async () => {
    await assert.rejects(deploy({ lifetime: { expiresAt: "tomorrow" } }), {
      message:
        'tide: lifetime.expiresAt is "tomorrow", expected a moment in ISO 8601 with its offset such as 2026-11-23T18:00:00Z',
    });
  });
});
