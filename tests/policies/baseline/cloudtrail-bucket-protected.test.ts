import { cloudtrailBucketProtected } from "../../../policies/baseline/rules/cloudtrail-bucket-protected";
import {
  type Fixtures,
  prove,
  ref,
  resource,
  setInput,
  unknown,
  withoutResources,
} from "../../helpers/policy";

const closed = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};
const fixtures: Fixtures = [
  resource("aws:cloudtrail/trail:Trail", "audit", { s3BucketName: ref("evidence") }),
  resource("aws:s3/bucket:Bucket", "evidence", { forceDestroy: false }),
  resource("aws:s3/bucketVersioning:BucketVersioning", "versioning", {
    bucket: ref("evidence"),
    versioningConfiguration: { status: "Enabled" },
  }),
  resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "block", {
    bucket: ref("evidence"),
    ...closed,
  }),
  resource("aws:s3/bucketLogging:BucketLogging", "logging", {
    bucket: ref("evidence"),
    targetBucket: "logs-of-example",
    targetPrefix: "evidence/",
  }),
];

prove(cloudtrailBucketProtected, {
  compliant: fixtures,
  alsoCompliant: {
    "a bucket of another stack": [
      resource("aws:cloudtrail/trail:Trail", "audit", { s3BucketName: "evidence-of-another-stack" }),
    ],
    "inline blocks and the account's public access block": [
      resource("aws:cloudtrail/trail:Trail", "audit", { s3BucketName: ref("evidence", "bucket") }),
      resource("aws:s3/bucketV2:BucketV2", "evidence", {
        bucket: "evidence-of-example",
        versionings: [{ enabled: true }],
        loggings: [{ targetBucket: "logs-of-example" }],
      }),
      resource("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", "account", closed),
    ],
  },
  mutants: [
    {
      title: "no versioning",
      change: (all) => withoutResources(all, "versioning"),
      messages: {
        audit:
          'its bucket evidence is not versioned; add aws.s3.BucketVersioning with versioningConfiguration.status "Enabled"',
      },
    },
    {
      title: "public access",
      change: (all) => withoutResources(all, "block"),
      messages: {
        audit:
          "its bucket evidence does not block public access, since nothing sets blockPublicAcls, blockPublicPolicy, ignorePublicAcls, restrictPublicBuckets; add aws.s3.BucketPublicAccessBlock with all four true",
      },
    },
    {
      title: "an incomplete public access block",
      change: (all) => setInput(all, "block", "restrictPublicBuckets", false),
      messages: {
        audit:
          "its bucket evidence does not block public access, since nothing sets restrictPublicBuckets; add aws.s3.BucketPublicAccessBlock with all four true",
      },
    },
    {
      title: "no access logs",
      change: (all) => withoutResources(all, "logging"),
      messages: {
        audit:
          "its bucket evidence has no access logs; add aws.s3.BucketLogging with another bucket as targetBucket",
      },
    },
    {
      title: "a bucket that is deleted with its objects",
      change: (all) => setInput(all, "evidence", "forceDestroy", true),
      messages: {
        audit:
          "its bucket evidence is deleted together with its objects, since forceDestroy is true, expected false",
      },
    },
    {
      title: "a bucket with an unknown forceDestroy in a preview",
      change: (all) => setInput(all, "evidence", "forceDestroy", unknown),
      messages: {
        audit:
          "bucket deletion cannot be decided because forceDestroy of evidence is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
    },
  ],
});
