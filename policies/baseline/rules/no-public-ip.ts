import { type Requirement, requirementRule } from "../../kit";

const OFF = { expected: false, absent: false } as const;

/** Settings that give a host a public address by themselves. Subnets have a rule of their own. */
const REQUIREMENTS: readonly Requirement[] = [
  {
    types: ["aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest"],
    path: "associatePublicIpAddress",
    ...OFF,
    controls: ["security-hub:EC2.9", "checkov:CKV_AWS_88", "config:EC2_INSTANCE_NO_PUBLIC_IP"],
  },
  {
    types: ["aws:ec2/launchTemplate:LaunchTemplate"],
    path: "networkInterfaces[].associatePublicIpAddress",
    ...OFF,
    controls: ["security-hub:EC2.25", "checkov:CKV_AWS_88"],
  },
  {
    types: ["aws:ec2/launchConfiguration:LaunchConfiguration"],
    path: "associatePublicIpAddress",
    ...OFF,
    controls: ["security-hub:AutoScaling.5", "checkov:CKV_AWS_389"],
  },
  {
    types: ["aws:ecs/service:Service"],
    path: "networkConfiguration.assignPublicIp",
    ...OFF,
    controls: ["security-hub:ECS.2", "checkov:CKV_AWS_333"],
  },
];

/** A host without a public address cannot be attacked directly. */
export const noPublicIp = requirementRule({
  name: "no-public-ip",
  title: "Hosts have no public addresses",
  description: "Instances, launch templates and container services assign no public addresses.",
  level: "advisory",
  severity: "medium",
  topic: "network",
  remediationSteps:
    "Set the property of the message to false; let clients reach a load balancer, and administrators Session Manager.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html",
  requirements: REQUIREMENTS,
});
