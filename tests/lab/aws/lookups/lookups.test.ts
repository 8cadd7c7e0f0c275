import * as assert from "node:assert/strict";
import { REGION_FACTS } from "../../../../common/regions";
import { lookups } from "../../../../lab/aws/lookups";
import { partitionOf } from "../../../../lab/aws/partition";
import type { Properties } from "../../../../lab/aws/property-values";
import { zoneIdsOf, zoneNamesOf } from "../../../../lab/aws/regions";
import { createRegistry } from "../../../../lab/aws/registry";
import { MemoryStore } from "../../../helpers/memory-store";

const registry = createRegistry([lookups]);

function ask(token: string, args: Properties, region = "eu-west-1", store = new MemoryStore()): Properties {
  const fn = registry.invokeFunction(token);
  assert.ok(fn, token);
  const call = { account: "123456789012", region, partition: partitionOf(region), clock: store.clock, store };
  return fn.run(args, call);
}

const POLICY = "aws:iam/getPolicyDocument:getPolicyDocument";
const ZONES = "aws:index/getAvailabilityZones:getAvailabilityZones";

describe("regions", () => {
  it("given every region, when listed, then it has at least two zones, each with an id", () => {
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
  it("given a region, when asked, then its zones are named in order, with ids", () => {
    const { names, zoneIds, region } = ask(ZONES, { state: "available" });

    assert.deepEqual(names, ["eu-west-1a", "eu-west-1b", "eu-west-1c"]);
    assert.deepEqual(zoneIds, ["euw1-az1", "euw1-az2", "euw1-az3"]);
    assert.equal(region, "eu-west-1");
  });

  it("given exclusions and a filter, when asked, then only the rest is named", () => {
    const filters = [{ name: "zone-name", values: ["*a", "*b"] }];

    assert.deepEqual(ask(ZONES, { excludeNames: ["eu-west-1a"], filters })["names"], ["eu-west-1b"]);
  });

  it("given a filter that is not known, when asked, then it is refused rather than passed over", () => {
    assert.throws(
      () => ask(ZONES, { filters: [{ name: "colour", values: ["blue"] }] }),
      /^LookupError: filter is "colour"/,
    );
  });
});

describe("getVpc", () => {
  const VPC = "aws:ec2/getVpc:getVpc";

  it("given a region in which nothing was made, when its default is asked for, then it is there, with a subnet in each zone and a group", () => {
    const { id, cidrBlock, mainRouteTableId } = ask(VPC, { default: true });
    const filters = [{ name: "vpc-id", values: [id ?? ""] }];
    const { ids } = ask("aws:ec2/getSubnets:getSubnets", { filters });
    const zones = (ids as readonly string[]).map((one) => ask("aws:ec2/getSubnet:getSubnet", { id: one }));

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
    const group = ask("aws:ec2/getSecurityGroup:getSecurityGroup", { name: "default", vpcId: id ?? "" });
    assert.match(String(group["id"]), /^sg-/);
    assert.notEqual(ask(VPC, { default: true }, "us-east-1")["id"], id);
  });
});

describe("getPolicyDocument", () => {
  it("given statements with principals and conditions, when built, then the JSON is the provider's", () => {
    const { minifiedJson } = ask(POLICY, {
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

  it("given sources and overrides, when built, then a statement takes the place of the one with its Sid", () => {
    const source = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Sid: "a", Effect: "Allow", Action: "s3:Get*", Resource: "*" }],
    });
    const override = JSON.stringify({ Statement: { Sid: "b", Effect: "Deny", Action: "*", Resource: "*" } });
    const { json } = ask(POLICY, {
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

  it("given one Sid twice, when built, then it is refused", () => {
    assert.throws(() => ask(POLICY, { statements: [{ sid: "x" }, { sid: "x" }] }), /duplicate Sid \(x\)/);
  });
});

describe("other lookups", () => {
  it("given a region with and one without an account for its load balancers, when asked, then one answers", () => {
    const token = "aws:elb/getServiceAccount:getServiceAccount";

    assert.equal(ask(token, {}, "us-east-1")["arn"], "arn:aws:iam::127311923021:root");
    assert.throws(() => ask(token, {}, "ap-southeast-4"), /^LookupError: unknown region \(ap-southeast-4\)/);
  });

  it("given a public parameter, when asked in two regions, then each has its own image", () => {
    const name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";
    const [one, other] = ["eu-west-1", "us-east-1"].map((region) =>
      ask("aws:ssm/getParameter:getParameter", { name }, region),
    );

    assert.match(String(one?.["value"]), /^ami-[0-9a-f]{17}$/);
    assert.notEqual(one?.["value"], other?.["value"]);
    assert.throws(() => ask("aws:ssm/getParameter:getParameter", { name: "/mine" }), {
      code: "ParameterNotFound",
    });
  });

  it("given a hosted zone in the cloud, when asked by name, then it is found; another is not", () => {
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
    const zone = ask("aws:route53/getZone:getZone", { name: "example.com." }, "eu-west-1", store);

    assert.deepEqual(
      [zone["zoneId"], zone["nameServers"], zone["resourceRecordSetCount"]],
      ["Z1", ["ns-1.example.net"], 2],
    );
    assert.throws(() => ask("aws:route53/getZone:getZone", { name: "notexample.com" }, "eu-west-1", store), {
      message: "no matching Route 53 Hosted Zone found",
    });
  });

  it("given several solution stacks, when asked without the most recent, then it is refused", () => {
    const token = "aws:elasticbeanstalk/getSolutionStack:getSolutionStack";

    assert.match(
      String(ask(token, { nameRegex: "Node.js", mostRecent: true })["name"]),
      /running Node\.js 24$/,
    );
    assert.throws(() => ask(token, { nameRegex: "Node.js" }), /more than one result/);
    assert.throws(() => ask(token, { nameRegex: "COBOL" }), /no results/);
  });
});
