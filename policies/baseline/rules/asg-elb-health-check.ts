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

/** A group behind a load balancer replaces what the load balancer finds ill, not only what has stopped. */
export const asgElbHealthCheck = stackRule({
  name: "asg-elb-health-check",
  title: "Groups behind a load balancer heed its health check",
  description: "An Auto Scaling group with target groups asks the load balancer which instances are healthy.",
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
    'Set healthCheckType to "ELB", and healthCheckGracePeriod to the seconds that an instance needs to start.',
  url: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-add-elb-healthcheck.html",
  types: AUTO_SCALING_GROUP,
  checks: {
    "health check": (group, { stack }) => {
      if (
        isAnyTrue(
          () => asksLoadBalancer(group),
          () => !hasSources(group, stack),
        )
      ) {
        return undefined;
      }
      return describeMismatch(
        group,
        "healthCheckType",
        '"ELB"',
        "the group gets requests from a load balancer",
      );
    },
  },
  remediation: (inputs, group) => {
    if (asksLoadBalancer(group) || !hasOwnSources(group)) return false;
    inputs["healthCheckType"] = "ELB";
    return true;
  },
});

function asksLoadBalancer(group: Resource): boolean {
  const types = (group.string("healthCheckType") ?? "EC2").split(",");
  return types.some((type) => type.trim() === "ELB");
}

function hasOwnSources(group: Resource): boolean {
  return isAnyTrue(
    () => group.hasItems("targetGroupArns"),
    () => group.hasItems("loadBalancers"),
    () => isAnyPassing(group.list("trafficSources"), isLoadBalanced),
  );
}

function hasSources(group: Resource, stack: Stack): boolean {
  return isAnyTrue(
    () => hasOwnSources(group),
    () => stack.findReferrers(group, ATTACHMENT, "autoscalingGroupName").length > 0,
    () =>
      isAnyPassing(stack.findReferrers(group, SOURCE_ATTACHMENT, "autoscalingGroupName"), (attachment) =>
        evaluateWithin(attachment, () => isAnyPassing(attachment.list("trafficSource"), isLoadBalanced)),
      ),
  );
}

/** VPC Lattice has health checks of its own. */
function isLoadBalanced(source: Props): boolean {
  return source.string("type") !== "vpc-lattice";
}
