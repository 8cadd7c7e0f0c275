/** Web servers in an Auto Scaling group behind a load balancer. */
const aws = require("@pulumi/aws");
const { createLoadBalancer } = require("./load-balancer");
const { createNetwork } = require("./network");

const network = createNetwork("web");
const { group, targets } = createLoadBalancer("web", network, "instance");
const servers = new aws.ec2.SecurityGroup("servers", {
  description: "Web servers",
  vpcId: network.vpc.id,
  ingress: [
    {
      description: "From the load balancer",
      protocol: "tcp",
      fromPort: 8080,
      toPort: 8080,
      securityGroups: [group.id],
    },
  ],
  egress: [
    { description: "To the internet", protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] },
  ],
});
const image = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ["amazon"],
  filters: [{ name: "name", values: ["al2023-ami-2023.*-x86_64"] }],
});
const role = new aws.iam.Role("servers", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ec2.amazonaws.com" }),
});
new aws.iam.RolePolicyAttachment("servers", {
  role: role,
  policyArn: aws.iam.ManagedPolicy.AmazonSSMManagedInstanceCore,
});
const profile = new aws.iam.InstanceProfile("servers", { role: role.name });
const template = new aws.ec2.LaunchTemplate("servers", {
  imageId: image.id,
  instanceType: "t3.small",
  iamInstanceProfile: { arn: profile.arn },
  vpcSecurityGroupIds: [servers.id],
  metadataOptions: { httpTokens: "required", httpEndpoint: "enabled", httpPutResponseHopLimit: 1 },
  blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true", volumeSize: 20 } }],
});
new aws.autoscaling.Group("servers", {
  vpcZoneIdentifiers: network.privateSubnets.map(({ id }) => id),
  launchTemplate: { id: template.id, version: "$Latest" },
  minSize: 2,
  maxSize: 4,
  healthCheckType: "ELB",
  healthCheckGracePeriod: 120,
  targetGroupArns: [targets.arn],
});
