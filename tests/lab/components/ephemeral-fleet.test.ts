// starts processes
import assert from "node:assert/strict";
import { testLifecycle } from "../../helpers/lifecycle";

describe("EphemeralCluster with a fleet in the default VPC of the lab", () => {
  const life = testLifecycle({
    program: "tests/lab/components/ephemeral-fleet.ts",
    resources: {
      "pulumi:providers:aws": 1,
      EphemeralCluster: 1,
      "EphemeralCluster$aws:emr/cluster:Cluster": 1,
      "EphemeralCluster$aws:emr/managedScalingPolicy:ManagedScalingPolicy": 1,
      "EphemeralCluster$aws:emr/securityConfiguration:SecurityConfiguration": 1,
      "EphemeralCluster$aws:kms/key:Key": 1,
      "EphemeralCluster$aws:iam/role:Role": 2,
      "EphemeralCluster$aws:iam/rolePolicy:RolePolicy": 2,
      "EphemeralCluster$aws:iam/rolePolicyAttachment:RolePolicyAttachment": 2,
      "EphemeralCluster$aws:iam/instanceProfile:InstanceProfile": 1,
      "EphemeralCluster$aws:ec2/securityGroup:SecurityGroup": 2,
      "EphemeralCluster$aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": 2,
    },
  });

  it("spreads the fleet over both subnets", () => {
    const { ec2Attributes, coreInstanceFleet } = life().findOne("emr/cluster:Cluster");

    assert.equal(Object(ec2Attributes).subnetIds.length, 2);
    assert.equal(Object(coreInstanceFleet).targetSpotCapacity, 3);
  });
});
