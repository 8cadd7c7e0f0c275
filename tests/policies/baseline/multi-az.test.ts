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
const world: Fixtures = [...subnets, resource(BALANCER, "front", { subnets: both })];

function alone(type: string, inputs: Readonly<Record<string, unknown>>): Fixtures {
  return [...subnets, resource(type, "it", inputs)];
}

function undecided(path: string): string {
  return `zones cannot be decided because ${path} is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy`;
}

prove(multiAz, {
  compliant: world,
  alsoCompliant: {
    "a network load balancer by its mappings": alone("aws:alb/loadBalancer:LoadBalancer", {
      loadBalancerType: "network",
      subnetMappings: [{ subnetId: ref("a") }, { subnetId: ref("b") }],
    }),
    "the subnets of another": [...world, resource(BALANCER, "inner", { subnets: ref("front", "subnets") })],
    "a group of instances": alone("aws:autoscaling/group:Group", { vpcZoneIdentifiers: both }),
    "a group of instances by names of zones": alone("aws:autoscaling/group:Group", {
      availabilityZones: ["eu-west-1a", "eu-west-1b"],
    }),
    "a function in two zones": alone("aws:lambda/function:Function", {
      vpcConfig: { subnetIds: both, securityGroupIds: [] },
    }),
    "functions outside of every network": [
      resource("aws:lambda/function:Function", "plain", {}),
      resource("aws:lambda/function:Function", "emptied", {
        vpcConfig: { subnetIds: [], securityGroupIds: [] },
      }),
    ],
    "a search domain that knows of zones": alone("aws:opensearch/domain:Domain", {
      clusterConfig: { zoneAwarenessEnabled: true },
    }),
    "subnets of another stack": alone(BALANCER, { subnets: ["subnet-0a", "subnet-0b"] }),
    "a subnet of another stack beside one of this": alone(BALANCER, { subnets: ["subnet-0a", ref("a")] }),
    "zones by their ids": [
      resource(SUBNET, "a", { availabilityZoneId: "euw1-az1" }),
      resource(SUBNET, "b", { availabilityZoneId: "euw1-az2" }),
      resource(BALANCER, "front", { subnets: both }),
    ],
    "a list that is made of both, before it is known": alone(BALANCER, {
      subnets: derivedFrom(["a-0a1b2c3d", "b-0a1b2c3d"], "a", "b"),
    }),
    "three subnets, of which one zone is not known": [
      ...world.slice(0, 2),
      resource(SUBNET, "c", { availabilityZone: unknown }),
      resource(BALANCER, "front", { subnets: [...both, ref("c")] }),
    ],
  },
  mutants: [
    {
      title: "both subnets in one zone",
      change: (all) => setInput(all, "b", "availabilityZone", "eu-west-1a"),
      messages: { front: "subnets lie in 1 availability zone, expected 2 or more" },
    },
    {
      title: "one subnet",
      change: (all) => setInput(all, "front", "subnets", [ref("a")]),
      messages: { front: "subnets lie in 1 availability zone, expected 2 or more" },
    },
    {
      title: "one subnet out of a list of two, before it is known",
      change: (all) => setInput(all, "front", "subnets", [derivedFrom("a-0a1b2c3d", "a", "b")]),
      messages: { front: "subnets lie in 1 availability zone, expected 2 or more" },
    },
    {
      title: "one subnet of another stack, twice",
      change: (all) => setInput(all, "front", "subnets", ["subnet-0a", "subnet-0a"]),
      messages: { front: "subnets lie in 1 availability zone, expected 2 or more" },
    },
    {
      title: "mappings to one zone",
      change: () => alone(BALANCER, { subnetMappings: [{ subnetId: ref("b") }] }),
      messages: { it: "subnetMappings lie in 1 availability zone, expected 2 or more" },
    },
    {
      title: "a group of instances in one zone",
      change: () => alone("aws:autoscaling/group:Group", { vpcZoneIdentifiers: [ref("a")] }),
      messages: { it: "vpcZoneIdentifiers lie in 1 availability zone, expected 2 or more" },
    },
    {
      title: "a group of instances in one zone by its name",
      change: () => alone("aws:autoscaling/group:Group", { availabilityZones: ["eu-west-1a"] }),
      messages: { it: "availabilityZones lie in 1 availability zone, expected 2 or more" },
    },
    {
      title: "a function in one zone",
      change: () =>
        alone("aws:lambda/function:Function", { vpcConfig: { subnetIds: [ref("a")], securityGroupIds: [] } }),
      messages: { it: "vpcConfig.subnetIds lie in 1 availability zone, expected 2 or more" },
    },
    {
      title: "a search domain that knows of no zones",
      change: () => alone("aws:elasticsearch/domain:Domain", { clusterConfig: { instanceCount: 2 } }),
      messages: { it: "clusterConfig spreads over 1 availability zone, expected 2 or more" },
    },
    {
      title: "fewer zones than are asked for",
      settings: { minAzs: 3 },
      change: () => [
        ...world,
        resource("aws:opensearch/domain:Domain", "search", {
          clusterConfig: { zoneAwarenessEnabled: true, zoneAwarenessConfig: { availabilityZoneCount: 2 } },
        }),
      ],
      messages: {
        front: "subnets lie in 2 availability zones, expected 3 or more",
        search: "clusterConfig spreads over 2 availability zones, expected 3 or more",
      },
    },
    {
      title: "a subnet whose zone AWS chooses",
      change: (all) => unsetInput(all, "b", "availabilityZone"),
      messages: {
        front: "subnets lie in 1 availability zone, expected 2 or more; choose the availabilityZone of b",
      },
    },
    {
      title: "a subnet whose zone AWS chose well only in part",
      when: "up",
      change: (all) =>
        withOptions(unsetInput(all, "b", "availabilityZone"), "b", {
          outputs: { availabilityZone: "eu-west-1a" },
        }),
      messages: { front: "subnets lie in 1 availability zone, expected 2 or more" },
    },
    {
      title: "a subnet whose zone is not known yet",
      when: "preview",
      change: (all) => setInput(all, "b", "availabilityZone", unknown),
      messages: { front: undecided("availabilityZone of b") },
    },
    {
      title: "a list of which nothing is known",
      when: "preview",
      change: (all) => setInput(all, "front", "subnets", unknown),
      messages: { front: undecided("subnets") },
    },
  ],
});
