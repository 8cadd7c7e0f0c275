import {
  BUCKET,
  BUCKET_ENCRYPTION,
  checkSetOnce,
  evaluateWithin,
  findBucketSettings,
  findFlawsUnlessOnePasses,
  formatValue,
  type Props,
  stackRule,
} from "../../kit";

const KMS = ["aws:kms", "aws:kms:dsse"] as const;

/** Every bucket says how it encrypts, and does so with a key of KMS where that is required. */
export const s3Encryption = stackRule<{ readonly requireKms: boolean }>({
  name: "s3-encryption",
  title: "Buckets say how they encrypt",
  description:
    "Every S3 bucket says how its objects are encrypted; with a key of KMS where that is required.",
  level: "advisory",
  severity: "medium",
  framework: {
    name: "AWS Security Hub",
    version: "1.0.0",
    reference: "S3.17",
    specification: "S3 general purpose buckets should be encrypted at rest with AWS KMS keys",
  },
  tags: ["storage", "checkov:CKV_AWS_145"],
  remediationSteps:
    'Add one aws.s3.BucketServerSideEncryptionConfiguration whose rules[0].applyServerSideEncryptionByDefault has sseAlgorithm "AES256", or "aws:kms" and kmsMasterKeyId.',
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html",
  settings: {
    requireKms: {
      type: "boolean",
      default: false,
      description: "Whether a key of KMS is required, rather than S3's own.",
    },
  },
  types: BUCKET,
  checks: {
    encryption: (bucket, { stack, settings: { requireKms } }) => {
      const configurations = findBucketSettings(stack, bucket, BUCKET_ENCRYPTION);
      const twice = checkSetOnce(configurations, "encryption");
      if (twice) return twice;
      const [configuration = bucket] = configurations;
      const rules = configuration === bucket ? INLINE : ["rules"];
      const wanted = requireKms ? KMS : ["AES256", ...KMS];
      const judge = (): readonly string[] | undefined =>
        findFlawsUnlessOnePasses(
          rules.flatMap((path) => configuration.list(path)),
          (rule) => flawOf(rule, wanted),
        );
      const flaws = configuration === bucket ? judge() : evaluateWithin(configuration, judge);
      if (!flaws) return undefined;
      const form = wanted.map((one) => JSON.stringify(one)).join(" or ");
      const why = flaws.length > 0 ? ` (${flaws.join("; ")})` : "";
      return `nothing encrypts its objects by ${form}${why}; add aws.s3.BucketServerSideEncryptionConfiguration with such a sseAlgorithm`;
    },
  },
});

const INLINE = ["serverSideEncryptionConfiguration.rule", "serverSideEncryptionConfigurations.0.rules"];

function flawOf(rule: Props, wanted: readonly string[]): string | undefined {
  const byDefault =
    rule.object("applyServerSideEncryptionByDefault") ?? rule.object("applyServerSideEncryptionByDefaults");
  const algorithm = byDefault?.string("sseAlgorithm");
  if (algorithm !== undefined && wanted.includes(algorithm)) return undefined;
  const at = byDefault?.at ?? `${rule.at}applyServerSideEncryptionByDefault.`;
  return `${at}sseAlgorithm is ${formatValue(algorithm)}`;
}
