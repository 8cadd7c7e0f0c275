import * as assert from "node:assert/strict";
import { REGION_FACTS } from "../../../../common/regions";
import { lookups } from "../../../../lab/aws/lookups";
import { partitionOf } from "../../../../lab/aws/partition";
import type { Properties } from "../../../../lab/aws/property-values";
import { zoneIdsOf, zoneNamesOf } from "../../../../lab/aws/regions";
import { createRegistry } from "../../../../lab/aws/registry";
import { MemoryStore } from "../../../helpers/memory-store";

const registry = createRegistry([lookups]);

function lookUp(
  token: string,
  args: Properties,
  region = "eu-west-1",
  store = new MemoryStore(),
): Properties {
  const fn = registry.invokeFunction(token);
  assert.ok(fn, token);
  const call = { account: "123456789012", region, partition: partitionOf(region), clock: store.clock, store };
  return fn.run(args, call);
}

const POLICY = "aws:iam/getPolicyDocument:getPolicyDocument";
const ZONES = "aws:index/getAvailabilityZones:getAvailabilityZones";

describe("regions", () => {
  it("gives every region at least two zones, each with an id", () => {
    for (const region of Object.keys(REGION_FACTS)) {
      assert.ok(zoneNamesOf(region).length >= 2, region);
      assert.equal(zoneIdsOf(region).length, zoneNamesOf(region).length, region);
    }
    assert.equal(zoneNamesOf("us-east-1").length, 6);
    assert.deepEqual(zoneNamesOf("ap-northeast-2"), [
      "ap-northeast-2a",
      "ap-northeast-2b",
      "ap-northeast-2c",
      "ap-northeast-2d",
    ]);
  });
});

describe("getAvailabilityZones", () => {
  it("lists the zones of a region in order, with their ids", () => {
    const { names, zoneIds, region } = lookUp(ZONES, { state: "available" });

    assert.deepEqual(names, ["eu-west-1a", "eu-west-1b", "eu-west-1c"]);
    assert.deepEqual(zoneIds, ["euw1-az1", "euw1-az2", "euw1-az3"]);
    assert.equal(region, "eu-west-1");
  });

  it("applies exclusions and filters", () => {
    const filters = [{ name: "zone-name", values: ["*a", "*b"] }];

    assert.deepEqual(lookUp(ZONES, { excludeNames: ["eu-west-1a"], filters })["names"], ["eu-west-1b"]);
  });

  it("lists local and Wavelength Zones only with allAvailabilityZones until the account opts in", () => {
    const all = lookUp(ZONES, { allAvailabilityZones: true }, "ap-northeast-2");

    assert.deepEqual(all["names"], [
      "ap-northeast-2-wl1-cjj-wlz-1",
      "ap-northeast-2-wl1-sel-wlz-1",
      ...zoneNamesOf("ap-northeast-2"),
    ]);
    assert.deepEqual((all["zoneIds"] as readonly string[]).slice(0, 3), [
      "apne2-wl1-cjj-wlz1",
      "apne2-wl1-sel-wlz1",
      "apne2-az1",
    ]);
    assert.deepEqual(all["groupNames"], ["ap-northeast-2-wl1", "ap-northeast-2"]);
    assert.deepEqual(lookUp(ZONES, {}, "ap-northeast-2")["names"], zoneNamesOf("ap-northeast-2"));
  });

  it("lists a local zone before the availability zones once the account has opted in", () => {
    const store = new MemoryStore();
    const now = store.clock.now();
    store.put({
      account: "123456789012",
      region: "us-west-2",
      type: "aws:ec2/availabilityZoneGroup:AvailabilityZoneGroup",
      id: "us-west-2-lax-1",
      urn: "urn:pulumi:dev::lab::aws:ec2/availabilityZoneGroup:AvailabilityZoneGroup::la",
      inputs: {},
      outputs: { groupName: "us-west-2-lax-1", optInStatus: "opted-in" },
      createdAt: now,
      updatedAt: now,
    });
    const filter = (name: string, value: string) => ({ filters: [{ name, values: [value] }] });
    const names = (args: Properties) => lookUp(ZONES, args, "us-west-2", store)["names"];
    const local = ["us-west-2-lax-1a", "us-west-2-lax-1b"];

    assert.deepEqual(names({}), [...local, ...zoneNamesOf("us-west-2")]);
    assert.deepEqual(names(filter("opt-in-status", "opt-in-not-required")), zoneNamesOf("us-west-2"));
    assert.deepEqual(names(filter("zone-type", "availability-zone")), zoneNamesOf("us-west-2"));
    assert.deepEqual(names(filter("opt-in-status", "opted-in")), local);
    assert.deepEqual(names({ ...filter("opt-in-status", "not-opted-in"), allAvailabilityZones: true }), [
      "us-west-2-den-1a",
      "us-west-2-las-1a",
      "us-west-2-wl1-las-wlz-1",
    ]);
  });

  it("rejects an unknown filter", () => {
    assert.throws(
      () => lookUp(ZONES, { filters: [{ name: "colour", values: ["blue"] }] }),
      /^LookupError: filter is "colour"/,
    );
  });
});

