const { autoscaling, ec2, iam, lb } = require("@pulumi/aws");
const { trust } = require("./policies");

const IMAGE = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";
const EVERYTHING = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };

/** An application load balancer over an autoscaling group. */
exports.compute = ({ at, opts, tags, name }, { vpc, open, closed }) => {
  const firewall = (role, port, from) => {
    const ingress = [{ protocol: "tcp", fromPort: port, toPort: port, ...from }];
    const args = { ...at, vpcId: vpc.id, ingress, egress: [EVERYTHING], tags };
    return new ec2.SecurityGroup(name(`${role}-firewall`), args, opts);
  };
  const outer = firewall("alb", 443, { cidrBlocks: ["0.0.0.0/0"] });
  const inner = firewall("app", 80, { securityGroups: [outer.id] });

  const alb = new lb.LoadBalancer(
    name("alb"),
    {
      ...at,
      loadBalancerType: "application",
      subnets: open.map(({ id }) => id),
      securityGroups: [outer.id],
      dropInvalidHeaderFields: true,
      tags,
    },
    opts,
  );
  const healthCheck = { path: "/health", interval: 15, healthyThreshold: 2 };
  const targetArgs = { ...at, port: 80, protocol: "HTTP", vpcId: vpc.id, healthCheck, tags };
  const target = new lb.TargetGroup(name("target"), targetArgs, opts);
  const defaultActions = [{ type: "forward", targetGroupArn: target.arn }];
  const listener = { ...at, loadBalancerArn: alb.arn, port: 80, protocol: "HTTP", defaultActions, tags };
  new lb.Listener(name("listener"), listener, opts);

  const role = new iam.Role(name("app-role"), { assumeRolePolicy: trust("ec2.amazonaws.com"), tags }, opts);
  const profile = new iam.InstanceProfile(name("app-profile"), { role: role.name, tags }, opts);
  const template = new ec2.LaunchTemplate(
    name("template"),
    {
      ...at,
      imageId: IMAGE,
      instanceType: "t3.micro",
      iamInstanceProfile: { arn: profile.arn },
      vpcSecurityGroupIds: [inner.id],
      metadataOptions: { httpTokens: "required" },
      tags,
    },
    opts,
  );
  const group = new autoscaling.Group(
    name("group"),
    {
      ...at,
      minSize: 2,
      maxSize: 6,
      vpcZoneIdentifiers: closed.map(({ id }) => id),
      targetGroupArns: [target.arn],
      launchTemplate: { id: template.id, version: "$Latest" },
      healthCheckType: "ELB",
    },
    opts,
  );
  const predefinedMetricSpecification = { predefinedMetricType: "ASGAverageCPUUtilization" };
  const scaling = {
    ...at,
    autoscalingGroupName: group.name,
    policyType: "TargetTrackingScaling",
    targetTrackingConfiguration: { predefinedMetricSpecification, targetValue: 60 },
  };
  new autoscaling.Policy(name("group-cpu"), scaling, opts);
  return { alb, target, group };
};
