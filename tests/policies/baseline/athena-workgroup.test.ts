import assert from "node:assert/strict";
import { athenaWorkgroup } from "../../../policies/baseline/rules/athena-workgroup";
import { prove, remedied, resource, set, unset, type World } from "../../helpers/policy";

const compliant: World = [
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
    "what Athena takes by itself": unset(
      unset(compliant, "reports", "configuration.enforceWorkgroupConfiguration"),
      "reports",
      "configuration.publishCloudwatchMetricsEnabled",
    ),
    "results that Athena keeps": set(
      unset(compliant, "reports", "configuration.resultConfiguration"),
      "reports",
      "configuration.managedQueryResultsConfiguration",
      { enabled: true },
    ),
    notebooks: set(
      unset(compliant, "reports", "configuration.bytesScannedCutoffPerQuery"),
      "reports",
      "configuration.engineVersion",
      { selectedEngineVersion: "PySpark engine version 3" },
    ),
  },
  mutants: [
    {
      given: "clients that decide",
      change: (world) => set(world, "reports", "configuration.enforceWorkgroupConfiguration", false),
      told: {
        reports:
          "configuration.enforceWorkgroupConfiguration is false, expected true; else clients set what they like",
      },
    },
    {
      given: "results in clear",
      change: (world) => unset(world, "reports", "configuration.resultConfiguration.encryptionConfiguration"),
      told: {
        reports:
          'configuration.resultConfiguration.encryptionConfiguration.encryptionOption is missing, expected "SSE_S3" or "SSE_KMS" or "CSE_KMS"',
      },
    },
    {
      given: "no bound",
      change: (world) => unset(world, "reports", "configuration.bytesScannedCutoffPerQuery"),
      told: { reports: `configuration.bytesScannedCutoffPerQuery is missing, ${UNBOUND}` },
    },
    {
      given: "a bound above that of the settings",
      change: (world) => world,
      settings: { maxBytes: 10_737_418_239 },
      told: {
        reports:
          "configuration.bytesScannedCutoffPerQuery is 10737418240, expected 10737418239 or less bytes; a query without a bound has no most price",
      },
    },
    {
      given: "no metrics",
      change: (world) => set(world, "reports", "configuration.publishCloudwatchMetricsEnabled", false),
      told: { reports: "configuration.publishCloudwatchMetricsEnabled is false, expected true" },
    },
  ],
});

describe("the remedy of athena-workgroup", () => {
  it("given a workgroup that leaves all open, when put right, then all is closed", () => {
    const world = [
      resource("aws:athena/workgroup:Workgroup", "reports", {
        configuration: { enforceWorkgroupConfiguration: false, publishCloudwatchMetricsEnabled: false },
      }),
    ];

    assert.deepEqual(remedied(athenaWorkgroup, world, "reports"), {
      configuration: {
        enforceWorkgroupConfiguration: true,
        publishCloudwatchMetricsEnabled: true,
        resultConfiguration: { encryptionConfiguration: { encryptionOption: "SSE_S3" } },
        bytesScannedCutoffPerQuery: 1_099_511_627_776,
      },
    });
  });

  it("given a workgroup that complies, when put right, then it is left alone", () => {
    assert.equal(remedied(athenaWorkgroup, compliant, "reports"), undefined);
  });
});
