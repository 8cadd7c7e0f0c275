import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { DnsRouting, type DnsRoutingArgs } from "../../../components/dns-routing";
import { assertContract } from "../../helpers/contract";
import { childNames, recordResources, registration, resolved, settled } from "../../helpers/mocks";

const zone = { name: "example.com" };
const mocks = {
  outputs: {
    "aws:route53/zone:Zone": {
      zoneId: "Z0123456789EXAMPLE",
      nameServers: ["ns-1.example.net", "ns-2.example.net"],
    },
  },
  answers: {
    "aws:route53/getZone:getZone": {
      name: "example.com",
      zoneId: "ZADOPTED",
      nameServers: ["ns-9.example.net"],
    },
  },
};

async function laidDown(args: Partial<DnsRoutingArgs> = {}, opts?: pulumi.ComponentResourceOptions) {
  const registered = await recordResources(mocks);
  const routing = new DnsRouting("sea", { zone, ...args }, opts);
  await settled(routing);
  return { routing, registered };
}

describe("DnsRouting", () => {
  it("given a name, when laid down, then the zone is made and its name servers are told", async () => {
    const { routing, registered } = await laidDown({ zone: { name: "Example.com." }, tags: { team: "ops" } });

    assertContract(registered, "DnsRouting", "sea");
    assert.deepEqual(childNames(registered), ["sea"]);
    assert.deepEqual(registration(registered, "sea", "aws:route53/zone:Zone").inputs, {
      name: "example.com",
      forceDestroy: false,
      comment: "Managed by Pulumi",
      tags: { team: "ops" },
    });
    assert.equal(await resolved(routing.zoneId), "Z0123456789EXAMPLE");
    assert.deepEqual(await resolved(routing.nameServers), ["ns-1.example.net", "ns-2.example.net"]);
    assert.deepEqual(await resolved(routing.fqdns), {});
    assert.deepEqual(await resolved(routing.healthCheckIds), {});
  });

  it("given an id, when laid down, then the zone is adopted and nothing is made but the records", async () => {
    const { routing, registered } = await laidDown({
      zone: { id: "ZADOPTED", name: "example.com" },
      records: { www: { policy: "simple", name: "www.example.com", target: { values: ["192.0.2.1"] } } },
    });

    assertContract(registered, "DnsRouting", "sea");
    assert.deepEqual(childNames(registered), ["sea-www"]);
    assert.equal(await resolved(routing.zoneId), "ZADOPTED");
    assert.deepEqual(await resolved(routing.nameServers), ["ns-9.example.net"]);
    assert.deepEqual(registration(registered, "sea-www").inputs, {
      zoneId: "ZADOPTED",
      name: "www.example.com",
      type: "A",
      records: ["192.0.2.1"],
      ttl: 60,
    });
    assert.deepEqual(Object.keys(await resolved(routing.fqdns)), ["www"]);
  });

  it("given a failover with checks, when laid down, then the primary's check is wired and the pair share a name", async () => {
    const { routing, registered } = await laidDown({
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

    assertContract(registered, "DnsRouting", "sea");
    assert.deepEqual(registration(registered, "sea-www-ap-northeast-2").inputs, {
      zoneId: "Z0123456789EXAMPLE",
      name: "www.example.com",
      type: "A",
      setIdentifier: "ap-northeast-2",
      failoverRoutingPolicies: [{ type: "PRIMARY" }],
      records: ["192.0.2.1"],
      ttl: 60,
      healthCheckId: "sea-check-seoul-id",
    });
    assert.deepEqual(registration(registered, "sea-www-us-east-1").inputs, {
      zoneId: "Z0123456789EXAMPLE",
      name: "www.example.com",
      type: "A",
      setIdentifier: "us-east-1",
      failoverRoutingPolicies: [{ type: "SECONDARY" }],
      records: ["192.0.2.2"],
      ttl: 60,
    });
    assert.deepEqual(registration(registered, "sea-check-seoul").inputs, {
      type: "HTTPS",
      fqdn: "seoul.example.com",
      port: 443,
      requestInterval: 10,
      failureThreshold: 2,
      enableSni: true,
      resourcePath: "/health",
      tags: { Name: "sea-check-seoul" },
    });
    assert.deepEqual(await resolved(routing.healthCheckIds), { seoul: "sea-check-seoul-id" });
  });

  it("given a routed record, when its options are read, then a new policy takes the whole set away first", async () => {
    const seen = new Map<string, pulumi.ResourceTransformationArgs>();
    await laidDown(
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
            seen.set(args.name, args);
            return undefined;
          },
        ],
      },
    );

    const [blue, green] = [seen.get("sea-www-blue"), seen.get("sea-www-green")];
    for (const one of [blue, green]) {
      const options: pulumi.CustomResourceOptions = one?.opts ?? {};
      assert.equal(options.deleteBeforeReplace, true);
      assert.equal(options.replacementTrigger, "weighted");
    }
    assert.equal(blue?.props.name, "www.example.com");
    assert.equal(pulumi.Output.isInstance(green?.props.name), true);
    assert.deepEqual(
      blue?.opts.aliases?.filter((alias) => typeof alias === "object" && "name" in alias),
      [{ name: "sea-www" }],
    );
  });

  it("given other kinds of health checks, when laid down, then type, port and path follow", async () => {
    const { registered } = await laidDown({
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

    const { inputs: plain } = registration(registered, "sea-check-plain");
    assert.deepEqual(
      [plain.type, plain.port, plain.resourcePath, plain.enableSni],
      ["HTTP", 80, "/", undefined],
    );
    assert.deepEqual(plain.tags, { Name: "sea-check-plain", team: "ops" });
    const { inputs: text } = registration(registered, "sea-check-text");
    assert.deepEqual([text.type, text.searchString], ["HTTPS_STR_MATCH", "ok"]);
    assert.deepEqual(text.regions, ["us-east-1", "eu-west-1", "sa-east-1"]);
    const { inputs: tcp } = registration(registered, "sea-check-tcp");
    assert.deepEqual([tcp.type, tcp.port, tcp.resourcePath], ["TCP", 6379, undefined]);
  });

  it("given a topic, when laid down, then each check has an alarm in us-east-1, where its metric is", async () => {
    const topic = "arn:aws:sns:us-east-1:123456789012:alarms";
    const { registered } = await laidDown({
      healthChecks: { seoul: { fqdn: "seoul.example.com" } },
      alarmTopicArn: topic,
    });

    assertContract(registered, "DnsRouting", "sea", { globalChildren: ["sea-alarm-seoul"] });
    const { inputs } = registration(registered, "sea-alarm-seoul");
    assert.deepEqual(
      [inputs.namespace, inputs.metricName, inputs.statistic, inputs.comparisonOperator, inputs.threshold],
      ["AWS/Route53", "HealthCheckStatus", "Minimum", "LessThanThreshold", 1],
    );
    assert.deepEqual(inputs.dimensions, { HealthCheckId: "sea-check-seoul-id" });
    assert.equal(inputs.treatMissingData, "breaching");
    assert.deepEqual([inputs.alarmActions, inputs.okActions], [[topic], [topic]]);
  });

  it("given aliases, when laid down, then a target's health counts but for CloudFront", async () => {
    const { registered } = await laidDown({
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

    assert.deepEqual(registration(registered, "sea-lb").inputs.aliases, [
      { name: "lb.example.net", zoneId: "Z35SXDOTRQ7X7K", evaluateTargetHealth: true },
    ]);
    assert.equal("ttl" in registration(registered, "sea-lb").inputs, false);
    assert.deepEqual(registration(registered, "sea-cdn").inputs.aliases, [
      { name: "d1.example.net", zoneId: "Z2FDTNDATAQYW2", evaluateTargetHealth: false },
    ]);
  });

  it("given a record outside of the zone, when laid down, then the error names it", async () => {
    const record = {
      policy: "simple",
      name: "www.notexample.com",
      target: { values: ["192.0.2.1"] },
    } as const;

    await assert.rejects(laidDown({ records: { www: record } }), {
      message: 'sea: records.www.name is "www.notexample.com", expected a name in zone example.com',
    });
  });
});
