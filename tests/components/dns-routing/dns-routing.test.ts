import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { DnsRouting, type DnsRoutingArgs } from "../../../components/dns-routing";
import { assertContract, assertDependsOn, assertTags } from "../../helpers/contract";
import {
  childNames,
  findRegistration,
  outputValue,
  recordResources,
  waitForChildren,
} from "../../helpers/mocks";

const zone = { name: "example.com" };
const mocks = {
  outputs: {
    "aws:route53/zone:Zone": {
      zoneId: "Z0123456789EXAMPLE",
      nameServers: ["ns-1.example.net", "ns-2.example.net"],
    },
  },
  results: {
    "aws:route53/getZone:getZone": {
      name: "example.com",
      zoneId: "ZADOPTED",
      nameServers: ["ns-9.example.net"],
    },
  },
};

async function deploy(args: Partial<DnsRoutingArgs> = {}, opts?: pulumi.ComponentResourceOptions) {
  const registrations = await recordResources(mocks);
  const routing = new DnsRouting("sea", { zone, ...args }, opts);
  await waitForChildren(routing);
  return { routing, registrations };
}

describe("DnsRouting", () => {
  it("logs the queries of a zone in us-east-1, once Route 53 may write there", async () => {
    const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/1234";
    const { registrations } = await deploy({ zone: { ...zone, queryLog: { kmsKeyArn } } });
    const child = (type: string) => findRegistration(registrations, "sea-queries", type);

    assert.deepEqual(child("aws:cloudwatch/logGroup:LogGroup").inputs, {
      region: "us-east-1",
      namePrefix: "/aws/route53/",
      retentionInDays: 30,
      kmsKeyId: kmsKeyArn,
    });
    const policy = child("aws:cloudwatch/logResourcePolicy:LogResourcePolicy");
    assert.equal(policy.inputs["region"], "us-east-1");
    assert.deepEqual(JSON.parse(policy.inputs["policyDocument"]).Statement, [
      {
        Sid: "QueriesOfTheZone",
        Effect: "Allow",
        Principal: { Service: ["route53.amazonaws.com"] },
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: ["arn:aws:mock:::sea-queries:*"],
        Condition: { StringEquals: { "aws:SourceAccount": ["123456789012"] } },
      },
    ]);
    const log = child("aws:route53/queryLog:QueryLog");
    assert.deepEqual(log.inputs, {
      zoneId: "Z0123456789EXAMPLE",
      cloudwatchLogGroupArn: "arn:aws:mock:::sea-queries",
    });
    assertDependsOn(log, { type: policy.type, name: "sea-queries" });
  });

  it("creates no query log by default, and refuses a retention that does not exist", async () => {
    const { registrations } = await deploy();

    assert.ok(!childNames(registrations).includes("sea-queries"));
    await assert.rejects(deploy({ zone: { ...zone, queryLog: { retentionDays: 31 as never } } }), {
      message: /sea: zone\.queryLog\.retentionDays is 31, expected one of 1, 3, 5,/,
    });
  });

  it("creates a zone from a name and returns its name servers", async () => {
    const { routing, registrations } = await deploy({
      zone: { name: "Example.com." },
      tags: { team: "ops" },
    });

    assertContract(registrations, "DnsRouting", "sea");
    assert.deepEqual(childNames(registrations), ["sea"]);
    assert.deepEqual(findRegistration(registrations, "sea", "aws:route53/zone:Zone").inputs, {
      name: "example.com",
      forceDestroy: false,
      comment: "Managed by Pulumi",
      tags: { team: "ops" },
    });
    assert.equal(await outputValue(routing.zoneId), "Z0123456789EXAMPLE");
    assert.deepEqual(await outputValue(routing.nameServers), ["ns-1.example.net", "ns-2.example.net"]);
    assert.deepEqual(await outputValue(routing.fqdns), {});
    assert.deepEqual(await outputValue(routing.healthCheckIds), {});
  });

  it("adopts a zone by its id and creates only the records", async () => {
    const { routing, registrations } = await deploy({
      zone: { id: "ZADOPTED", name: "example.com" },
      records: { www: { policy: "simple", name: "www.example.com", target: { values: ["192.0.2.1"] } } },
    });

    assertContract(registrations, "DnsRouting", "sea");
    assert.deepEqual(childNames(registrations), ["sea-www"]);
    assert.equal(await outputValue(routing.zoneId), "ZADOPTED");
    assert.deepEqual(await outputValue(routing.nameServers), ["ns-9.example.net"]);
    assert.deepEqual(findRegistration(registrations, "sea-www").inputs, {
      zoneId: "ZADOPTED",
      name: "www.example.com",
      type: "A",
      records: ["192.0.2.1"],
      ttl: 60,
    });
    assert.deepEqual(Object.keys(await outputValue(routing.fqdns)), ["www"]);
  });

  it("creates a failover pair whose primary has a health check", async () => {
    const { routing, registrations } = await deploy({
      healthChecks: {
        seoul: { fqdn: "seoul.example.com", path: "/health", interval: 10, failureThreshold: 2 },
      },
      records: {
        www: {
          policy: "failover",
          name: "www.example.com",
          primary: "ap-northeast-2",
          endpoints: {
            "ap-northeast-2": { target: { values: ["192.0.2.1"] }, healthCheck: "seoul" },
            "us-east-1": { target: { values: ["192.0.2.2"] } },
          },
        },
      },
    });

    assertContract(registrations, "DnsRouting", "sea");
    assert.deepEqual(findRegistration(registrations, "sea-www-primary").inputs, {
      zoneId: "Z0123456789EXAMPLE",
      name: "www.example.com",
      type: "A",
      setIdentifier: "primary-ap-northeast-2",
      failoverRoutingPolicies: [{ type: "PRIMARY" }],
      records: ["192.0.2.1"],
      ttl: 60,
      healthCheckId: "sea-check-seoul-id",
    });
    assert.deepEqual(findRegistration(registrations, "sea-www-secondary").inputs, {
      zoneId: "Z0123456789EXAMPLE",
      name: "www.example.com",
      type: "A",
      setIdentifier: "secondary-us-east-1",
      failoverRoutingPolicies: [{ type: "SECONDARY" }],
      records: ["192.0.2.2"],
      ttl: 60,
    });
    assert.deepEqual(findRegistration(registrations, "sea-check-seoul").inputs, {
      type: "HTTPS",
      fqdn: "seoul.example.com",
      port: 443,
      requestInterval: 10,
      failureThreshold: 2,
      enableSni: true,
      resourcePath: "/health",
      tags: { Name: "sea-check-seoul" },
    });
    assert.deepEqual(await outputValue(routing.healthCheckIds), { seoul: "sea-check-seoul-id" });
  });

  it("deletes all record sets of a name before it replaces them for a new policy", async () => {
    const resources = new Map<string, pulumi.ResourceTransformationArgs>();
    const { registrations } = await deploy(
      {
        records: {
          www: {
            policy: "weighted",
            name: "www.example.com",
            endpoints: {
              blue: { weight: 1, target: { values: ["192.0.2.1"] } },
              green: { weight: 0, target: { values: ["192.0.2.2"] } },
            },
          },
        },
      },
      {
        transformations: [
          (args) => {
            resources.set(args.name, args);
            return undefined;
          },
        ],
      },
    );

    const [blue, green] = [resources.get("sea-www-blue"), resources.get("sea-www-green")];
    for (const record of [blue, green]) {
      const options: pulumi.CustomResourceOptions = record?.opts ?? {};
      assert.equal(options.deleteBeforeReplace, true);
      assert.equal(options.replacementTrigger, "weighted");
    }
    assert.equal(findRegistration(registrations, "sea-www-blue").inputs.name, "www.example.com");
    for (const [marker, input] of [
      ["policy", "weighted"],
      ["ttl", 60],
    ] as const) {
      assert.equal(findRegistration(registrations, `sea-www-${marker}`).inputs.input, input);
      const options: pulumi.CustomResourceOptions = resources.get(`sea-www-${marker}`)?.opts ?? {};
      assert.deepEqual([options.replaceOnChanges, options.deleteBeforeReplace], [["input"], true]);
      const markerRef = { type: "pulumi:index:Stash", name: `sea-www-${marker}` };
      assertDependsOn(findRegistration(registrations, "sea-www-green"), markerRef);
      assertDependsOn(findRegistration(registrations, "sea-www-blue"), markerRef);
    }
    assertContract(registrations, "DnsRouting", "sea", { order: { "sea-www-blue": ["sea-www-ttl"] } });
    const blueRef = { type: "aws:route53/record:Record", name: "sea-www-blue" };
    assertDependsOn(findRegistration(registrations, "sea-www-green"), blueRef);
    assert.deepEqual(
      blue?.opts.aliases?.filter((alias) => typeof alias === "object" && "name" in alias),
      [{ name: "sea-www" }],
    );
  });

  it("sets type, port and path of a health check by its protocol", async () => {
    const { registrations } = await deploy({
      tags: { team: "ops" },
      healthChecks: {
        plain: { fqdn: "a.example.com", protocol: "HTTP" },
        text: {
          fqdn: "a.example.com",
          searchString: "ok",
          checkerRegions: ["us-east-1", "eu-west-1", "sa-east-1"],
        },
        tcp: { fqdn: "a.example.com", protocol: "TCP", port: 6379 },
      },
    });

    const { inputs: plain } = findRegistration(registrations, "sea-check-plain");
    assert.deepEqual(
      [plain.type, plain.port, plain.resourcePath, plain.enableSni],
      ["HTTP", 80, "/", undefined],
    );
    assert.deepEqual(plain.tags, { Name: "sea-check-plain", team: "ops" });
    const { inputs: text } = findRegistration(registrations, "sea-check-text");
    assert.deepEqual([text.type, text.searchString], ["HTTPS_STR_MATCH", "ok"]);
    assert.deepEqual(text.regions, ["us-east-1", "eu-west-1", "sa-east-1"]);
    const { inputs: tcp } = findRegistration(registrations, "sea-check-tcp");
    assert.deepEqual([tcp.type, tcp.port, tcp.resourcePath], ["TCP", 6379, undefined]);
  });

  it("creates an alarm in us-east-1 for each health check when there is a topic", async () => {
    const topic = "arn:aws:sns:us-east-1:123456789012:alarms";
    const { registrations } = await deploy({
      healthChecks: { seoul: { fqdn: "seoul.example.com" } },
      alarmTopicArns: [topic],
    });

    assertContract(registrations, "DnsRouting", "sea", { globalChildren: ["sea-alarm-seoul"] });
    const { inputs } = findRegistration(registrations, "sea-alarm-seoul");
    assert.deepEqual(
      [inputs.namespace, inputs.metricName, inputs.statistic, inputs.comparisonOperator, inputs.threshold],
      ["AWS/Route53", "HealthCheckStatus", "Minimum", "LessThanThreshold", 1],
    );
    assert.deepEqual(inputs.dimensions, { HealthCheckId: "sea-check-seoul-id" });
    assert.equal(inputs.treatMissingData, "missing");
    assert.deepEqual([inputs.alarmActions, inputs.okActions], [[topic], [topic]]);
    assert.deepEqual(inputs.insufficientDataActions, [topic]);
  });

  it("creates no alarm for an empty list of topics", async () => {
    const { registrations } = await deploy({
      healthChecks: { seoul: { fqdn: "seoul.example.com" } },
      alarmTopicArns: [],
    });

    assert.deepEqual(childNames(registrations), ["sea", "sea-check-seoul"]);
  });

  it("tags zone, health checks and alarms", async () => {
    const { registrations } = await deploy({
      healthChecks: { seoul: { fqdn: "seoul.example.com" } },
      alarmTopicArns: ["arn:aws:sns:us-east-1:123456789012:alarms"],
      tags: { team: "ops" },
    });

    assertTags(registrations, { team: "ops" });
    assert.deepEqual(findRegistration(registrations, "sea", "aws:route53/zone:Zone").inputs.tags, {
      team: "ops",
    });
    assert.deepEqual(findRegistration(registrations, "sea-alarm-seoul").inputs.tags, { team: "ops" });
    assert.deepEqual(findRegistration(registrations, "sea-check-seoul").inputs.tags, {
      Name: "sea-check-seoul",
      team: "ops",
    });
  });

  it("evaluates the health of an alias target except for CloudFront", async () => {
    const { registrations } = await deploy({
      records: {
        lb: {
          policy: "simple",
          name: "lb.example.com",
          target: { alias: { dnsName: "lb.example.net", zoneId: pulumi.output("Z35SXDOTRQ7X7K") } },
        },
        cdn: {
          policy: "simple",
          name: "cdn.example.com",
          type: "AAAA",
          target: { alias: { dnsName: "d1.example.net", zoneId: pulumi.output("Z2FDTNDATAQYW2") } },
        },
      },
    });

    assert.deepEqual(findRegistration(registrations, "sea-lb").inputs.aliases, [
      { name: "lb.example.net", zoneId: "Z35SXDOTRQ7X7K", evaluateTargetHealth: true },
    ]);
    assert.equal("ttl" in findRegistration(registrations, "sea-lb").inputs, false);
    assert.deepEqual(findRegistration(registrations, "sea-cdn").inputs.aliases, [
      { name: "d1.example.net", zoneId: "Z2FDTNDATAQYW2", evaluateTargetHealth: false },
    ]);
  });

  it("rejects a record outside of the zone", async () => {
    const record = {
      policy: "simple",
      name: "www.notexample.com",
      target: { values: ["192.0.2.1"] },
    } as const;

    await assert.rejects(deploy({ records: { www: record } }), {
      message: 'sea: records.www.name is "www.notexample.com", expected a name in zone example.com',
    });
  });
});
