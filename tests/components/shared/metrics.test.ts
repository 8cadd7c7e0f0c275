import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Faults } from "../../../components/shared/errors";
import { checkMetric, completeMetric, type MetricSpec } from "../../../components/shared/metrics";

function errorOf(check: (faults: Faults) => void): string {
  const faults = new Faults("watch");
  check(faults);
  try {
    faults.raise();
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

const metric: MetricSpec = { namespace: "AWS/SQS", metricName: "NumberOfMessagesSent" };

describe("checkMetric", () => {
  const dimensions = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`d${i}`, "v"]));
  for (const [spec, message] of [
    [metric, ""],
    [{ ...metric, dimensions: dimensions(30) }, ""],
    [
      { ...metric, dimensions: dimensions(31) },
      `m.dimensions is ${JSON.stringify(Object.keys(dimensions(31)))}, expected at most 30 dimensions`,
    ],
    [{ ...metric, namespace: ":x" }, 'm.namespace is ":x", expected no colon at its beginning'],
    [{ ...metric, namespace: "" }, 'm.namespace is "", expected a string of 1 to 255 characters'],
    [{ ...metric, metricName: "" }, 'm.metricName is "", expected a string of 1 to 255 characters'],
    [{ ...metric, dimensions: { "": "v" } }, 'a key of m.dimensions is "", expected 1 to 255 characters'],
    [
      { namespace: "AWS/CloudFront", metricName: "Requests", dimensions: { DistributionId: "E2EXAMPLE" } },
      "",
    ],
    [
      {
        namespace: "AWS/CloudFront",
        metricName: "Requests",
        dimensions: { DistributionId: "E2", Region: "Global" },
      },
      "",
    ],
    [
      {
        namespace: "AWS/CloudFront",
        metricName: "Requests",
        dimensions: { DistributionId: "E2", Region: "eu-west-1" },
      },
      'm.dimensions.Region is "eu-west-1", expected Global, or none, which adds it',
    ],
    [
      { namespace: "AWS/CloudFront", metricName: "Requests" },
      "m.dimensions is {}, expected DistributionId or FunctionName among them, which every metric of AWS/CloudFront has",
    ],
    [
      { namespace: "AWS/Route53", metricName: "HealthCheckStatus", dimensions: { Region: "us-east-1" } },
      'm.dimensions is {"Region":"us-east-1"}, expected HealthCheckId or HostedZoneId among them, which every metric of AWS/Route53 has',
    ],
    [{ namespace: "AWS/Billing", metricName: "EstimatedCharges" }, ""],
    [
      { namespace: "AWS/Billing", metricName: "EstimatedCharges", dimensions: { Currency: "EUR" } },
      'm.dimensions.Currency is "EUR", expected USD, or none, which adds it',
    ],
    [{ ...metric, dimensions: { q: "" } }, 'm.dimensions.q is "", expected a string of 1 to 1024 characters'],
  ] as const) {
    it(`${message ? "rejects" : "accepts"} ${JSON.stringify(spec).slice(0, 75)}`, () => {
      const expected = message && `watch: ${message}`;
      assert.equal(
        errorOf((faults) => checkMetric(faults, "m", spec)),
        expected,
      );
    });
  }
});

describe("completeMetric", () => {
  const of = (namespace: string, dimensions: Record<string, string>) => ({
    namespace,
    metricName: "Requests",
    dimensions,
  });
  for (const [what, spec, region, dimensions] of [
    [
      "adds Region to CloudFront",
      of("AWS/CloudFront", { DistributionId: "E2" }),
      "eu-west-1",
      { Region: "Global", DistributionId: "E2" },
    ],
    ["adds Currency to charges", of("AWS/Billing", {}), undefined, { Currency: "USD" }],
    [
      "adds the region to a web ACL",
      of("AWS/WAFV2", { WebACL: "a" }),
      "eu-west-1",
      { Region: "eu-west-1", WebACL: "a" },
    ],
    ["leaves a web ACL of CloudFront", of("AWS/WAFV2", { WebACL: "a" }), undefined, { WebACL: "a" }],
    [
      "leaves a region that is given",
      of("AWS/WAFV2", { Region: "us-east-1" }),
      undefined,
      { Region: "us-east-1" },
    ],
    ["leaves a health check", of("AWS/Route53", { HealthCheckId: "h" }), undefined, { HealthCheckId: "h" }],
  ] as const) {
    it(what, () => {
      assert.deepEqual(completeMetric(spec, region), { ...spec, dimensions });
    });
  }

  it("leaves a metric of another namespace without dimensions", () => {
    assert.deepEqual(completeMetric(metric, "eu-west-1"), metric);
  });
});
