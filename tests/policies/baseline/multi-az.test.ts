import { multiAz } from "../../../policies/baseline/rules/multi-az";
import {
  derivedFrom,
  type Fixtures,
  prove,
  ref,
  resource,
  setInput,
  unknown,
  unsetInput,
  withOptions,
} from "../../helpers/policy";

const SUBNET = "aws:ec2/subnet:Subnet";
const BALANCER = "aws:lb/loadBalancer:LoadBalancer";

const subnets: Fixtures = [
  resource(SUBNET, "a", { availabilityZone: "eu-west-1a" }),
  resource(SUBNET, "b", { availabilityZone: "eu-west-1b" }),
];
const both = [ref("a"), ref("b")];
const fixtures: Fixtures = [...subnets, resource(BALANCER, "front", { subnets: both })];

function withSubnets(type: string, inputs: Readonly<Record<string, unknown>>): Fixtures {
  return [...subnets, resource(type, "it", inputs)];
}

function describeUndecided(path: string): string {
  return `zones cannot be decided because ${path} is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy`;
}

prove(multiAz, {
  compliant: fixtures,
  alsoCompliant: {
    "a network load balancer with mappings": withSubnets("aws:alb/loadBalancer:LoadBalancer", {
      loadBalancerType: "network",
      subnetMappings: [{ subnetId: ref("a") }, { subnetId: ref("b") }],
    }),
    "the subnets of another load balancer": [
      ...fixtures,
      resource(BALANCER, "inner", { subnets: ref("front", "subnets") }),
    ],
    "an Auto Scaling group": withSubnets("aws:autoscaling/group:Group", { vpcZoneIdentifiers: both }),
    "an Auto Scaling group with zone names": withSubnets("aws:autoscaling/group:Group", {
      availabilityZones: ["eu-west-1a", "eu-west-1b"],
    }),
    "a function in two zones": withSubnets("aws:lambda/function:Function", {
      vpcConfig: { subnetIds: both, securityGroupIds: [] },
    }),
    "functions outside a VPC": [
      resource("aws:lambda/function:Function", "plain", {}),
      resource("aws:lambda/function:Function", "emptied", {
        vpcConfig: { subnetIds: [], securityGroupIds: [] },
      }),
    ],
    "a search domain with zone awareness": withSubnets("aws:opensearch/domain:Domain", {
      clusterConfig: { zoneAwarenessEnabled: true },
    }),
    "subnets of another stack": withSubnets(BALANCER, { subnets: ["subnet-0a", "subnet-0b"] }),
    "a subnet of another stack beside one of this stack": withSubnets(BALANCER, {
      subnets: ["subnet-0a", ref("a")],
    }),
    "zone ids": [
      resource(SUBNET, "a", { availabilityZoneId: "euw1-az1" }),
      resource(SUBNET, "b", { availabilityZoneId: "euw1-az2" }),
      resource(BALANCER, "front", { subnets: both }),
    ],
    "an unknown list that derives from both subnets": withSubnets(BALANCER, {
      subnets: derivedFrom(["a-0a1b2c3d", "b-0a1b2c3d"], "a", "b"),
    }),
    "three subnets, one with an unknown zone": [
      ...fixtures.slice(0, 2),
      resource(SUBNET, "c", { availabilityZone: unknown }),
      resource(BALANCER, "front", { subnets: [...both, ref("c")] }),
    ],
  },
  mutants: [
    {
      title: "a classic load balancer in one zone",
      change: () => [
        resource("aws:elb/loadBalancer:LoadBalancer", "classic", { availabilityZones: ["eu-west-1a"] }),
      ],
      messages: { classic: "availabilityZones are in 1 availability zone, expected 2 or more" },
    },
    {
      title: "both subnets in one zone",
      change: (all) => setInput(all, "b", "availabilityZone", "eu-west-1a"),
      messages: { front: "subnets are in 1 availability zone, expected 2 or more" },
    },
    {
      title: "one subnet",
      change: (all) => setInput(all, "front", "subnets", [ref("a")]),
      messages: { front: "subnets are in 1 availability zone, expected 2 or more" },
    },
    {
      title: "an unknown list that derives from one subnet",
      change: (all) => setInput(all, "front", "subnets", [derivedFrom("a-0a1b2c3d", "a", "b")]),
      messages: { front: "subnets are in 1 availability zone, expected 2 or more" },
    },
    {
      title: "one subnet of another stack, twice",
      change: (all) => setInput(all, "front", "subnets", ["subnet-0a", "subnet-0a"]),
      messages: { front: "subnets are in 1 availability zone, expected 2 or more" },
    },
    {
      title: "mappings to one zone",
      change: () => withSubnets(BALANCER, { subnetMappings: [{ subnetId: ref("b") }] }),
      messages: { it: "subnetMappings are in 1 availability zone, expected 2 or more" },
    },
    {
      title: "an Auto Scaling group in one zone",
      change: () => withSubnets("aws:autoscaling/group:Group", { vpcZoneIdentifiers: [ref("a")] }),
      messages: { it: "vpcZoneIdentifiers are in 1 availability zone, expected 2 or more" },
    },
    {
      title: "an Auto Scaling group with one zone name",
      change: () => withSubnets("aws:autoscaling/group:Group", { availabilityZones: ["eu-west-1a"] }),
      messages: { it: "availabilityZones are in 1 availability zone, expected 2 or more" },
    },
    {
      title: "a function in one zone",
      change: () =>
        withSubnets("aws:lambda/function:Function", {
          vpcConfig: { subnetIds: [ref("a")], securityGroupIds: [] },
        }),
      messages: { it: "vpcConfig.subnetIds are in 1 availability zone, expected 2 or more" },
    },
    {
      title: "a search domain without zone awareness",
      change: () => withSubnets("aws:elasticsearch/domain:Domain", { clusterConfig: { instanceCount: 2 } }),
      messages: { it: "clusterConfig spans 1 availability zone, expected 2 or more" },
    },
    {
      title: "fewer zones than the minimum in the settings",
      settings: { minAzs: 3 },
      change: () => [
        ...fixtures,
        resource("aws:opensearch/domain:Domain", "search", {
          clusterConfig: { zoneAwarenessEnabled: true, zoneAwarenessConfig: { availabilityZoneCount: 2 } },
        }),
      ],
      messages: {
        front: "subnets are in 2 availability zones, expected 3 or more",
        search: "clusterConfig spans 2 availability zones, expected 3 or more",
      },
    },
    {
      title: "a subnet whose zone AWS selects",
      change: (all) => unsetInput(all, "b", "availabilityZone"),
      messages: {
        front: "subnets are in 1 availability zone, expected 2 or more; choose the availabilityZone of b",
      },
    },
    {
      title: "a subnet whose zone AWS selected, in one of two load balancers",
      when: "up",
      change: (all) =>
        withOptions(unsetInput(all, "b", "availabilityZone"), "b", {
          outputs: { availabilityZone: "eu-west-1a" },
        }),
      messages: { front: "subnets are in 1 availability zone, expected 2 or more" },
    },
    {
      title: "a subnet with an unknown zone",
      when: "preview",
      change: (all) => setInput(all, "b", "availabilityZone", unknown),
      messages: { front: describeUndecided("availabilityZone of b") },
    },
    {
      title: "an unknown list",
      when: "preview",
      change: (all) => setInput(all, "front", "subnets", unknown),
      messages: { front: describeUndecided("subnets") },
    },
  ],
});
