import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { EphemeralCluster, type EphemeralClusterArgs } from "../../../components/ephemeral-cluster";
import { assertContract } from "../../helpers/contract";
import {
  ACCOUNT,
  childNames,
  REGION,
  type Registered,
  recordResources,
  registration,
  resolved,
  settled,
} from "../../helpers/mocks";

const CLUSTER = "aws:emr/cluster:Cluster";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const base: EphemeralClusterArgs = {
  owner: "data@example.com",
  lifetime: { startedAt: "2026-11-23T10:00:00Z", ttlHours: 4 },
  vpcId: "vpc-0",
  subnetId: "subnet-0",
  logUri: "s3://example-logs/emr/",
};
const tags = { owner: "data@example.com", expiresAt: "2026-11-23T14:00:00Z" };
const emrTag = { "for-use-with-amazon-emr-managed-policies": "true" };
const mocks = { outputs: { [CLUSTER]: { masterPublicDns: "ip-10-0-0-1.example.internal" } } };

async function laidDown(args: Partial<EphemeralClusterArgs> = {}) {
  const registered = await recordResources(mocks);
  const seen = new Map<string, pulumi.CustomResourceOptions>();
  const transformations: pulumi.ResourceTransformation[] = [
    ({ type, opts }) => {
      seen.set(type, opts);
      return undefined;
    },
  ];
  const tide = new EphemeralCluster("tide", { ...base, ...args }, { transformations });
  await settled(tide);
  return { tide, registered, seen, cluster: registration(registered, "tide", CLUSTER).inputs };
}

function statements(registered: readonly Registered[], name: string): Record<string, unknown>[] {
  return JSON.parse(registration(registered, name, ROLE_POLICY).inputs.policy).Statement;
}

function security(registered: readonly Registered[]) {
  return JSON.parse(registration(registered, "tide-security").inputs.configuration);
}

