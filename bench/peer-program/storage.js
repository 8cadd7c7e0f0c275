const { iam, s3 } = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");
const { policy, trust } = require("./policies");

const RULE = {
  id: "age",
  status: "Enabled",
  filter: { prefix: "" },
  transitions: [{ days: 30, storageClass: "STANDARD_IA" }],
  expiration: { days: 365 },
  noncurrentVersionExpiration: { noncurrentDays: 90 },
};
const CLOSED = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};

/** Two buckets, versioned, encrypted and closed; the first is replicated into the second. */
exports.storage = ({ at, opts, tags, name }) => {
  const [data, logs] = ["data", "logs"].map((role) => {
    const { id, arn } = new s3.Bucket(name(role), { ...at, tags }, opts);
    const versioningConfiguration = { status: "Enabled" };
    const versions = { ...at, bucket: id, versioningConfiguration };
    const versioning = new s3.BucketVersioning(name(`${role}-versions`), versions, opts);
    const ageing = { ...at, bucket: id, rules: [RULE] };
    new s3.BucketLifecycleConfiguration(name(`${role}-lifecycle`), ageing, opts);
    const applyServerSideEncryptionByDefault = { sseAlgorithm: "aws:kms" };
    const rules = [{ applyServerSideEncryptionByDefault, bucketKeyEnabled: true }];
    const encryption = { ...at, bucket: id, rules };
    new s3.BucketServerSideEncryptionConfiguration(name(`${role}-encryption`), encryption, opts);
    new s3.BucketPublicAccessBlock(name(`${role}-closed`), { ...at, bucket: id, ...CLOSED }, opts);
    return { id, arn, versioning };
  });

  const Condition = { Bool: { "aws:SecureTransport": "false" } };
  const Resource = [data.arn, pulumi.interpolate`${data.arn}/*`];
  const tlsOnly = policy({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource, Condition });
  new s3.BucketPolicy(name("data-policy"), { ...at, bucket: data.id, policy: tlsOnly }, opts);

  const role = { assumeRolePolicy: trust("s3.amazonaws.com"), tags };
  const copier = new iam.Role(name("copy-role"), role, opts);
  const Action = ["s3:GetReplicationConfiguration", "s3:ListBucket"];
  const mayCopy = { role: copier.id, policy: policy({ Effect: "Allow", Action, Resource: data.arn }) };
  new iam.RolePolicy(name("copy-policy"), mayCopy, opts);
  const destination = { bucket: logs.arn, storageClass: "STANDARD" };
  const rules = [{ id: "all", status: "Enabled", destination }];
  const copy = { ...at, bucket: data.id, role: copier.arn, rules };
  const dependsOn = [data.versioning, logs.versioning];
  new s3.BucketReplicationConfig(name("copy"), copy, { ...opts, dependsOn });
};
