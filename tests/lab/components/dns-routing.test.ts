// starts processes
import assert from "node:assert/strict";
import { testLifecycle } from "../../helpers/lifecycle";

describe("DnsRouting in the lab", () => {
  const life = testLifecycle({
    program: "tests/lab/components/dns-routing.ts",
    resources: {
      "pulumi:providers:aws": 1,
      "pulumi:providers:pulumi": 1,
      DnsRouting: 1,
      "DnsRouting$aws:route53/zone:Zone": 1,
      "DnsRouting$aws:route53/healthCheck:HealthCheck": 2,
      "DnsRouting$aws:route53/record:Record": 7,
      "DnsRouting$pulumi:index:Stash": 4,
      "DnsRouting$aws:cloudwatch/metricAlarm:MetricAlarm": 2,
      "DnsRouting$aws:cloudwatch/logGroup:LogGroup": 1,
      "DnsRouting$aws:cloudwatch/logResourcePolicy:LogResourcePolicy": 1,
      "DnsRouting$aws:route53/queryLog:QueryLog": 1,
    },
  });

  const checks = () =>
    Object.fromEntries(
      life()
        .findAll("route53/healthCheck:HealthCheck")
        .map(({ urn, id }) => [urn.split("-").at(-1), id]),
    );
  const records = (fqdn: string) =>
    life()
      .findAll("route53/record:Record")
      .map(({ outputs }) => outputs)
      .filter((record) => record["fqdn"] === fqdn);

  it("gives failover primary and secondary a health check each", () => {
    const { seoul, virginia } = checks();

    assert.deepEqual(
      records("failover.sea.example.com").map(
        ({ failoverRoutingPolicies, records, healthCheckId, setIdentifier }) => ({
          failoverRoutingPolicies,
          records,
          healthCheckId,
          setIdentifier,
        }),
      ),
      [
        {
          failoverRoutingPolicies: [{ type: "PRIMARY" }],
          records: ["192.0.2.1"],
          healthCheckId: seoul,
          setIdentifier: "primary-ap-northeast-2",
        },
        {
          failoverRoutingPolicies: [{ type: "SECONDARY" }],
          records: ["192.0.2.2"],
          healthCheckId: virginia,
          setIdentifier: "secondary-us-east-1",
        },
      ],
    );
  });

  it("gives each endpoint its region or its weight", () => {
    assert.deepEqual(
      records("latency.sea.example.com").map(({ latencyRoutingPolicies }) => latencyRoutingPolicies),
      [[{ region: "ap-northeast-2" }], [{ region: "us-east-1" }]],
    );
    assert.deepEqual(
      records("weighted.sea.example.com").map(({ setIdentifier, weightedRoutingPolicies }) => [
        setIdentifier,
        weightedRoutingPolicies,
      ]),
      [
        ["blue", [{ weight: 90 }]],
        ["green", [{ weight: 10 }]],
      ],
    );
    assert.deepEqual(
      records("sea.example.com").map(({ records }) => records),
      [["192.0.2.9", "192.0.2.10"]],
    );
  });

  it("checks by HTTPS and creates an alarm in us-east-1 for each health check", () => {
    const alarms = life().findAll("cloudwatch/metricAlarm:MetricAlarm");

    assert.deepEqual(
      life()
        .findAll("route53/healthCheck:HealthCheck")
        .map(({ outputs }) => [outputs["type"], outputs["port"], outputs["fqdn"], outputs["requestInterval"]])
        .sort(),
      [
        ["HTTPS", 443, "seoul.example.com", 30],
        ["HTTPS", 443, "virginia.example.com", 10],
      ],
    );
    assert.deepEqual(
      alarms.map(({ region }) => region),
      ["us-east-1", "us-east-1"],
    );
    assert.deepEqual(
      alarms.map(({ outputs }) => Object(outputs["dimensions"]).HealthCheckId).sort(),
      Object.values(checks()).sort(),
    );
  });
});
