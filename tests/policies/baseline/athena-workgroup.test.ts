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
const UNBOUND = "expected 1099511627776 or less bytes; without a limit the cost of a query is unbounded";

prove(athenaWorkgroup, {
  compliant,
  alsoCompliant: {
    "the defaults of Athena": unsetInput(
      unsetInput(compliant, "reports", "configuration.enforceWorkgroupConfiguration"),
      "reports",
      "configuration.publishCloudwatchMetricsEnabled",
    ),
    "managed query results": setInput(
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
      title: "client settings that take precedence",
      change: (fixtures) =>
        setInput(fixtures, "reports", "configuration.enforceWorkgroupConfiguration", false),
      messages: {
        reports:
          "configuration.enforceWorkgroupConfiguration is false, expected true; otherwise client settings take precedence",
      },
    },
    {
      title: "unencrypted results",
      change: (fixtures) =>
        unsetInput(fixtures, "reports", "configuration.resultConfiguration.encryptionConfiguration"),
      messages: {
        reports:
          'configuration.resultConfiguration.encryptionConfiguration.encryptionOption is missing, expected "SSE_S3" or "SSE_KMS" or "CSE_KMS"',
      },
    },
    {
      title: "no scan limit",
      change: (fixtures) => unsetInput(fixtures, "reports", "configuration.bytesScannedCutoffPerQuery"),
      messages: { reports: `configuration.bytesScannedCutoffPerQuery is missing, ${UNBOUND}` },
    },
    {
      title: "a scan limit above the maximum in the settings",
      change: (fixtures) => fixtures,
      settings: { maxBytes: 10_737_418_239 },
      messages: {
        reports:
          "configuration.bytesScannedCutoffPerQuery is 10737418240, expected 10737418239 or less bytes; without a limit the cost of a query is unbounded",
      },
    },
    {
      title: "no metrics",
      change: (fixtures) =>
        setInput(fixtures, "reports", "configuration.publishCloudwatchMetricsEnabled", false),
      messages: { reports: "configuration.publishCloudwatchMetricsEnabled is false, expected true" },
    },
  ],
});

describe("the remediation of athena-workgroup", () => {
  it("sets encryption, the scan limit, metrics and the override of client settings", () => {
    const fixtures = [
      resource("aws:athena/workgroup:Workgroup", "reports", {
        configuration: { enforceWorkgroupConfiguration: false, publishCloudwatchMetricsEnabled: false },
      }),
    ];

    assert.deepEqual(remediate(athenaWorkgroup, fixtures, "reports"), {
      configuration: {
        enforceWorkgroupConfiguration: true,
        publishCloudwatchMetricsEnabled: true,
        resultConfiguration: { encryptionConfiguration: { encryptionOption: "SSE_S3" } },
        bytesScannedCutoffPerQuery: 1_099_511_627_776,
      },
    });
  });

  it("leaves a compliant workgroup alone", () => {
    assert.equal(remediate(athenaWorkgroup, compliant, "reports"), undefined);
  });
});
