/** An EKS cluster with managed nodes. */
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");
const { createNetwork } = require("./network");

const network = createNetwork("cluster");
const key = new aws.kms.Key("cluster", { description: "Secrets of the cluster", enableKeyRotation: true });
const createRole = (name, service, policies) => {
  const role = new aws.iam.Role(name, {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: service }),
  });
  for (const policy of policies) {
    new aws.iam.RolePolicyAttachment(`${name}-${policy}`, {
      role: role.name,
      policyArn: `arn:aws:iam::aws:policy/${policy}`,
    });
  }
  return role;
};
const control = createRole("cluster", "eks.amazonaws.com", ["AmazonEKSClusterPolicy"]);
const nodes = createRole("nodes", "ec2.amazonaws.com", [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEKS_CNI_Policy",
  "AmazonEC2ContainerRegistryReadOnly",
]);
new aws.cloudwatch.LogGroup("cluster", { name: "/aws/eks/shop/cluster", retentionInDays: 90 });
const cluster = new aws.eks.Cluster("cluster", {
  name: "shop",
  roleArn: control.arn,
  enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
  encryptionConfig: { provider: { keyArn: key.arn }, resources: ["secrets"] },
  vpcConfig: {
    subnetIds: [...network.publicSubnets, ...network.privateSubnets].map(({ id }) => id),
    endpointPrivateAccess: true,
    endpointPublicAccess: false,
  },
});
const template = new aws.ec2.LaunchTemplate("nodes", {
  metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
  blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true", volumeSize: 50 } }],
});
new aws.eks.NodeGroup("nodes", {
  clusterName: cluster.name,
  nodeRoleArn: nodes.arn,
  subnetIds: network.privateSubnets.map(({ id }) => id),
  launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
  scalingConfig: { minSize: 2, desiredSize: 2, maxSize: 4 },
});
const certificates = cluster.identities.apply((identities) => identities[0]?.oidcs?.[0]?.issuer ?? "");
const identity = new aws.iam.OpenIdConnectProvider("cluster", {
  url: certificates,
  clientIdLists: ["sts.amazonaws.com"],
});
new aws.iam.Role("pods", {
  assumeRolePolicy: pulumi.all([identity.arn, identity.url]).apply(([arn, url]) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: arn },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: { StringEquals: { [`${url}:sub`]: "system:serviceaccount:default:shop" } },
        },
      ],
    }),
  ),
});
