/** A container behind a load balancer on ECS Fargate. */
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");
const { createLoadBalancer } = require("./load-balancer");
const { createNetwork } = require("./network");

const network = createNetwork("app");
const { group, targets, listener } = createLoadBalancer("app", network, "ip");
const repository = new aws.ecr.Repository("app", {
  imageTagMutability: "IMMUTABLE",
  imageScanningConfiguration: { scanOnPush: true },
});
const logs = new aws.cloudwatch.LogGroup("app", { retentionInDays: 30 });
const assumeRolePolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" },
  ],
});
const execution = new aws.iam.Role("app-execution", { assumeRolePolicy });
new aws.iam.RolePolicyAttachment("app-execution", {
  role: execution.name,
  policyArn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
});
const task = new aws.iam.Role("app-task", { assumeRolePolicy });
const cluster = new aws.ecs.Cluster("app", { settings: [{ name: "containerInsights", value: "enabled" }] });
const definition = new aws.ecs.TaskDefinition("app", {
  family: "app",
  cpu: "256",
  memory: "512",
  networkMode: "awsvpc",
  requiresCompatibilities: ["FARGATE"],
  executionRoleArn: execution.arn,
  taskRoleArn: task.arn,
  containerDefinitions: pulumi.jsonStringify([
    {
      name: "app",
      image: pulumi.interpolate`${repository.repositoryUrl}:1.0.0`,
      essential: true,
      readonlyRootFilesystem: true,
      portMappings: [{ containerPort: 8080 }],
      logConfiguration: {
        logDriver: "awslogs",
        options: {
          "awslogs-group": logs.name,
          "awslogs-region": "eu-west-1",
          "awslogs-stream-prefix": "app",
        },
      },
    },
  ]),
});
const tasks = new aws.ec2.SecurityGroup("app-tasks", { description: "Tasks", vpcId: network.vpc.id });
new aws.vpc.SecurityGroupIngressRule("app-tasks", {
  securityGroupId: tasks.id,
  description: "From the load balancer",
  referencedSecurityGroupId: group.id,
  ipProtocol: "tcp",
  fromPort: 8080,
  toPort: 8080,
});
new aws.vpc.SecurityGroupEgressRule("app-tasks", {
  securityGroupId: tasks.id,
  description: "To the internet",
  cidrIpv4: "0.0.0.0/0",
  ipProtocol: "-1",
});
new aws.ecs.Service(
  "app",
  {
    cluster: cluster.arn,
    taskDefinition: definition.arn,
    desiredCount: 2,
    launchType: "FARGATE",
    networkConfiguration: {
      subnets: network.privateSubnets.map(({ id }) => id),
      securityGroups: [tasks.id],
      assignPublicIp: false,
    },
    loadBalancers: [{ targetGroupArn: targets.arn, containerName: "app", containerPort: 8080 }],
  },
  { dependsOn: [listener] },
);
