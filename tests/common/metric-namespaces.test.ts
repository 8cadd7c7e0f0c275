import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { findMetricNamespace, METRIC_NAMESPACES } from "../../common/metric-namespaces";
import { GLOBAL_SERVICES_REGION, REGION_FACTS } from "../../common/regions";

describe("findMetricNamespace", () => {
  it("returns what a metric of CloudFront needs", () => {
    assert.deepEqual(findMetricNamespace("AWS/CloudFront"), {
      namespace: "AWS/CloudFront",
      region: "us-east-1",
      fixedDimensions: { Region: "Global" },
      requiredDimensions: ["DistributionId", "FunctionName"],
    });
  });

  it("returns nothing for a namespace that every region has", () => {
    assert.equal(findMetricNamespace("AWS/EC2"), undefined);
  });

  it("has each namespace once, in a region that exists", () => {
    const names = METRIC_NAMESPACES.map(({ namespace }) => namespace);
    assert.deepEqual(names, [...new Set(names)]);
    for (const { region } of METRIC_NAMESPACES) assert.ok(region && REGION_FACTS[region]);
  });

  it("has the billing metric in the region of global services", () => {
    assert.equal(findMetricNamespace("AWS/Billing")?.region, GLOBAL_SERVICES_REGION);
  });
});
