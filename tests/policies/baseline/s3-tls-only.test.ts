import { s3TlsOnly } from "../../../policies/baseline/rules/s3-tls-only";
import {
  derivedFrom,
  type Fixtures,
  prove,
  ref,
  resource,
  setInput,
  unsetInput,
  withoutResources,
} from "../../helpers/policy";

const plain = {
  Sid: "DenyPlainText",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["arn:aws:s3:::data-of-example", "arn:aws:s3:::data-of-example/*"],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const reading = {
  Effect: "Allow",
  Principal: { Service: "cloudfront.amazonaws.com" },
  Action: ["s3:GetObject"],
  Resource: "arn:aws:s3:::data-of-example/*",
};

type Changes = Readonly<Record<string, unknown>>;

function document(...statements: readonly Changes[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

const bucket = resource("aws:s3/bucket:Bucket", "data", { bucket: "data-of-example" });
const policy = resource("aws:s3/bucketPolicy:BucketPolicy", "policy", {
  bucket: ref("data"),
  policy: document(reading, plain),
});

function withPolicy(...statements: readonly Changes[]): Fixtures {
  return [bucket, { ...policy, inputs: { ...policy.inputs, policy: document(...statements) } }];
}

function withPlain(changes: Changes): Fixtures {
  return withPolicy({ ...plain, ...changes });
}

const advice =
  '; add a statement with Effect "Deny", Principal "*", Action "s3:*", Resource with the bucket\'s ARN and that ARN with /*, and Condition {"Bool":{"aws:SecureTransport":"false"}}';
const noPolicy =
  'it has no policy that denies requests without TLS; create aws.s3.BucketPolicy and add a statement with Effect "Deny", Principal "*", Action "s3:*", Resource with the bucket\'s ARN and that ARN with /*, and Condition {"Bool":{"aws:SecureTransport":"false"}}';
const because = (why: string) =>
  `its policy, policy, does not deny requests without TLS (policy.Statement.0.${why})${advice}`;

const waiting =
  "denial of requests without TLS cannot be decided before the update, because policy of policy comes from data and";

prove(s3TlsOnly, {
  compliant: [bucket, policy],
  // S3 rejects a policy with another bucket's ARN, so the form of the ARN decides when the name is unknown.
  indifferent: ["data: bucket"],
  alsoCompliant: {
    "a policy as an object": [
      bucket,
      {
        ...policy,
        inputs: { bucket: ref("data"), policy: { Version: "2012-10-17", Statement: [reading, plain] } },
      },
    ],
    "a single statement outside a list, with lists as values": [
      bucket,
      {
        ...policy,
        inputs: {
          bucket: ref("data"),
          policy: JSON.stringify({
            Statement: {
              ...plain,
              Principal: { AWS: ["*"] },
              Action: ["S3:*"],
              Condition: { Bool: { "aws:securetransport": ["false"] } },
            },
          }),
        },
      },
    ],
    "a denial of every action, with false as a boolean": withPlain({
      Principal: { AWS: "*" },
      Action: "*",
      Resource: "*",
      Condition: { BoolIfExists: { "aws:SecureTransport": false } },
    }),
    "a pattern for the bucket and its objects": withPlain({ Resource: "arn:aws:s3:::data-of-example*" }),
    "another partition": withPlain({
      Resource: ["arn:aws-cn:s3:::data-of-example", "arn:aws-cn:s3:::data-of-example/*"],
    }),
    "a statement for the bucket and one for its objects": withPolicy(
      { ...plain, Resource: "arn:aws:s3:::data-of-example" },
      { ...plain, Resource: "arn:aws:s3:::data-of-example/*" },
    ),
    "an inline policy": [
      resource("aws:s3/bucket:Bucket", "data", { bucket: "data-of-example", policy: document(plain) }),
    ],
    "an inline policy of an alias type of version 2": [
      resource("aws:s3/bucketV2:BucketV2", "data", { bucket: "data-of-example", policy: document(plain) }),
    ],
    "a bucket with a generated name": [
      resource("aws:s3/bucket:Bucket", "data", {}, { outputs: { id: "data-of-example" } }),
      policy,
    ],
  },
  mutants: [
    {
      title: "no policy",
      change: (fixtures) => withoutResources(fixtures, "policy"),
      messages: { data: noPolicy },
    },
    {
      title: "an empty inline policy",
      change: () => [resource("aws:s3/bucket:Bucket", "data", { policy: "" })],
      messages: { data: noPolicy },
    },
    {
      title: "a policy that is not JSON",
      change: (fixtures) => setInput(fixtures, "policy", "policy", "Deny"),
      messages: { data: "its policy, policy, is not JSON, expected a policy document" },
    },
    {
      title: "a policy without a TLS statement",
      change: () => withPolicy(reading),
      messages: { data: `its policy, policy, does not deny requests without TLS${advice}` },
    },
    {
      title: "an inline policy without a TLS statement",
      change: () => [
        resource("aws:s3/bucket:Bucket", "data", { bucket: "data-of-example", policy: document(reading) }),
      ],
      messages: { data: `its policy does not deny requests without TLS${advice}` },
    },
    {
      title: "a statement that allows",
      change: () => withPlain({ Effect: "Allow" }),
      messages: { data: because('Effect is "Allow", expected "Deny"') },
    },
    {
      title: "a statement that denies TLS",
      change: () => withPlain({ Condition: { Bool: { "aws:SecureTransport": "true" } } }),
      messages: {
        data: because(
          'Condition.Bool is {"aws:SecureTransport":"true"}, expected {"aws:SecureTransport":"false"} under "Bool"',
        ),
      },
    },
    {
      title: "another operator",
      change: () => withPlain({ Condition: { Null: { "aws:SecureTransport": "false" } } }),
      messages: {
        data: because(
          'Condition.Null is {"aws:SecureTransport":"false"}, expected {"aws:SecureTransport":"false"} under "Bool"',
        ),
      },
    },
    {
      title: "one more condition",
      change: () =>
        withPlain({
          Condition: { ...plain.Condition, StringEquals: { "aws:SourceAccount": "123456789012" } },
        }),
      messages: {
        data: because("Condition.StringEquals.aws:SourceAccount narrows it, expected no other condition"),
      },
    },
    {
      title: "a statement for one principal",
      change: () => withPlain({ Principal: { AWS: "arn:aws:iam::123456789012:root" } }),
      messages: {
        data: because('Principal is {"AWS":"arn:aws:iam::123456789012:root"}, expected "*"'),
      },
    },
    {
      title: "a statement for only read actions",
      change: () => withPlain({ Action: ["s3:GetObject"] }),
      messages: { data: because('Action is ["s3:GetObject"], expected "s3:*"') },
    },
    {
      title: "a statement for the bucket without its objects",
      change: () => withPlain({ Resource: "arn:aws:s3:::data-of-example" }),
      messages: {
        data: "its policy, policy, denies requests without TLS, but not requests to its objects; add the bucket's ARN with /* to the statement's Resource",
      },
    },
    {
      title: "a statement for some of the objects",
      change: () =>
        withPlain({ Resource: ["arn:aws:s3:::data-of-example", "arn:aws:s3:::data-of-example/logs/*"] }),
      messages: {
        data: "its policy, policy, denies requests without TLS, but not requests to its objects; add the bucket's ARN with /* to the statement's Resource",
      },
    },
    {
      title: "a statement for the objects without the bucket",
      change: () => withPlain({ Resource: "arn:aws:s3:::data-of-example/*" }),
      messages: {
        data: "its policy, policy, denies requests without TLS, but not requests to the bucket itself; add the bucket's ARN to the statement's Resource",
      },
    },
    {
      title: "a statement with NotResource",
      change: (fixtures) =>
        setInput(fixtures, "policy", "policy", document({ ...plain, Resource: undefined, NotResource: "*" })),
      messages: {
        data: "its policy, policy, denies requests without TLS, but not requests to its objects; add the bucket's ARN with /* to the statement's Resource",
      },
    },
    {
      title: "a statement for another bucket",
      change: (fixtures) => setInput(fixtures, "data", "bucket", "data-of-another"),
      messages: {
        data: "its policy, policy, denies requests without TLS, but not requests to its objects; add the bucket's ARN with /* to the statement's Resource",
      },
    },
    {
      title: "a policy resource without a policy",
      change: (fixtures) => unsetInput(fixtures, "policy", "policy"),
      messages: { data: noPolicy },
    },
    {
      title: "a statement that allows, with resources derived from the bucket's ARN",
      change: (fixtures) =>
        setInput(fixtures, "policy", "policy", {
          Statement: [{ ...plain, Effect: "Allow", Resource: derivedFrom("*", "data") }],
        }),
      messages: { data: because('Effect is "Allow", expected "Deny"') },
    },
    {
      title: "two policies",
      change: (fixtures) => [...fixtures, { ...policy, name: "again" }],
      messages: {
        data: "its policy is set by 2 resources, again and policy, expected one; remove the others",
      },
    },
  ],
  deferred: {
    "a compliant policy derived from the bucket's ARN": {
      change: (fixtures) => setInput(fixtures, "policy", "policy", derivedFrom(document(plain), "data")),
      preview: { data: waiting },
    },
    "a policy without a TLS statement, derived from the bucket's ARN": {
      change: (fixtures) => setInput(fixtures, "policy", "policy", derivedFrom(document(reading), "data")),
      preview: { data: waiting },
      up: { data: `its policy, policy, does not deny requests without TLS${advice}` },
    },
    "a statement whose resources derive from the bucket's ARN": {
      change: (fixtures) =>
        setInput(fixtures, "policy", "policy", {
          Statement: [
            {
              ...plain,
              Resource: [
                derivedFrom("arn:aws:s3:::data-of-example", "data"),
                derivedFrom("arn:aws:s3:::data-of-example/*", "data"),
              ],
            },
          ],
        }),
      preview: {
        data: "denial of requests without TLS cannot be decided before the update, because policy.Statement.0.Resource.0 of policy comes from data and",
      },
    },
  },
});
