import { s3TlsOnly } from "../../../policies/baseline/rules/s3-tls-only";
import { madeFrom, prove, ref, resource, set, unset, type World, without } from "../../helpers/policy";

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

function withPolicy(...statements: readonly Changes[]): World {
  return [bucket, { ...policy, inputs: { ...policy.inputs, policy: document(...statements) } }];
}

function withPlain(changes: Changes): World {
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
    { given: "no policy", change: (world) => without(world, "policy"), told: { data: noPolicy } },
    {
      given: "an inline policy that is empty",
      change: () => [resource("aws:s3/bucket:Bucket", "data", { policy: "" })],
      told: { data: noPolicy },
    },
    {
      given: "a policy that is no JSON",
      change: (world) => set(world, "policy", "policy", "Deny"),
      told: { data: "its policy, policy, is no JSON, expected a policy document" },
    },
    {
      given: "a policy about other things",
      change: () => withPolicy(reading),
      told: { data: `its policy, policy, does not deny requests without TLS${advice}` },
    },
    {
      given: "an inline policy about other things",
      change: () => [
        resource("aws:s3/bucket:Bucket", "data", { bucket: "data-of-example", policy: document(reading) }),
      ],
      told: { data: `its policy does not deny requests without TLS${advice}` },
    },
    {
      given: "a statement that allows",
      change: () => withPlain({ Effect: "Allow" }),
      told: { data: because('Effect is "Allow", expected "Deny"') },
    },
    {
      given: "a statement that denies TLS",
      change: () => withPlain({ Condition: { Bool: { "aws:SecureTransport": "true" } } }),
      told: {
        data: because(
          'Condition.Bool is {"aws:SecureTransport":"true"}, expected {"aws:SecureTransport":"false"} under "Bool"',
        ),
      },
    },
    {
      given: "another operator",
      change: () => withPlain({ Condition: { Null: { "aws:SecureTransport": "false" } } }),
      told: {
        data: because(
          'Condition.Null is {"aws:SecureTransport":"false"}, expected {"aws:SecureTransport":"false"} under "Bool"',
        ),
      },
    },
    {
      given: "one more condition",
      change: () =>
        withPlain({
          Condition: { ...plain.Condition, StringEquals: { "aws:SourceAccount": "123456789012" } },
        }),
      told: {
        data: because("Condition.StringEquals.aws:SourceAccount narrows it, expected no other condition"),
      },
    },
    {
      given: "a statement about one principal",
      change: () => withPlain({ Principal: { AWS: "arn:aws:iam::123456789012:root" } }),
      told: {
        data: because('Principal is {"AWS":"arn:aws:iam::123456789012:root"}, expected "*"'),
      },
    },
    {
      given: "a statement about reading alone",
      change: () => withPlain({ Action: ["s3:GetObject"] }),
      told: { data: because('Action is ["s3:GetObject"], expected "s3:*"') },
    },
    {
      given: "a statement about the bucket without its objects",
      change: () => withPlain({ Resource: "arn:aws:s3:::data-of-example" }),
      told: {
        data: "its policy, policy, denies requests without TLS, but not those to its objects; add the bucket's ARN with /* to the statement's Resource",
      },
    },
    {
      given: "a statement about some of the objects",
      change: () =>
        withPlain({ Resource: ["arn:aws:s3:::data-of-example", "arn:aws:s3:::data-of-example/logs/*"] }),
      told: {
        data: "its policy, policy, denies requests without TLS, but not those to its objects; add the bucket's ARN with /* to the statement's Resource",
      },
    },
    {
      given: "a statement about the objects without the bucket",
      change: () => withPlain({ Resource: "arn:aws:s3:::data-of-example/*" }),
      told: {
        data: "its policy, policy, denies requests without TLS, but not those to the bucket itself; add the bucket's ARN to the statement's Resource",
      },
    },
    {
      given: "a statement about all but something",
      change: (world) =>
        set(world, "policy", "policy", document({ ...plain, Resource: undefined, NotResource: "*" })),
      told: {
        data: "its policy, policy, denies requests without TLS, but not those to its objects; add the bucket's ARN with /* to the statement's Resource",
      },
    },
    {
      given: "a statement about another bucket",
      change: (world) => set(world, "data", "bucket", "data-of-another"),
      told: {
        data: "its policy, policy, denies requests without TLS, but not those to its objects; add the bucket's ARN with /* to the statement's Resource",
      },
    },
    {
      given: "a policy without text",
      change: (world) => unset(world, "policy", "policy"),
      told: { data: noPolicy },
    },
    {
      given: "a policy made of the bucket's ARN",
      change: (world) => set(world, "policy", "policy", madeFrom(document(plain), "data")),
      when: "preview",
      told: {
        data: "denial of requests without TLS cannot be decided, since policy of policy is not known yet; make it of values that a preview knows, such as names in place of ARNs, or set onUnknown for this policy",
      },
    },
    {
      given: "two policies",
      change: (world) => [...world, { ...policy, name: "again" }],
      told: { data: "its policy is set by 2 resources, again and policy, expected one; remove the others" },
    },
  ],
});