describe("getVpc", () => {
  const VPC = "aws:ec2/getVpc:getVpc";

  it("finds the default VPC with a subnet in each zone and a security group", () => {
    const { id, cidrBlock, mainRouteTableId } = lookUp(VPC, { default: true });
    const filters = [{ name: "vpc-id", values: [id ?? ""] }];
    const { ids } = lookUp("aws:ec2/getSubnets:getSubnets", { filters });
    const zones = (ids as readonly string[]).map((one) => lookUp("aws:ec2/getSubnet:getSubnet", { id: one }));

    assert.match(String(id), /^vpc-[0-9a-f]{17}$/);
    assert.equal(cidrBlock, "172.31.0.0/16");
    assert.match(String(mainRouteTableId), /^rtb-/);
    assert.deepEqual(
      zones.map((subnet) => [subnet["availabilityZone"], subnet["cidrBlock"], subnet["vpcId"]]),
      [
        ["eu-west-1a", "172.31.0.0/20", id],
        ["eu-west-1b", "172.31.16.0/20", id],
        ["eu-west-1c", "172.31.32.0/20", id],
      ],
    );
    const group = lookUp("aws:ec2/getSecurityGroup:getSecurityGroup", { name: "default", vpcId: id ?? "" });
    assert.match(String(group["id"]), /^sg-/);
    assert.notEqual(lookUp(VPC, { default: true }, "us-east-1")["id"], id);
  });
});

describe("getPolicyDocument", () => {
  it("builds statements with principals and conditions as the provider does", () => {
    const { minifiedJson } = lookUp(POLICY, {
      statements: [
        {
          sid: "Logs",
          actions: ["s3:PutObject"],
          resources: ["arn:aws:s3:::b/&{aws:username}/*"],
          principals: [{ type: "Service", identifiers: ["logging.s3.amazonaws.com"] }],
          conditions: [{ test: "StringEquals", variable: "aws:SourceAccount", values: ["123456789012"] }],
        },
        { effect: "Deny", actions: ["s3:A", "s3:B"], principals: [{ type: "*", identifiers: ["*"] }] },
      ],
    });

    assert.equal(
      minifiedJson,
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "Logs",
            Effect: "Allow",
            Action: "s3:PutObject",
            Resource: "arn:aws:s3:::b/$" + "{aws:username}/*",
            Principal: { Service: "logging.s3.amazonaws.com" },
            Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
          },
          { Effect: "Deny", Action: ["s3:B", "s3:A"], Principal: "*" },
        ],
      }),
    );
  });

  it("replaces a statement by the source or override with its Sid", () => {
    const source = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Sid: "a", Effect: "Allow", Action: "s3:Get*", Resource: "*" }],
    });
    const override = JSON.stringify({ Statement: { Sid: "b", Effect: "Deny", Action: "*", Resource: "*" } });
    const { json } = lookUp(POLICY, {
      sourcePolicyDocuments: [source],
      overridePolicyDocuments: [override],
      statements: [{ sid: "b", actions: ["s3:Put*"], resources: ["*"] }],
    });
    const { Statement } = JSON.parse(String(json)) as { Statement: { Sid: string; Effect: string }[] };

    assert.deepEqual(
      Statement.map(({ Sid, Effect }) => `${Sid} ${Effect}`),
      ["a Allow", "b Deny"],
    );
  });

  it("rejects a duplicate Sid", () => {
    assert.throws(() => lookUp(POLICY, { statements: [{ sid: "x" }, { sid: "x" }] }), /duplicate Sid \(x\)/);
  });
});

describe("other lookups", () => {
  it("finds the load balancers' account only in regions that have one", () => {
    const token = "aws:elb/getServiceAccount:getServiceAccount";

    assert.equal(lookUp(token, {}, "us-east-1")["arn"], "arn:aws:iam::127311923021:root");
    assert.throws(
      () => lookUp(token, {}, "ap-southeast-4"),
      /^LookupError: unknown region \(ap-southeast-4\)/,
    );
  });

  it("gives a public parameter another image in each region", () => {
    const name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";
    const [one, other] = ["eu-west-1", "us-east-1"].map((region) =>
      lookUp("aws:ssm/getParameter:getParameter", { name }, region),
    );

    assert.match(String(one?.["value"]), /^ami-[0-9a-f]{17}$/);
    assert.notEqual(one?.["value"], other?.["value"]);
    assert.throws(() => lookUp("aws:ssm/getParameter:getParameter", { name: "/mine" }), {
      code: "ParameterNotFound",
    });
  });

  it("finds a hosted zone by name and rejects another name", () => {
    const store = new MemoryStore();
    store.put({
      account: "123456789012",
      region: "global",
      type: "aws:route53/zone:Zone",
      id: "Z1",
      urn: "urn",
      inputs: { name: "example.com" },
      outputs: { name: "example.com", nameServers: ["ns-1.example.net"] },
      createdAt: 0,
      updatedAt: 0,
    });
    const zone = lookUp("aws:route53/getZone:getZone", { name: "example.com." }, "eu-west-1", store);

    assert.deepEqual(
      [zone["zoneId"], zone["nameServers"], zone["resourceRecordSetCount"]],
      ["Z1", ["ns-1.example.net"], 2],
    );
    assert.throws(
      () => lookUp("aws:route53/getZone:getZone", { name: "notexample.com" }, "eu-west-1", store),
      {
        message: "no matching Route 53 Hosted Zone found",
      },
    );
  });

  it("rejects several matching solution stacks unless the most recent is requested", () => {
    const token = "aws:elasticbeanstalk/getSolutionStack:getSolutionStack";

    assert.match(
      String(lookUp(token, { nameRegex: "Node.js", mostRecent: true })["name"]),
      /running Node\.js 24$/,
    );
    assert.throws(() => lookUp(token, { nameRegex: "Node.js" }), /more than one result/);
    assert.throws(() => lookUp(token, { nameRegex: "COBOL" }), /no results/);
  });
});
