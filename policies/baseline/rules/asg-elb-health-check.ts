import {
  AUTO_SCALING_GROUP,
  describeMismatch,
  evaluateWithin,
  isAnyPassing,
  isAnyTrue,
  type Props,
  type Resource,
  type Stack,
  stackRule,
} from "../../kit";

const ATTACHMENT = ["aws:autoscaling/attachment:Attachment"] as const;
const SOURCE_ATTACHMENT = ["aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment"] as const;

/** A group behind a load balancer must also replace instances that run but fail the load balancer's health check. */
export const asgElbHealthCheck = stackRule({
  name: "asg-elb-health-check",
  title: "Groups behind a load balancer use its health check",
  description: "An Auto Scaling group with target groups uses the health check of the load balancer.",
  level: "mandatory",
  severity: "medium",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "AutoScaling.1",
    specification: "Auto Scaling groups associated with a load balancer should use ELB health checks",
  },
  tags: ["network", "checkov:CKV2_AWS_15", "config:AUTOSCALING_GROUP_ELB_HEALTHCHECK_REQUIRED"],
  remediationSteps:
    'Set healthCheckType to "ELB", and healthCheckGracePeriod to the start time of an instance in seconds.',
  url: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-add-elb-healthcheck.html",
  types: AUTO_SCALING_GROUP,
  checks: {
    "health check": (group, { stack }) => {
      if (
        isAnyTrue(
          () => usesLoadBalancerCheck(group),
          () => !hasSources(group, stack),
        )
      ) {
        return undefined;
      }
      return describeMismatch(group, "healthCheckType", '"ELB"', "the group is behind a load balancer");
    },
  },
  remediation: (inputs, group) => {
    if (usesLoadBalancerCheck(group) || !hasInlineSources(group)) return false;
    inputs["healthCheckType"] = "ELB";
    return true;
  },
});

function usesLoadBalancerCheck(group: Resource): boolean {
  const types = (group.string("healthCheckType") ?? "EC2").split(",");
  return types.some((type) => type.trim() === "ELB");
}

function hasInlineSources(group: Resource): boolean {
  return isAnyTrue(
    () => group.hasItems("targetGroupArns"),
    () => group.hasItems("loadBalancers"),
    () => isAnyPassing(group.list("trafficSources"), isLoadBalanced),
  );
}

function hasSources(group: Resource, stack: Stack): boolean {
  return isAnyTrue(
    () => hasInlineSources(group),
    () => stack.findReferrers(group, ATTACHMENT, "autoscalingGroupName").length > 0,
    () =>
      isAnyPassing(stack.findReferrers(group, SOURCE_ATTACHMENT, "autoscalingGroupName"), (attachment) =>
        evaluateWithin(attachment, () => isAnyPassing(attachment.list("trafficSource"), isLoadBalanced)),
      ),
  );
}

/** VPC Lattice has its own health checks. */
function isLoadBalanced(source: Props): boolean {
  return source.string("type") !== "vpc-lattice";
}
