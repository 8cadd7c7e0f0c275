import assert from "node:assert/strict";
import { allowsService, Props } from "../../../../policies/kit";

const SERVICE = "cloudwatch.amazonaws.com";
const lets = (statement: Readonly<Record<string, unknown>>): boolean =>
  allowsService(new Props([{ Statement: [statement] }]), SERVICE, "sns:Publish");

describe("allowsService", () => {
  it("is true for statements that allow the service", () => {
    const let_ = [
      { Effect: "Allow", Principal: { Service: SERVICE }, Action: "sns:Publish" },
      {
        Effect: "Allow",
        Principal: { Service: ["a.amazonaws.com", SERVICE] },
        Action: ["sns:Get*", "SNS:Publ?sh"],
      },
      {
        Effect: "Allow",
        Principal: "*",
        Action: "*",
        Condition: { StringEquals: { "AWS:SourceOwner": "1" } },
      },
      { Effect: "Allow", Principal: { AWS: "*" }, Action: "sns:*" },
      { Effect: "Allow", Principal: "*", NotAction: "sns:DeleteTopic" },
    ];

    assert.deepEqual(let_.map(lets), [true, true, true, true, true]);
  });

  it("is false for other statements", () => {
    const not = [
      { Effect: "Deny", Principal: { Service: SERVICE }, Action: "sns:Publish" },
      { Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "sns:Publish" },
      { Effect: "Allow", Principal: { AWS: "123456789012" }, Action: "sns:Publish" },
      { Effect: "Allow", Principal: { Service: SERVICE }, Action: "sns.Publish" },
      { Effect: "Allow", Principal: { Service: SERVICE }, Action: "sns:PublishBatch" },
      { Effect: "Allow", Principal: "*", NotAction: "sns:*" },
      { Effect: "Allow", Action: "sns:Publish" },
    ];

    assert.deepEqual(not.map(lets), [false, false, false, false, false, false, false]);
  });
});
