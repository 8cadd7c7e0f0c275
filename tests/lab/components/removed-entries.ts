import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Cdn, DnsRouting, StorageReplication } from "../../../components";

const provider = new aws.Provider("seoul", { region: "ap-northeast-2" });
const source = new aws.s3.Bucket("source", {}, { provider });
const versioning = new aws.s3.BucketVersioning(
  "source",
  { bucket: source.bucket, versioningConfiguration: { status: "Enabled" } },
  { provider },
);
const zone = new aws.route53.Zone("reef", { name: "example.com" }, { provider });
const certificate = new aws.acm.Certificate(
  "certificate",
  { domainName: "*.example.com", validationMethod: "DNS", region: "us-east-1" },
  { provider },
);
const validationOption = certificate.domainValidationOptions.apply(([option]) => {
  if (!option) throw new Error("the certificate has no validation option");
  return option;
});
const validationRecord = new aws.route53.Record(
  "validation",
  {
    zoneId: zone.zoneId,
    name: validationOption.resourceRecordName,
    type: validationOption.resourceRecordType,
    records: [validationOption.resourceRecordValue],
    ttl: 60,
  },
  { provider },
);
const validation = new aws.acm.CertificateValidation(
  "certificate",
  {
    region: "us-east-1",
    certificateArn: certificate.arn,
    validationRecordFqdns: [validationRecord.fqdn],
  },
  { provider },
);
const withoutFirst = new pulumi.Config().getBoolean("withoutFirst") ?? false;

/** Returns the list, without its first entry when the configuration says so. */
const list = <T>(...entries: T[]): T[] => (withoutFirst ? entries.slice(1) : entries);

/** Returns the map, without its first entry when the configuration says so. */
const map = <T>(entries: Record<string, T>): Record<string, T> =>
  Object.fromEntries(list(...Object.entries(entries)));

const east = { target: { values: ["192.0.2.1"] } };
const west = { target: { values: ["192.0.2.2"] } };
const bucketArns = ["alpha", "beta", "gamma"].map((name) => {
  const bucket = new aws.s3.Bucket(name, {}, { provider });
  const { id } = new aws.s3.BucketVersioning(
    name,
    { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
    { provider },
  );
  return pulumi.all([bucket.arn, id]).apply(([arn]) => arn);
});
const [alpha = "", beta = "", gamma = ""] = bucketArns;

new DnsRouting(
  "sea",
  {
    zone: { name: "example.com" },
    healthChecks: map({ alpha: { fqdn: "alpha.example.com" }, beta: { fqdn: "beta.example.com" } }),
    alarmTopicArns: ["arn:aws:sns:us-east-1:123456789012:alarms"],
    records: {
      ...map({
        first: { policy: "simple", name: "first.example.com", ...east },
        second: { policy: "simple", name: "second.example.com", ...west },
      }),
      latency: {
        policy: "latency",
        name: "latency.example.com",
        endpoints: map({ "us-east-1": east, "us-west-2": west, "eu-west-1": west }),
      },
      weighted: {
        policy: "weighted",
        name: "weighted.example.com",
        endpoints: map({ blue: { ...east, weight: 1 }, green: { ...west, weight: 1 } }),
      },
    },
  },
  { provider },
);
new StorageReplication(
  "current",
  {
    sourceBucketName: versioning.bucket,
    sourceBucketArn: source.arn,
    destinations: map({
      alpha: { bucketArn: alpha },
      beta: { bucketArn: beta },
      gamma: { bucketArn: gamma },
    }),
  },
  { provider },
);
new Cdn(
  "reef",
  {
    primary: { region: "ap-northeast-2", bucketRegionalDomainName: source.bucketRegionalDomainName },
    domain: {
      aliases: list("a.example.com", "b.example.com"),
      certificateArn: validation.certificateArn,
      zoneId: zone.zoneId,
    },
  },
  { provider },
);
