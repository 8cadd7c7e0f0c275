import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import {
  type PolicyStatement,
  policyDocument,
  publishByServices,
  tlsOnly,
  trustOfService,
} from "../../../components/shared/policy";
import { recordResources, resolved } from "../../helpers/mocks";

async function written(statements: readonly PolicyStatement[]) {
  await recordResources();
  return JSON.parse(await resolved(policyDocument("tide", statements)));
}

describe("policyDocument", () => {
  it("given every part of a statement, when written, then it is IAM's grammar", async () => {
    const document = await written([
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

  it("given one key under one test twice, when written, then both sets of values are kept", async () => {
    const { Statement } = await written([
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

  it("given a value that is JSON, when written, then it stays one value and adds no statement", async () => {
    const evil = '"},{"Effect":"Allow","Action":"*","Resource":"*"';
    const { Statement } = await written([{ actions: ["s3:GetObject"], resources: [evil] }]);

    assert.equal(Statement.length, 1);
    assert.deepEqual(Statement[0].Resource, [evil]);
  });

  const arn = ["arn:aws:s3:::tide"];
  for (const [statement, message] of [
    [
      { actions: ["*"], resources: arn },
      'an action of an Allow is "*", expected single actions; or say wildcardBecause',
    ],
    [
      { actions: ["s3:*"], resources: arn },
      'an action of an Allow is "s3:*", expected single actions; or say wildcardBecause',
    ],
    [
      { actions: ["s3:GetObject"], resources: ["*"] },
      'a resource of an Allow is "*", expected an ARN; or say wildcardBecause',
    ],
    [
      { actions: ["s3:GetObject"], resources: arn, principals: "everyone" as const },
      'principals of an Allow is "everyone", expected a condition that narrows it',
    ],
    [{ actions: ["get it"], resources: arn }, 'an action is "get it", expected the form service:Action'],
  ] as const) {
    it(`given ${JSON.stringify(statement)}, when written, then it is refused`, async () => {
      await assert.rejects(written([statement]), { message: `tide: ${message}` });
    });
  }

  it("given a wildcard with its reason, when written, then it is taken", async () => {
    const { Statement } = await written([
      { actions: ["logs:DescribeLogGroups"], resources: ["*"], wildcardBecause: "it has no ARN" },
    ]);

    assert.deepEqual(Statement, [{ Effect: "Allow", Action: ["logs:DescribeLogGroups"], Resource: ["*"] }]);
  });
});

describe("trustOfService", () => {
  it("given a service and an account, when written, then it may assume the role for that account alone", async () => {
    await recordResources();

    assert.deepEqual(
      JSON.parse(await resolved(trustOfService("tide", "ec2.amazonaws.com", "123456789012"))),
      {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: ["ec2.amazonaws.com"] },
            Action: ["sts:AssumeRole"],
            Condition: { StringEquals: { "aws:SourceAccount": ["123456789012"] } },
          },
        ],
      },
    );
  });
});

describe("tlsOnly", () => {
  it("given a minimum version, when written, then plain text and older versions are denied to everyone", async () => {
    const { Statement } = await written(tlsOnly("arn:aws:s3:::tide", "1.3"));
    const everything = {
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:*"],
      Resource: ["arn:aws:s3:::tide", "arn:aws:s3:::tide/*"],
    };

    assert.deepEqual(Statement, [
      { Sid: "DenyPlainText", ...everything, Condition: { Bool: { "aws:SecureTransport": ["false"] } } },
      { Sid: "DenyOldTls", ...everything, Condition: { NumericLessThan: { "s3:TlsVersion": ["1.3"] } } },
    ]);
  });

  it("given no minimum version, when made, then plain text alone is denied", () => {
    assert.deepEqual(
      tlsOnly("arn:aws:s3:::tide").map(({ sid }) => sid),
      ["DenyPlainText"],
    );
  });
});

describe("publishByServices", () => {
  it("given a service, when written, then it alone may publish, for this account and over TLS", async () => {
    const topic = "arn:aws:sns:eu-west-1:123456789012:tide";
    const { Statement } = await written(
      publishByServices(topic, "123456789012", ["cloudwatch.amazonaws.com"]),
    );

    assert.deepEqual(Statement, [
      {
        Sid: "PublishByServices",
        Effect: "Allow",
        Principal: { Service: ["cloudwatch.amazonaws.com"] },
        Action: ["sns:Publish"],
        Resource: [topic],
        Condition: { StringEquals: { "aws:SourceAccount": ["123456789012"] } },
      },
      {
        Sid: "DenyPlainText",
        Effect: "Deny",
        Principal: "*",
        Action: ["sns:Publish"],
        Resource: [topic],
        Condition: { Bool: { "aws:SecureTransport": ["false"] } },
      },
    ]);
  });
});
