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
const world: Fixtures = [trail];
const advice = "; record all regions by one trail, and remove those of single regions";

const management = { field: "eventCategory", equals: ["Management"] };

prove(cloudtrailMultiRegion, {
  compliant: world,
  alsoCompliant: {
    "what CloudTrail does by itself": [
      resource("aws:cloudtrail/trail:Trail", "audit", {
        s3BucketName: ref("logs"),
        isMultiRegionTrail: true,
      }),
      resource("aws:s3/bucket:Bucket", "logs", {}),
    ],
    "data of buckets besides all management events": setInput(world, "audit", "eventSelectors.1", {
      includeManagementEvents: false,
      dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }],
    }),
    "advanced selectors": setInput(
      unsetInput(world, "audit", "eventSelectors"),
      "audit",
      "advancedEventSelectors",
      [{ fieldSelectors: [{ field: "eventCategory", equals: ["Data"] }] }, { fieldSelectors: [management] }],
    ),
  },
  mutants: [
    {
      title: "a trail of one region",
      change: (all) => unsetInput(all, "audit", "isMultiRegionTrail"),
      messages: { audit: `isMultiRegionTrail is missing, expected true${advice}` },
    },
    {
      title: "one more trail, of one region",
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
      title: "two trails of all regions, which two providers of one account made",
      change: (all) => [...all, { ...trail, name: "more", region: "us-east-1" }],
      messages: { stack: "2 trails record all regions, audit and more, expected one; remove the others" },
    },
    {
      title: "a trail that leaves out IAM",
      change: (all) => setInput(all, "audit", "includeGlobalServiceEvents", false),
      messages: { audit: "includeGlobalServiceEvents is false, expected true" },
    },
    {
      title: "a trail that is off",
      change: (all) => setInput(all, "audit", "enableLogging", false),
      messages: { audit: "enableLogging is false, expected true" },
    },
    {
      title: "a trail of what is written alone",
      change: (all) => setInput(all, "audit", "eventSelectors.0.readWriteType", "WriteOnly"),
      messages: {
        audit:
          'it does not record all management events (eventSelectors.0.readWriteType is "WriteOnly", expected "All"); add an event selector that does',
      },
    },
    {
      title: "a trail of data alone",
      change: (all) => setInput(all, "audit", "eventSelectors.0.includeManagementEvents", false),
      messages: { audit: "it does not record all management events; add an event selector that does" },
    },
    {
      title: "advanced selectors of what is written alone",
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
          "no trail records what is done in the account; add one aws.cloudtrail.Trail with isMultiRegionTrail true",
      },
    },
  ],
});

describe("the remediation of cloudtrail-multi-region", () => {
  it("given a trail of one region that is off, when put right, then it is on, of all regions", () => {
    const wrong = setInput(unsetInput(world, "audit", "isMultiRegionTrail"), "audit", "enableLogging", false);
    assert.deepEqual(remediate(cloudtrailMultiRegion, wrong, "audit"), trail.inputs);
  });

  it("given a trail that is right, or not known, when put right, then it is left alone", () => {
    assert.equal(remediate(cloudtrailMultiRegion, world, "audit"), undefined);
    const open = setInput(
      setInput(world, "audit", "isMultiRegionTrail", false),
      "audit",
      "enableLogging",
      unknown,
    );
    assert.equal(remediate(cloudtrailMultiRegion, open, "audit"), undefined);
  });
});
