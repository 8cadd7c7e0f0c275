import assert from "node:assert/strict";
import { asgElbHealthCheck } from "../../../policies/baseline/rules/asg-elb-health-check";
import {
  prove,
  ref,
  remediate,
  resource,
  setInput,
  unknown,
  unsetInput,
  withOptions,
} from "../../helpers/policy";

const targets = resource("aws:lb/targetGroup:TargetGroup", "targets", { port: 80, protocol: "HTTP" });
const group = resource("aws:autoscaling/group:Group", "web", {
  minSize: 2,
  maxSize: 4,
  targetGroupArns: [ref("targets", "arn")],
  healthCheckType: "ELB",
});
const fixtures = [targets, group];
const bare = unsetInput(unsetInput(fixtures, "web", "targetGroupArns"), "web", "healthCheckType");
const messages = {
  web: 'healthCheckType is missing, expected "ELB"; the group is behind a load balancer',
};

prove(asgElbHealthCheck, {
  compliant: fixtures,
  alsoCompliant: {
    "no load balancer": bare,
    "several health checks": setInput(fixtures, "web", "healthCheckType", "EBS, ELB"),
    "an empty list of target groups": setInput(bare, "web", "targetGroupArns", []),
    "VPC Lattice, which has its own health checks": [
      ...setInput(bare, "web", "trafficSources", [
        { identifier: "arn:aws:vpc-lattice:x", type: "vpc-lattice" },
      ]),
      resource("aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment", "joint", {
        autoscalingGroupName: ref("web", "name"),
        trafficSource: { identifier: "arn:aws:vpc-lattice:y", type: "vpc-lattice" },
      }),
    ],
    "the type ELB with unknown target groups": setInput(fixtures, "web", "targetGroupArns", unknown),
    "an attachment to another group": [
      ...bare,
      resource("aws:autoscaling/group:Group", "other", { healthCheckType: "ELB" }),
      resource("aws:autoscaling/attachment:Attachment", "joint", {
        autoscalingGroupName: ref("other"),
        lbTargetGroupArn: ref("targets", "arn"),
      }),
    ],
  },
  mutants: [
    {
      title: "no type",
      change: (all) => unsetInput(all, "web", "healthCheckType"),
      messages,
    },
    {
      title: "the type EC2",
      change: (all) => setInput(all, "web", "healthCheckType", "EC2"),
      messages: {
        web: 'healthCheckType is "EC2", expected "ELB"; the group is behind a load balancer',
      },
    },
    {
      title: "a classic load balancer",
      change: () => setInput(bare, "web", "loadBalancers", ["web-elb"]),
      messages,
    },
    {
      title: "a traffic source",
      change: () =>
        setInput(bare, "web", "trafficSources", [{ identifier: ref("targets", "arn"), type: "elbv2" }]),
      messages,
    },
    {
      title: "an attachment",
      change: () => [
        ...withOptions(bare, "web", { outputs: { name: "web-1" } }),
        resource("aws:autoscaling/attachment:Attachment", "joint", {
          autoscalingGroupName: ref("web", "name"),
          lbTargetGroupArn: ref("targets", "arn"),
        }),
      ],
      messages,
    },
    {
      title: "an attachment of a traffic source",
      change: () => [
        ...bare,
        resource("aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment", "joint", {
          autoscalingGroupName: ref("web"),
          trafficSource: { identifier: ref("targets", "arn"), type: "elbv2" },
        }),
      ],
      messages,
    },
    {
      title: "an unknown type",
      when: "preview",
      change: (all) => setInput(all, "web", "healthCheckType", unknown),
      messages: {
        web: "health check cannot be decided because healthCheckType is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
    },
  ],
});

describe("the remediation of asg-elb-health-check", () => {
  it("sets the type ELB of a group with target groups, and then leaves the group alone", () => {
    const inputs = remediate(asgElbHealthCheck, unsetInput(fixtures, "web", "healthCheckType"), "web", {
      when: "preview",
    });
    assert.equal(inputs?.["healthCheckType"], "ELB");
    assert.equal(remediate(asgElbHealthCheck, fixtures, "web"), undefined);
  });

  it("does not change groups without target groups or with unknown ones", () => {
    assert.equal(remediate(asgElbHealthCheck, bare, "web"), undefined);
    const hidden = setInput(bare, "web", "targetGroupArns", unknown);
    assert.equal(remediate(asgElbHealthCheck, hidden, "web", { when: "preview" }), undefined);
  });
});
