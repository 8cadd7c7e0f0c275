import assert from "node:assert/strict";
import { ec2 } from "../../../../lab/aws/ec2";
import { emr } from "../../../../lab/aws/emr";
import { iam } from "../../../../lab/aws/iam";
import type { Properties } from "../../../../lab/aws/property-values";
import { Cloud, refusal } from "../../../helpers/cloud";

const CLUSTER = "aws:emr/cluster:Cluster";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const base: Properties = {
  name: "nightly",
  releaseLabel: "emr-7.13.0",
  serviceRole: "arn:aws:iam::123456789012:role/EMR_DefaultRole_V2",
  masterInstanceGroup: { instanceType: "m5.xlarge" },
};

function withVpc() {
  const cloud = new Cloud(emr, ec2, iam);
  const vpc = cloud.create("aws:ec2/vpc:Vpc", { cidrBlock: "10.8.0.0/16" });
  const subnet = cloud.create("aws:ec2/subnet:Subnet", { vpcId: vpc.id, cidrBlock: "10.8.0.0/24" });
  const table = cloud.create("aws:ec2/routeTable:RouteTable", { vpcId: vpc.id });
  cloud.create("aws:ec2/routeTableAssociation:RouteTableAssociation", {
    subnetId: subnet.id,
    routeTableId: table.id,
  });
  const createCluster = (attributes: Properties, more: Properties = {}) =>
    cloud.create(CLUSTER, {
      ...base,
      ec2Attributes: { instanceProfile: "EMR_EC2_DefaultRole", ...attributes },
      ...more,
    });
  return { cloud, vpcId: vpc.id, subnetId: subnet.id, tableId: table.id, createCluster };
}

/** Groups of a cluster that EMR has added its rules to. */
function withGroups(more: Properties = {}) {
  const { cloud, vpcId, createCluster } = withVpc();
  const [master, core, access] = ["master", "core", "access"].map((name) =>
    cloud.create(GROUP, { vpcId, ...more }, { name }),
  );
  assert.ok(master && core && access);
  const cluster = createCluster({
    emrManagedMasterSecurityGroup: master.id,
    emrManagedSlaveSecurityGroup: core.id,
    serviceAccessSecurityGroup: access.id,
  });
  return { cloud, vpcId, cluster, groups: [master, core, access] };
}

describe("Security groups that EMR manages", () => {
  it("refer to each other after the cluster has ended, so none can be deleted", () => {
    const { cloud, cluster, groups } = withGroups();
    cloud.delete(cluster);

    assert.deepEqual(
      groups.map((group) => refusal(() => cloud.delete(group))),
      groups.map(({ id }) => `DependencyViolation: resource ${id} has a dependent object`),
    );
  });

  it("are deleted in any order with revokeRulesOnDelete", () => {
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2],
    ]) {
      const { cloud, cluster, groups } = withGroups({ revokeRulesOnDelete: true });
      cloud.delete(cluster);
      for (const index of order) {
        const group = groups[index];
        assert.ok(group);
        cloud.delete(group);
      }

      assert.deepEqual(cloud.list({ type: GROUP }), []);
    }
  });

  it("do not keep a group of another cluster", () => {
    const { cloud, vpcId } = withGroups();
    const alone = cloud.create(GROUP, { vpcId }, { name: "alone" });

    cloud.delete(alone);
    assert.equal(cloud.get(alone), undefined);
  });
});

