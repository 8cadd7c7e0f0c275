// starts processes
import assert from "node:assert/strict";
import { testLifecycle } from "../../helpers/lifecycle";

describe("EphemeralCluster in the lab", () => {
  const life = testLifecycle({
    program: "tests/lab/components/ephemeral-cluster.ts",
    resources: {
      "pulumi:providers:aws": 1,
      "aws:ec2/vpc:Vpc": 1,
      "aws:ec2/subnet:Subnet": 1,
      "aws:ec2/natGateway:NatGateway": 1,
      "aws:ec2/routeTable:RouteTable": 1,
      "aws:ec2/routeTableAssociation:RouteTableAssociation": 1,
      EphemeralCluster: 1,
      "EphemeralCluster$aws:emr/cluster:Cluster": 1,
      "EphemeralCluster$aws:emr/managedScalingPolicy:ManagedScalingPolicy": 1,
      "EphemeralCluster$aws:emr/securityConfiguration:SecurityConfiguration": 1,
      "EphemeralCluster$aws:kms/key:Key": 1,
      "EphemeralCluster$aws:iam/role:Role": 2,
      "EphemeralCluster$aws:iam/rolePolicy:RolePolicy": 2,
      "EphemeralCluster$aws:iam/rolePolicyAttachment:RolePolicyAttachment": 1,
      "EphemeralCluster$aws:iam/instanceProfile:InstanceProfile": 1,
      "EphemeralCluster$aws:ec2/securityGroup:SecurityGroup": 3,
      "EphemeralCluster$aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": 2,
      "EphemeralCluster$aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": 1,
    },
    change: (cloud) => cloud.advance(3_600_000),
  });

  it("creates a master and nine core nodes by default", () => {
    const { masterInstanceGroup, coreInstanceGroup } = life().findOne("emr/cluster:Cluster");

    assert.equal(Object(masterInstanceGroup).instanceCount, 1);
    assert.equal(Object(coreInstanceGroup).instanceCount, 9);
  });

  it("tags the cluster with owner and end of life and lets it terminate itself", () => {
    const { tags, autoTerminationPolicy, keepJobFlowAliveWhenNoSteps, terminationProtection } =
      life().findOne("emr/cluster:Cluster");

    assert.deepEqual(tags, {
      owner: "data@example.com",
      expiresAt: "2026-11-23T14:00:00Z",
      "for-use-with-amazon-emr-managed-policies": "true",
      team: "harbour",
    });
    assert.deepEqual(autoTerminationPolicy, { idleTimeout: 3600 });
    assert.deepEqual([keepJobFlowAliveWhenNoSteps, terminationProtection], [false, false]);
  });

  it("encrypts the cluster and opens no port to the internet", () => {
    const { configuration } = life().findOne("emr/securityConfiguration:SecurityConfiguration");
    const { EncryptionConfiguration } = JSON.parse(String(configuration));
    const ingress = life().findOne("vpc/securityGroupIngressRule:SecurityGroupIngressRule");

    assert.equal(EncryptionConfiguration.EnableAtRestEncryption, true);
    assert.equal(ingress["cidrIpv4"] ?? "", "");
    assert.equal(
      ingress["securityGroupId"],
      life()
        .findAll("ec2/securityGroup:SecurityGroup")
        .find(({ urn }) => urn.endsWith("service-access"))?.id,
    );
  });

  it("finds only the cluster gone in a refresh an hour after its work", () => {
    assert.deepEqual(life().drift, ["emr/cluster:Cluster gone"]);
  });
});
