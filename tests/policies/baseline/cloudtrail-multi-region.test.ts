import assert from "node:assert/strict";
import { cloudtrailMultiRegion } from "../../../policies/baseline/rules/cloudtrail-multi-region";
import { prove, ref, remedied, resource, set, unknown, unset, type World } from "../../helpers/policy";

const trail = resource("aws:cloudtrail/trail:Trail", "audit", {
  s3BucketName: "trail-of-example",
  isMultiRegionTrail: true,
  includeGlobalServiceEvents: true,
  enableLogging: true,
  eventSelectors: [{ readWriteType: "All", includeManagementEvents: true }],
});
const world: World = [trail];
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
    "data of buckets besides all management events": set(world, "audit", "eventSelectors.1", {
      includeManagementEvents: false,
      dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }],
    }),
    "advanced selectors": set(unset(world, "audit", "eventSelectors"), "audit", "advancedEventSelectors", [
      { fieldSelectors: [{ field: "eventCategory", equals: ["Data"] }] },
      { fieldSelectors: [management] },
    ]),
  },
  mutants: [
    {
      given: "a trail of one region",
      change: (all) => unset(all, "audit", "isMultiRegionTrail"),
      told: { audit: `isMultiRegionTrail is missing, expected true${advice}` },
    },
    {
      given: "one more trail, of one region",
      change: (all) => [
        ...all,
        resource(
          "aws:cloudtrail/trail:Trail",
          "more",
          { isMultiRegionTrail: false },
          { region: "us-east-1" },
        ),
      ],
      told: { more: `isMultiRegionTrail is false, expected true${advice}` },
    },
    {
      given: "two trails of all regions, which two providers of one account made",
      change: (all) => [...all, { ...trail, name: "more", region: "us-east-1" }],
      told: { stack: "2 trails record all regions, audit and more, expected one; remove the others" },
    },
    {
      given: "a trail that leaves out IAM",
      change: (all) => set(all, "audit", "includeGlobalServiceEvents", false),
      told: { audit: "includeGlobalServiceEvents is false, expected true" },
    },
    {
      given: "a trail that is off",
      change: (all) => set(all, "audit", "enableLogging", false),
      told: { audit: "enableLogging is false, expected true" },
    },
    {
      given: "a trail of what is written alone",
      change: (all) => set(all, "audit", "eventSelectors.0.readWriteType", "WriteOnly"),
      told: {
        audit:
          'it does not record all management events (eventSelectors.0.readWriteType is "WriteOnly", expected "All"); add an event selector that does',
      },
    },
    {
      given: "a trail of data alone",
      change: (all) => set(all, "audit", "eventSelectors.0.includeManagementEvents", false),
      told: { audit: "it does not record all management events; add an event selector that does" },
    },
    {
      given: "advanced selectors of what is written alone",
      change: (all) =>
        set(unset(all, "audit", "eventSelectors"), "audit", "advancedEventSelectors", [
          { fieldSelectors: [management, { field: "readOnly", equals: ["false"] }] },
        ]),
      told: {
        audit:
          'it does not record all management events (advancedEventSelectors.0.fieldSelectors.1.field is "readOnly", expected both reads and writes); add an event selector that does',
      },
    },
    {
      given: "no trail where one is required",
      change: () => [],
      settings: { required: true },
      told: {
        stack:
          "no trail records what is done in the account; add one aws.cloudtrail.Trail with isMultiRegionTrail true",
      },
    },
  ],
});

describe("the remedy of cloudtrail-multi-region", () => {
  it("given a trail of one region that is off, when put right, then it is on, of all regions", () => {
    const wrong = set(unset(world, "audit", "isMultiRegionTrail"), "audit", "enableLogging", false);
    assert.deepEqual(remedied(cloudtrailMultiRegion, wrong, "audit"), trail.inputs);
  });

  it("given a trail that is right, or not known, when put right, then it is left alone", () => {
    assert.equal(remedied(cloudtrailMultiRegion, world, "audit"), undefined);
    const open = set(set(world, "audit", "isMultiRegionTrail", false), "audit", "enableLogging", unknown);
    assert.equal(remedied(cloudtrailMultiRegion, open, "audit"), undefined);
  });
});
