import assert from "node:assert/strict";
import { athenaWorkgroup } from "../../../policies/baseline/rules/athena-workgroup";
import { type Fixtures, prove, remediate, resource, setInput, unsetInput } from "../../helpers/policy";

const compliant: Fixtures = [
  resource("aws:athena/workgroup:Workgroup", "reports", {
    configuration: {
      enforceWorkgroupConfiguration: true,
      publishCloudwatchMetricsEnabled: true,
      bytesScannedCutoffPerQuery: 10_737_418_240,
      resultConfiguration: {
        outputLocation: "s3://results-of-example/",
        encryptionConfiguration: { encryptionOption: "SSE_S3" },
      },
    },
  }),
];
const UNBOUND = "expected 1099511627776 or less bytes; a query without a bound has no most price";

prove(athenaWorkgroup, {
  compliant,
  alsoCompliant: {
    "what Athena takes by itself": unsetInput(
      unsetInput(compliant, "reports", "configuration.enforceWorkgroupConfiguration"),
      "reports",
      "configuration.publishCloudwatchMetricsEnabled",
    ),
    "results that Athena keeps": setInput(
      unsetInput(compliant, "reports", "configuration.resultConfiguration"),
      "reports",
      "configuration.managedQueryResultsConfiguration",
      { enabled: true },
    ),
    notebooks: setInput(
      unsetInput(compliant, "reports", "configuration.bytesScannedCutoffPerQuery"),
      "reports",
      "configuration.engineVersion",
      { selectedEngineVersion: "PySpark engine version 3" },
    ),
  },
  mutants: [
    {
      title: "clients that decide",
      change: (world) => setInput(world, "reports", "configuration.enforceWorkgroupConfiguration", false),
      messages: {
        reports:
          "configuration.enforceWorkgroupConfiguration is false, expected true; else clients set what they like",
      },
    },
    {
      title: "results in clear",
      change: (world) =>
        unsetInput(world, "reports", "configuration.resultConfiguration.encryptionConfiguration"),
      messages: {
        reports:
          'configuration.resultConfiguration.encryptionConfiguration.encryptionOption is missing, expected "SSE_S3" or "SSE_KMS" or "CSE_KMS"',
      },
    },
    {
      title: "no bound",
      change: (world) => unsetInput(world, "reports", "configuration.bytesScannedCutoffPerQuery"),
      messages: { reports: `configuration.bytesScannedCutoffPerQuery is missing, ${UNBOUND}` },
    },
    {
      title: "a bound above that of the settings",
      change: (world) => world,
      settings: { maxBytes: 10_737_418_239 },
      messages: {
        reports:
          "configuration.bytesScannedCutoffPerQuery is 10737418240, expected 10737418239 or less bytes; a query without a bound has no most price",
      },
    },
    {
      title: "no metrics",
      change: (world) => setInput(world, "reports", "configuration.publishCloudwatchMetricsEnabled", false),
      messages: { reports: "configuration.publishCloudwatchMetricsEnabled is false, expected true" },
    },
  ],
});

describe("the remediation of athena-workgroup", () => {
  it("given a workgroup that leaves all open, when put right, then all is closed", () => {
    const world = [
      resource("aws:athena/workgroup:Workgroup", "reports", {
        configuration: { enforceWorkgroupConfiguration: false, publishCloudwatchMetricsEnabled: false },
      }),
    ];

    assert.deepEqual(remediate(athenaWorkgroup, world, "reports"), {
      configuration: {
        enforceWorkgroupConfiguration: true,
        publishCloudwatchMetricsEnabled: true,
        resultConfiguration: { encryptionConfiguration: { encryptionOption: "SSE_S3" } },
        bytesScannedCutoffPerQuery: 1_099_511_627_776,
      },
    });
  });

  it("given a workgroup that complies, when put right, then it is left alone", () => {
    assert.equal(remediate(athenaWorkgroup, compliant, "reports"), undefined);
  });
});
