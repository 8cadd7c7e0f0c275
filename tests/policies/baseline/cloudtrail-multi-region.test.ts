import assert from "node:assert/strict";
import { cloudtrailMultiRegion } from "../../../policies/baseline/rules/cloudtrail-multi-region";
import {
  type Fixtures,
  prove,
  ref,
  remediate,
  resource,
  setInput,
  unknown,
  unsetInput,
} from "../../helpers/policy";

const trail = resource("aws:cloudtrail/trail:Trail", "audit", {
  s3BucketName: "trail-of-example",
  isMultiRegionTrail: true,
  includeGlobalServiceEvents: true,
  enableLogging: true,
  eventSelectors: [{ readWriteType: "All", includeManagementEvents: true }],
});
const fixtures: Fixtures = [trail];
const advice = "; record all regions with one trail, and remove single-region trails";

const management = { field: "eventCategory", equals: ["Management"] };

prove(cloudtrailMultiRegion, {
  compliant: fixtures,
  alsoCompliant: {
    "the defaults of CloudTrail": [
      resource("aws:cloudtrail/trail:Trail", "audit", {
        s3BucketName: ref("logs"),
        isMultiRegionTrail: true,
      }),
      resource("aws:s3/bucket:Bucket", "logs", {}),
    ],
    "bucket data events besides all management events": setInput(fixtures, "audit", "eventSelectors.1", {
      includeManagementEvents: false,
      dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }],
    }),
    "advanced event selectors": setInput(
      unsetInput(fixtures, "audit", "eventSelectors"),
      "audit",
      "advancedEventSelectors",
      [{ fieldSelectors: [{ field: "eventCategory", equals: ["Data"] }] }, { fieldSelectors: [management] }],
    ),
  },
  mutants: [
    {
      title: "a single-region trail",
      change: (all) => unsetInput(all, "audit", "isMultiRegionTrail"),
      messages: { audit: `isMultiRegionTrail is missing, expected true${advice}` },
    },
    {
      title: "an additional single-region trail",
      change: (all) => [
        ...all,
        resource(
          "aws:cloudtrail/trail:Trail",
          "more",
          { isMultiRegionTrail: false },
          { region: "us-east-1" },
        ),
      ],
      messages: { more: `isMultiRegionTrail is false, expected true${advice}` },
    },
    {
      title: "two multi-region trails from two providers of one account",
      change: (all) => [...all, { ...trail, name: "more", region: "us-east-1" }],
      messages: { stack: "2 trails record all regions, audit and more, expected one; remove the others" },
    },
    {
      title: "a trail without global service events",
      change: (all) => setInput(all, "audit", "includeGlobalServiceEvents", false),
      messages: { audit: "includeGlobalServiceEvents is false, expected true" },
    },
    {
      title: "a trail with logging disabled",
      change: (all) => setInput(all, "audit", "enableLogging", false),
      messages: { audit: "enableLogging is false, expected true" },
    },
    {
      title: "a trail of only write events",
      change: (all) => setInput(all, "audit", "eventSelectors.0.readWriteType", "WriteOnly"),
      messages: {
        audit:
          'it does not record all management events (eventSelectors.0.readWriteType is "WriteOnly", expected "All"); add an event selector that does',
      },
    },
    {
      title: "a trail of only data events",
      change: (all) => setInput(all, "audit", "eventSelectors.0.includeManagementEvents", false),
      messages: { audit: "it does not record all management events; add an event selector that does" },
    },
    {
      title: "advanced event selectors for only write events",
      change: (all) =>
        setInput(unsetInput(all, "audit", "eventSelectors"), "audit", "advancedEventSelectors", [
          { fieldSelectors: [management, { field: "readOnly", equals: ["false"] }] },
        ]),
      messages: {
        audit:
          'it does not record all management events (advancedEventSelectors.0.fieldSelectors.1.field is "readOnly", expected both reads and writes); add an event selector that does',
      },
    },
    {
      title: "no trail where one is required",
      change: () => [],
      settings: { required: true },
      messages: {
        stack:
          "no trail records the API calls of the account; add one aws.cloudtrail.Trail with isMultiRegionTrail true",
      },
    },
  ],
});

describe("the remediation of cloudtrail-multi-region", () => {
  it("enables a single-region trail and extends it to all regions", () => {
    const wrong = setInput(
      unsetInput(fixtures, "audit", "isMultiRegionTrail"),
      "audit",
      "enableLogging",
      false,
    );
    assert.deepEqual(remediate(cloudtrailMultiRegion, wrong, "audit"), trail.inputs);
  });

  it("leaves compliant and unknown trails alone", () => {
    assert.equal(remediate(cloudtrailMultiRegion, fixtures, "audit"), undefined);
    const open = setInput(
      setInput(fixtures, "audit", "isMultiRegionTrail", false),
      "audit",
      "enableLogging",
      unknown,
    );
    assert.equal(remediate(cloudtrailMultiRegion, open, "audit"), undefined);
  });
});
