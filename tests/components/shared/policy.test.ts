import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { type PolicyStatement, policyDocument } from "../../../components/shared/policy";
import { outputValue, recordResources } from "../../helpers/mocks";

async function render(statements: readonly PolicyStatement[]) {
  await recordResources();
  return JSON.parse(await outputValue(policyDocument("tide", statements)));
}

describe("policyDocument", () => {
  it("renders every part of a statement in the grammar of IAM", async () => {
    const document = await render([
      {
        sid: "Reads",
        principals: { aws: [pulumi.output("123456789012")] },
        actions: ["s3:GetObject"],
        resources: [pulumi.output("arn:aws:s3:::tide/*")],
        conditions: [
          { test: "StringEquals", key: "aws:SourceAccount", values: ["123456789012"] },
          { test: "StringEquals", key: "aws:PrincipalOrgID", values: ["o-example"] },
          { test: "Bool", key: "aws:SecureTransport", values: ["true"] },
        ],
      },
      {
        effect: "Deny",
        principals: { federated: ["accounts.example.com"] },
        actions: ["*"],
        resources: ["*"],
      },
    ]);

    assert.deepEqual(document, {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Reads",
          Effect: "Allow",
          Principal: { AWS: ["123456789012"] },
          Action: ["s3:GetObject"],
          Resource: ["arn:aws:s3:::tide/*"],
          Condition: {
            StringEquals: { "aws:SourceAccount": ["123456789012"], "aws:PrincipalOrgID": ["o-example"] },
            Bool: { "aws:SecureTransport": ["true"] },
          },
        },
        {
          Effect: "Deny",
          Principal: { Federated: ["accounts.example.com"] },
          Action: ["*"],
          Resource: ["*"],
        },
      ],
    });
  });

  it("merges the values of two conditions with the same test and key", async () => {
    const { Statement } = await render([
      {
        actions: ["s3:GetObject"],
        resources: ["arn:aws:s3:::tide/*"],
        conditions: [
          { test: "StringLike", key: "s3:prefix", values: ["a/"] },
          { test: "StringLike", key: "s3:prefix", values: ["b/"] },
        ],
      },
    ]);

    assert.deepEqual(Statement[0].Condition, { StringLike: { "s3:prefix": ["a/", "b/"] } });
  });

  it("keeps a value with JSON one value", async () => {
    const evil = '"},{"Effect":"Allow","Action":"*","Resource":"*"';
    const { Statement } = await render([{ actions: ["s3:GetObject"], resources: [evil] }]);

    assert.equal(Statement.length, 1);
    assert.deepEqual(Statement[0].Resource, [evil]);
  });

  const arn = ["arn:aws:s3:::tide"];
  for (const [statement, message] of [
    [
      { actions: ["*"], resources: arn },
      'an action of an Allow is "*", expected single actions; or set wildcardBecause',
    ],
    [
      { actions: ["s3:*"], resources: arn },
      'an action of an Allow is "s3:*", expected single actions; or set wildcardBecause',
    ],
    [
      { actions: ["s3:GetObject"], resources: ["*"] },
      'a resource of an Allow is "*", expected an ARN; or set wildcardBecause',
    ],
    [
      { actions: ["s3:GetObject"], resources: arn, principals: "everyone" as const },
      'principals of an Allow is "everyone", expected a condition that narrows it',
    ],
    [{ actions: ["get it"], resources: arn }, 'an action is "get it", expected the form service:Action'],
  ] as const) {
    it(`rejects ${JSON.stringify(statement)}`, async () => {
      await assert.rejects(render([statement]), { message: `tide: ${message}` });
    });
  }

  it("accepts a wildcard with a reason", async () => {
    const { Statement } = await render([
      { actions: ["logs:DescribeLogGroups"], resources: ["*"], wildcardBecause: "it has no ARN" },
    ]);

    assert.deepEqual(Statement, [{ Effect: "Allow", Action: ["logs:DescribeLogGroups"], Resource: ["*"] }]);
  });
});
