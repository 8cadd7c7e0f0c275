import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { parseCidr } from "../../../common/cidr";
import { parseVpcArgs } from "../../../lab/awsx/vpc-args";

function assertRejects(inputs: pulumi.Inputs, ...lines: string[]): void {
  assert.throws(() => parseVpcArgs("tide", inputs), { message: lines.join("\n") });
}

describe("parseVpcArgs", () => {
  it("parses every argument", () => {
    const inputs = {
      availabilityZoneNames: ["eu-west-1a", "eu-west-1b"],
      cidrBlock: "10.4.0.0/18",
      enableDnsHostnames: pulumi.output(true),
      enableDnsSupport: true,
      enableNetworkAddressUsageMetrics: false,
      instanceTenancy: "default",
      natGateways: { strategy: "Single", elasticIpAllocationIds: [pulumi.output("eipalloc-1")] },
      region: "eu-west-1",
      subnetNameTagStrategy: "AvailabilityZone",
      subnetSpecs: [{ type: "Public", name: "edge", size: 256, tags: { tier: "edge" } }, { type: "Private" }],
      subnetStrategy: "Auto",
      availabilityZoneCidrMask: 20,
      tags: pulumi.output({ owner: "tides" }),
      vpcEndpointSpecs: [
        { serviceName: "com.amazonaws.eu-west-1.s3", routeTableIds: [pulumi.output("rtb-1")] },
      ],
      vpcEndpointStrategy: "Legacy",
    };
    const args = parseVpcArgs("tide", inputs);
    assert.deepEqual(Object.keys(args).sort(), Object.keys(inputs).sort());
    assert.deepEqual(args.cidrBlock, parseCidr("10.4.0.0/18"));
    assert.equal(args.tags, inputs.tags);
  });

  it("reports all invalid arguments together", () => {
    assertRejects(
      { cidrBlock: "10.0.0.1/16", numberOfAvailabilityZones: 0, natGateways: { strategy: "One" }, tags: 3 },
      'tide: cidrBlock is "10.0.0.1/16", expected a block such as 10.0.0.0/16, without host bits',
      'tide: natGateways.strategy is "One", expected one of None, Single, OnePerAz',
      "tide: numberOfAvailabilityZones is 0, expected a whole number from 1",
      "tide: tags is 3, expected an object of strings",
    );
  });

  it("reports the path of an unknown argument", () => {
    assertRejects(
      { subnetSpecs: [{ type: "Public", cidr: "10.0.0.0/24" }], natGateways: { strategy: "None" } },
      'tide: subnetSpecs[0].cidr is "10.0.0.0/24", expected nothing: awsx.ec2.Vpc has no such argument',
    );
  });

  it("requires a plain value for an argument that decides which resources exist", () => {
    assertRejects(
      { cidrBlock: pulumi.output("10.0.0.0/16"), region: pulumi.output("eu-west-1") },
      "tide: cidrBlock is an output, expected a plain value: it decides which resources exist",
      "tide: region is an output, expected a plain value: it decides which resources exist",
    );
  });

  for (const [argument, value, shown, what] of [
    ["assignGeneratedIpv6CidrBlock", true, "true", "IPv6"],
    ["ipv4IpamPoolId", "ipam-pool-1", '"ipam-pool-1"', "IPAM"],
    ["ipv4NetmaskLength", 20, "20", "IPAM"],
    ["ipv6CidrBlock", "2001:db8::/56", '"2001:db8::/56"', "IPv6"],
    ["ipv6CidrBlockNetworkBorderGroup", "x", '"x"', "IPv6"],
    ["ipv6IpamPoolId", "x", '"x"', "IPAM"],
    ["ipv6NetmaskLength", 56, "56", "IPAM"],
  ] as const) {
    it(`rejects ${argument} by name`, () => {
      const message = `tide: ${argument} is ${shown}, expected nothing: the lab's awsx.ec2.Vpc does not support ${what}`;
      assert.throws(() => parseVpcArgs("tide", { [argument]: value }), { message });
    });
  }

  it("rejects unsupported strategies by name", () => {
    assertRejects(
      { subnetStrategy: "AutoMerge", vpcEndpointStrategy: "Auto" },
      'tide: subnetStrategy is "AutoMerge", expected one of Legacy, Auto, Exact',
      'tide: vpcEndpointStrategy is "Auto", expected one of Legacy',
    );
  });

  it("reports each contradiction between arguments", () => {
    assertRejects(
      {
        availabilityZoneNames: ["a", "b"],
        numberOfAvailabilityZones: 2,
        availabilityZoneCidrMask: 20,
        natGateways: { strategy: "OnePerAz", elasticIpAllocationIds: ["eipalloc-1"] },
        subnetSpecs: [{ type: "Isolated", cidrBlocks: ["10.0.0.0/24"] }],
      },
      "tide: numberOfAvailabilityZones is 2, expected nothing beside availabilityZoneNames",
      'tide: availabilityZoneCidrMask is 20, expected nothing with subnetStrategy Legacy; set subnetStrategy to "Auto"',
      'tide: subnetStrategy is "Legacy", expected Auto or Exact where subnetSpecs have cidrBlocks',
      "tide: subnetSpecs[0].cidrBlocks has 1 blocks, expected 2, one per zone",
      "tide: natGateways.elasticIpAllocationIds has 1 ids, expected 2 with strategy OnePerAz",
      'tide: natGateways.strategy is "OnePerAz", expected None unless there are public subnets for the gateways and private ones to use them',
    );
  });

  it("rejects a size that contradicts the mask or the blocks", () => {
    assertRejects(
      {
        natGateways: { strategy: "None" },
        subnetSpecs: [
          { type: "Public", cidrMask: 24, size: 512 },
          { type: "Public", name: "b", size: 100 },
          { type: "Public", name: "c", cidrMask: 24, cidrBlocks: ["10.0.0.0/23"] },
        ],
      },
      "tide: subnetSpecs[0].size is 512, expected 256, the addresses of a /24",
      "tide: subnetSpecs[1].size is 100, expected a power of 2 from 16 to 65536",
      'tide: subnetSpecs[2].cidrBlocks[0] is "10.0.0.0/23", expected a /24',
    );
  });
});