describe("EphemeralCluster", () => {
  it("given the least that can be said, when laid down, then ten nodes come with owner, end and idle limit", async () => {
    const { tide, registered, cluster } = await laidDown();

    assertContract(registered, "EphemeralCluster", "tide");
    assert.deepEqual(childNames(registered), [
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
    assert.equal(await resolved(tide.clusterId), "tide-id");
    assert.equal(await resolved(tide.clusterArn), "arn:aws:mock:::tide");
    assert.equal(await resolved(tide.masterPublicDns), "ip-10-0-0-1.example.internal");
    assert.equal(await resolved(tide.expiresAt), "2026-11-23T14:00:00Z");
    assert.equal(await resolved(tide.nodeCount), 10);
  });

  it("given the service's role, when read, then it is EMR's managed policy plus this subnet, this role, this key", async () => {
    const { registered } = await laidDown();

    const attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
    assert.equal(
      registration(registered, "tide-service", attachment).inputs.policyArn,
      "arn:aws:iam::aws:policy/service-role/AmazonEMRServicePolicy_v2",
    );
    const trust = JSON.parse(
      registration(registered, "tide-service", "aws:iam/role:Role").inputs.assumeRolePolicy,
    );
    assert.deepEqual(trust.Statement[0].Principal, { Service: ["elasticmapreduce.amazonaws.com"] });
    assert.deepEqual(trust.Statement[0].Condition, { StringEquals: { "aws:SourceAccount": [ACCOUNT] } });
    const [launch, pass, key, grant, ...more] = statements(registered, "tide-service");
    assert.deepEqual(launch?.Resource, [`arn:aws:ec2:${REGION}:${ACCOUNT}:subnet/subnet-0`]);
    assert.deepEqual(pass?.Resource, ["arn:aws:mock:::tide-node"]);
    assert.deepEqual(pass?.Condition, { StringEquals: { "iam:PassedToService": ["ec2.amazonaws.com"] } });
    assert.deepEqual(key?.Resource, ["arn:aws:mock:::tide-disks"]);
    assert.deepEqual(grant?.Action, ["kms:CreateGrant"]);
    assert.deepEqual(more, []);
  });

  it("given data, when the nodes' role is read, then it reads here and writes there by prefix, and nothing else", async () => {
    const { registered } = await laidDown({
      readFrom: ["s3://example-in/raw/"],
      writeTo: [pulumi.output("s3://example-out")],
    });

    const [list, read, write, key, ...more] = statements(registered, "tide-node");
    assert.deepEqual(list?.Resource, [
      "arn:aws:s3:::example-in",
      "arn:aws:s3:::example-logs",
      "arn:aws:s3:::example-out",
    ]);
    assert.deepEqual(read?.Resource, ["arn:aws:s3:::example-in/raw/*"]);
    assert.deepEqual(read?.Action, ["s3:GetObject", "s3:GetObjectVersion"]);
    assert.deepEqual(write?.Resource, ["arn:aws:s3:::example-logs/emr/*", "arn:aws:s3:::example-out/*"]);
    assert.deepEqual(key?.Resource, ["arn:aws:mock:::tide-disks"]);
    assert.deepEqual(more, []);
    const trust = JSON.parse(
      registration(registered, "tide-node", "aws:iam/role:Role").inputs.assumeRolePolicy,
    );
    assert.deepEqual(trust.Statement[0].Principal, { Service: ["ec2.amazonaws.com"] });
  });

  it("given roles, when named, then AWS does it, and the profile bears its role's name, as EMR insists", async () => {
    const { registered } = await laidDown();

    for (const role of ["tide-node", "tide-service"]) {
      assert.equal("name" in registration(registered, role, "aws:iam/role:Role").inputs, false);
    }
    const profile = registration(registered, "tide-node", "aws:iam/instanceProfile:InstanceProfile").inputs;
    assert.deepEqual([profile.name, profile.role], ["tide-node", "tide-node"]);
  });

  it("given the groups, when read, then they are closed inward, tagged for EMR, and drop its rules when they go", async () => {
    const { registered } = await laidDown();

    const groups = registered.filter(({ type }) => type === "aws:ec2/securityGroup:SecurityGroup");
    assert.equal(groups.length, 3);
    for (const { inputs } of groups) {
      assert.equal(inputs.vpcId, "vpc-0");
      assert.equal(inputs.revokeRulesOnDelete, true);
      assert.equal("ingress" in inputs, false);
      assert.deepEqual(inputs.tags, { ...tags, ...emrTag });
    }
    const inward = registered.filter(
      ({ type }) => type === "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    );
    assert.deepEqual(
      inward.map(({ inputs }) => [
        inputs.securityGroupId,
        inputs.referencedSecurityGroupId,
        inputs.fromPort,
        inputs.toPort,
      ]),
      [["tide-service-access-id", "tide-master-id", 9443, 9443]],
    );
  });

  it("given encryption by default, when laid down, then disks have a key of their own and IMDS is version 2", async () => {
    const { registered } = await laidDown();

    const { deletionWindowInDays, enableKeyRotation } = registration(registered, "tide-disks").inputs;
    assert.deepEqual([deletionWindowInDays, enableKeyRotation], [7, true]);
    assert.deepEqual(security(registered), {
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

  it("given a key and certificates, when laid down, then no key is made and all traffic is TLS", async () => {
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/example";
    const certificatesUri = "s3://example-certs/pem.zip";
    const { registered, cluster } = await laidDown({ encryption: { kmsKeyArn, certificatesUri } });

    assert.equal(childNames(registered).includes("tide-disks"), false);
    const { EncryptionConfiguration: encryption } = security(registered);
    assert.equal(encryption.EnableInTransitEncryption, true);
    assert.deepEqual(encryption.InTransitEncryptionConfiguration, {
      TLSCertificateConfiguration: { CertificateProviderType: "PEM", S3Object: certificatesUri },
    });
    assert.equal(
      encryption.AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration.AwsKmsKey,
      kmsKeyArn,
    );
    assert.equal("configurationsJson" in cluster, false);
    const read = statements(registered, "tide-node").find(({ Sid }) => Sid === "Read");
    assert.deepEqual(read?.Resource, ["arn:aws:s3:::example-certs/pem.zip*"]);
  });

  it("given encryption false, when laid down, then none of it is there but IMDS stays at version 2", async () => {
    const { registered, cluster } = await laidDown({ encryption: false });

    assert.deepEqual(security(registered), {
      EncryptionConfiguration: { EnableAtRestEncryption: false, EnableInTransitEncryption: false },
      InstanceMetadataServiceConfiguration: {
        MinimumInstanceMetadataServiceVersion: 2,
        HttpPutResponseHopLimit: 1,
      },
    });
    assert.equal("configurationsJson" in cluster, false);
    assert.equal(
      statements(registered, "tide-node").some(({ Sid }) => Sid === "UseDiskKey"),
      false,
    );
    assert.equal(childNames(registered).includes("tide-disks"), false);
  });

  it("given no Spark, when laid down, then nothing of Spark is configured", async () => {
    const { cluster } = await laidDown({ applications: ["Hadoop"] });

    assert.equal("configurationsJson" in cluster, false);
  });

  it("given one node, when laid down, then the master is alone", async () => {
    const { tide, cluster } = await laidDown({ nodes: 1 });

    assert.equal("coreInstanceGroup" in cluster, false);
    assert.equal(await resolved(tide.nodeCount), 1);
  });

  it("given steps, when laid down, then they run in order and the cluster ends with the last", async () => {
    const { cluster } = await laidDown({
      steps: [
        { name: "load", args: ["spark-submit", "s3://example-jobs/load.py"] },
        { name: "tell", jar: "s3://example-jobs/tell.jar", onFailure: "CONTINUE" },
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
        name: "tell",
        actionOnFailure: "CONTINUE",
        hadoopJarStep: { jar: "s3://example-jobs/tell.jar", args: [] },
      },
    ]);
  });

  it("given bounds, when laid down, then EMR sizes the cluster and its number of nodes is no difference", async () => {
    const { registered, seen } = await laidDown({ scaling: { minimum: 2, maximum: 20 } });

    assert.deepEqual(registration(registered, "tide-scaling").inputs, {
      clusterId: "tide-id",
      computeLimits: [{ unitType: "Instances", minimumCapacityUnits: 2, maximumCapacityUnits: 20 }],
    });
    assert.deepEqual(seen.get(CLUSTER)?.ignoreChanges, ["coreInstanceGroup.instanceCount"]);
  });

  it("given the cluster, when its options are read, then it waits for policies and rules, and leaves before them", async () => {
    const { seen } = await laidDown();

    const waits = [seen.get(CLUSTER)?.dependsOn].flat();
    assert.equal(waits.length, 6);
    assert.equal(seen.get(CLUSTER)?.ignoreChanges, undefined);
  });

  it("given sizes and tags, when laid down, then they reach the cluster", async () => {
    const { cluster } = await laidDown({
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

  it("given an end without offset, when laid down, then the error shows the form", async () => {
    await assert.rejects(laidDown({ lifetime: { expiresAt: "tomorrow" } }), {
      message:
        'tide: lifetime.expiresAt is "tomorrow", expected a moment in ISO 8601 with its offset such as 2026-11-23T18:00:00Z',
    });
  });
});
