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
  '; add a statement with Effect "Deny", Principal "*", Action "s3:*", as Resource the bucket\'s ARN and that ARN with /*, and Condition {"Bool":{"aws:SecureTransport":"false"}}';
const noPolicy =
  'it has no policy that denies requests without TLS; give it aws.s3.BucketPolicy and add a statement with Effect "Deny", Principal "*", Action "s3:*", as Resource the bucket\'s ARN and that ARN with /*, and Condition {"Bool":{"aws:SecureTransport":"false"}}';
const because = (why: string) =>
  `its policy, policy, does not deny requests without TLS (policy.Statement.0.${why})${advice}`;

prove(s3TlsOnly, {
  compliant: [bucket, policy],
  // S3 refuses a policy that speaks of another bucket, so that without a name the form of the ARN decides.
  indifferent: ["data: bucket"],
  alsoCompliant: {
    "the policy as an object": [
      bucket,
      {
        ...policy,
        inputs: { bucket: ref("data"), policy: { Version: "2012-10-17", Statement: [reading, plain] } },
      },
    ],
    "one statement that is no list, with lists for values": [
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
    "everything denied, and false as a truth value": withPlain({
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
    "an inline policy of an alias of version 2": [
      resource("aws:s3/bucketV2:BucketV2", "data", { bucket: "data-of-example", policy: document(plain) }),
    ],
    "a bucket that the provider names": [
      resource("aws:s3/bucket:Bucket", "data", {}, { outputs: { id: "data-of-example" } }),
      policy,
    ],
  },
  mutants: [
    {
      title: "no policy",
      change: (world) => withoutResources(world, "policy"),
      messages: { data: noPolicy },
    },
    {
      title: "an inline policy that is empty",
      change: () => [resource("aws:s3/bucket:Bucket", "data", { policy: "" })],
      messages: { data: noPolicy },
    },
    {
      title: "a policy that is no JSON",
      change: (world) => setInput(world, "policy", "policy", "Deny"),
      messages: { data: "its policy, policy, is no JSON, expected a policy document" },
    },
    {
      title: "a policy about other things",
      change: () => withPolicy(reading),
      messages: { data: `its policy, policy, does not deny requests without TLS${advice}` },
    },
    {
      title: "an inline policy about other things",
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
      title: "a statement about one principal",
      change: () => withPlain({ Principal: { AWS: "arn:aws:iam::123456789012:root" } }),
      messages: {
        data: because('Principal is {"AWS":"arn:aws:iam::123456789012:root"}, expected "*"'),
      },
    },
    {
      title: "a statement about reading alone",
      change: () => withPlain({ Action: ["s3:GetObject"] }),
      messages: { data: because('Action is ["s3:GetObject"], expected "s3:*"') },
    },
    {
      title: "a statement about the bucket without its objects",
      change: () => withPlain({ Resource: "arn:aws:s3:::data-of-example" }),
      messages: {
        data: "its policy, policy, denies requests without TLS, but not those to its objects; add the bucket's ARN with /* to the statement's Resource",
      },
    },
    {
      title: "a statement about some of the objects",
      change: () =>
        withPlain({ Resource: ["arn:aws:s3:::data-of-example", "arn:aws:s3:::data-of-example/logs/*"] }),
      messages: {
        data: "its policy, policy, denies requests without TLS, but not those to its objects; add the bucket's ARN with /* to the statement's Resource",
      },
    },
    {
      title: "a statement about the objects without the bucket",
      change: () => withPlain({ Resource: "arn:aws:s3:::data-of-example/*" }),
      messages: {
        data: "its policy, policy, denies requests without TLS, but not those to the bucket itself; add the bucket's ARN to the statement's Resource",
      },
    },
    {
      title: "a statement about all but something",
      change: (world) =>
        setInput(world, "policy", "policy", document({ ...plain, Resource: undefined, NotResource: "*" })),
      messages: {
        data: "its policy, policy, denies requests without TLS, but not those to its objects; add the bucket's ARN with /* to the statement's Resource",
      },
    },
    {
      title: "a statement about another bucket",
      change: (world) => setInput(world, "data", "bucket", "data-of-another"),
      messages: {
        data: "its policy, policy, denies requests without TLS, but not those to its objects; add the bucket's ARN with /* to the statement's Resource",
      },
    },
    {
      title: "a policy without text",
      change: (world) => unsetInput(world, "policy", "policy"),
      messages: { data: noPolicy },
    },
    {
      title: "a policy made of the bucket's ARN",
      change: (world) => setInput(world, "policy", "policy", derivedFrom(document(plain), "data")),
      when: "preview",
      messages: {
        data: "denial of requests without TLS cannot be decided because policy of policy is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
    },
    {
      title: "two policies",
      change: (world) => [...world, { ...policy, name: "again" }],
      messages: {
        data: "its policy is set by 2 resources, again and policy, expected one; remove the others",
      },
    },
  ],
});