describe("A security group that a rule of its own resource refers to", () => {
  const withRule = (more: Properties = {}) => {
    const { cloud, vpcId } = withVpc();
    const [front, back] = ["front", "back"].map((name) => cloud.create(GROUP, { vpcId, ...more }, { name }));
    assert.ok(front && back);
    const rule = cloud.create(RULE, {
      securityGroupId: back.id,
      referencedSecurityGroupId: front.id,
      ipProtocol: "-1",
    });
    return { cloud, front, back, rule };
  };

  it("cannot be deleted before the rule", () => {
    const { cloud, front, rule } = withRule();

    assert.equal(
      refusal(() => cloud.delete(front)),
      `DependencyViolation: resource ${front.id} has a dependent object`,
    );
    cloud.delete(rule);
    cloud.delete(front);
  });

  it("takes the rule with it when revokeRulesOnDelete is true", () => {
    const { cloud, front, rule } = withRule({ revokeRulesOnDelete: true });
    cloud.delete(front);

    assert.equal(cloud.get(rule), undefined);
  });

  it("is free once the group with the rule is deleted", () => {
    const { cloud, front, back } = withRule();
    cloud.delete(back);
    cloud.delete(front);

    assert.deepEqual(cloud.list({ type: GROUP }), []);
  });

  it("revokes inline rules of other groups when revokeRulesOnDelete is true", () => {
    const { cloud, vpcId } = withVpc();
    const rule = { fromPort: 443, toPort: 443, protocol: "tcp" };
    const front = cloud.create(GROUP, { vpcId, revokeRulesOnDelete: true }, { name: "front" });
    const open = { ...rule, cidrBlocks: ["192.0.2.0/24"] };
    const ingress = [open, { ...rule, securityGroups: [front.id] }];
    const back = cloud.create(GROUP, { vpcId, ingress }, { name: "back" });

    cloud.delete(front);
    assert.deepEqual(cloud.get(back)?.outputs.ingress, [open]);
  });
});

describe("Subnet of a cluster", () => {
  const noRoute = (subnetId: string, vpcId: string) =>
    `VALIDATION_ERROR: The VPC/subnet configuration was invalid: No route to any external sources detected in Route Table for Subnet: ${subnetId} for VPC: ${vpcId}`;

  it("is refused without a route out", () => {
    const { subnetId, vpcId, createCluster } = withVpc();

    assert.equal(
      refusal(() => createCluster({ subnetId })),
      noRoute(subnetId, vpcId),
    );
    assert.equal(
      refusal(() => createCluster({ subnetIds: [subnetId] })),
      noRoute(subnetId, vpcId),
    );
  });

  it("is accepted with a route, a gateway endpoint, or in the default VPC", () => {
    const routed = withVpc();
    const gateway = routed.cloud.create("aws:ec2/internetGateway:InternetGateway", { vpcId: routed.vpcId });
    routed.cloud.create("aws:ec2/route:Route", {
      routeTableId: routed.tableId,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: gateway.id,
    });
    const connected = withVpc();
    connected.cloud.create("aws:ec2/vpcEndpoint:VpcEndpoint", {
      vpcId: connected.vpcId,
      serviceName: "com.amazonaws.eu-west-1.s3",
      routeTableIds: [connected.tableId],
    });

    for (const { subnetId, createCluster } of [routed, connected]) {
      assert.match(createCluster({ subnetId }).id, /^j-/);
    }
  });
});

describe("Service role of a cluster", () => {
  const trust = (service: string) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
    });
  const withRole = (service: string) => {
    const { cloud, createCluster } = withVpc();
    const role = cloud.create("aws:iam/role:Role", { name: "emr", assumeRolePolicy: trust(service) });
    const serviceRole = String(role.outputs.arn);
    return { cloud, serviceRole, create: () => createCluster({}, { serviceRole }) };
  };

  it("must exist and trust EMR", () => {
    const { create, serviceRole } = withRole("ec2.amazonaws.com");
    const { createCluster } = withVpc();

    assert.equal(refusal(create), `VALIDATION_ERROR: EMR service role ${serviceRole} is invalid`);
    assert.equal(
      refusal(() => createCluster({}, { serviceRole })),
      `VALIDATION_ERROR: EMR service role ${serviceRole} is invalid`,
    );
  });

  it("must have its permissions before the cluster", () => {
    const { cloud, create, serviceRole } = withRole("elasticmapreduce.amazonaws.com");

    assert.equal(
      refusal(create),
      `VALIDATION_ERROR: Service role ${serviceRole} has insufficient EC2 permissions`,
    );
    cloud.create("aws:iam/rolePolicy:RolePolicy", {
      role: "emr",
      name: "launch",
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "ec2:RunInstances", Resource: "*" }],
      }),
    });
    assert.match(create().id, /^j-/);
  });
});
