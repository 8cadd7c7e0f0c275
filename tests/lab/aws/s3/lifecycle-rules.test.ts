import assert from "node:assert/strict";
import type { Properties } from "../../../../lab/aws/property-values";
import { findLifecycleError } from "../../../../lab/aws/s3/lifecycle-rules";

const OFF = { expiration: { days: 365 } };
const MALFORMED =
  "MalformedXML: The XML you provided was not well-formed or did not validate against our published schema";

function fault(...rules: readonly Properties[]): string | undefined {
  const error = findLifecycleError(
    rules.map((rule, index) => ({ id: `rule${index}`, status: "Enabled", ...rule })),
  );
  return error && `${error.code}: ${error.message}`;
}

function moves(...steps: readonly (readonly [days: number, storageClass: string])[]): Properties {
  return { transitions: steps.map(([days, storageClass]) => ({ days, storageClass })) };
}

describe("findLifecycleError", () => {
  const valid: Readonly<Record<string, Properties>> = {
    "the classic ladder": {
      ...moves([30, "STANDARD_IA"], [60, "GLACIER"], [150, "DEEP_ARCHIVE"]),
      ...OFF,
      noncurrentVersionExpiration: { noncurrentDays: 90 },
      filter: { prefix: "" },
    },
    "archives from day 0": moves([0, "GLACIER_IR"], [90, "DEEP_ARCHIVE"]),
    "glacier instant retrieval soon after standard-ia": moves([30, "STANDARD_IA"], [40, "GLACIER_IR"]),
    "an empty filter": { ...OFF, filter: {} },
    "tags and sizes together": {
      ...OFF,
      filter: { and: { objectSizeGreaterThan: 100, objectSizeLessThan: 200, tags: { a: "b" } } },
    },
    "a lone delete marker": { expiration: { expiredObjectDeleteMarker: true } },
    "aborted uploads by prefix": {
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      filter: { prefix: "a" },
    },
    "a date at midnight": { expiration: { date: "2030-01-01T00:00:00Z" } },
  };
  for (const [what, rule] of Object.entries(valid))
    it(`accepts ${what}`, () => assert.equal(fault(rule), undefined));

  const early = (field: string, action: string, to: string) =>
    `InvalidArgument: '${field}' in ${action} action must be greater than or equal to 30 for storageClass '${to}'`;
  const invalid: readonly (readonly [string, Properties, string])[] = [
    ["STANDARD_IA before 30 days", moves([29, "STANDARD_IA"]), early("Days", "Transition", "STANDARD_IA")],
    ["ONEZONE_IA before 30 days", moves([0, "ONEZONE_IA"]), early("Days", "Transition", "ONEZONE_IA")],
    [
      "STANDARD_IA without days",
      { transitions: [{ storageClass: "STANDARD_IA" }] },
      early("Days", "Transition", "STANDARD_IA"),
    ],
    [
      "noncurrent STANDARD_IA before 30 days",
      { noncurrentVersionTransitions: [{ noncurrentDays: 7, storageClass: "STANDARD_IA" }] },
      early("NoncurrentDays", "NoncurrentVersionTransition", "STANDARD_IA"),
    ],
    [
      "GLACIER 29 days after STANDARD_IA",
      moves([30, "STANDARD_IA"], [59, "GLACIER"]),
      "InvalidArgument: 'Days' in the Transition action for StorageClass 'GLACIER' must be 30 days more than 'Days' in the Transition action for StorageClass 'STANDARD_IA'",
    ],
    [
      "STANDARD_IA after GLACIER",
      moves([30, "GLACIER"], [90, "STANDARD_IA"]),
      "InvalidArgument: 'Days' in the Transition action for StorageClass 'STANDARD_IA' must be less than 'Days' in the Transition action for StorageClass 'GLACIER'",
    ],
    ["two kinds of filter", { ...OFF, filter: { prefix: "a", objectSizeLessThan: 5 } }, MALFORMED],
    [
      "sizes the wrong way round",
      { ...OFF, filter: { and: { objectSizeGreaterThan: 200, objectSizeLessThan: 200 } } },
      "InvalidRequest: Filter element can only be specified with ObjectSizeGreaterThan less than ObjectSizeLessThan.",
    ],
    [
      "no action",
      { filter: { prefix: "a" } },
      "InvalidRequest: At least one action needs to be specified in a rule",
    ],
    [
      "a delete marker rule with days",
      { expiration: { days: 3, expiredObjectDeleteMarker: true } },
      MALFORMED,
    ],
    [
      "a delete marker rule by tag",
      { expiration: { expiredObjectDeleteMarker: true }, filter: { tag: { key: "a", value: "b" } } },
      "InvalidRequest: ExpiredObjectDeleteMarker cannot be specified with Tags.",
    ],
    [
      "aborted uploads by tag",
      {
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        filter: { tag: { key: "a", value: "b" } },
      },
      "InvalidRequest: AbortIncompleteMultipartUpload cannot be specified with Tags.",
    ],
    [
      "aborted uploads by size",
      { abortIncompleteMultipartUpload: { daysAfterInitiation: 7 }, filter: { objectSizeLessThan: 5 } },
      "InvalidRequest: AbortIncompleteMultipartUpload cannot be specified with Object Size.",
    ],
    [
      "noncurrent expiration after 0 days",
      { noncurrentVersionExpiration: { noncurrentDays: 0 } },
      "InvalidArgument: 'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer",
    ],
    [
      "expiration before its time",
      { expiration: { days: -1 } },
      "InvalidArgument: 'Days' for Expiration action must be a positive integer",
    ],
    [
      "a date at noon",
      { expiration: { date: "2030-01-01T12:00:00Z" } },
      "InvalidArgument: 'Date' must be at midnight GMT",
    ],
  ];
  for (const [what, rule, expected] of invalid)
    it(`rejects ${what}`, () => assert.equal(fault(rule), expected));

  it("rejects a duplicate id", () => {
    assert.equal(
      fault({ id: "a", ...OFF }, { id: "a", ...OFF }),
      "InvalidArgument: Rule ID must be unique. Found same ID for more than one rule",
    );
  });

  it("accepts 1000 rules and rejects 1001", () => {
    const rules = Array.from({ length: 1001 }, () => OFF);

    assert.equal(fault(...rules.slice(1)), undefined);
    assert.equal(fault(...rules), MALFORMED);
  });
});
