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

/** Every bucket sets its encryption explicitly, with a KMS key where that is required. */
export const s3Encryption = stackRule<{ readonly requireKms: boolean }>({
  name: "s3-encryption",
  title: "Buckets have explicit encryption",
  description:
    "Every S3 bucket sets the encryption of its objects explicitly, with a KMS key where that is required.",
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
      description: "Whether a KMS key is required instead of S3-managed encryption.",
    },
  },
  types: BUCKET,
  checks: {
    encryption: (bucket, { stack, settings: { requireKms } }) => {
      const configurations = findBucketSettings(stack, bucket, BUCKET_ENCRYPTION);
      const duplicate = checkSetOnce(configurations, "encryption");
      if (duplicate) return duplicate;
      const [configuration = bucket] = configurations;
      const rules = configuration === bucket ? INLINE : ["rules"];
      const expected = requireKms ? KMS : ["AES256", ...KMS];
      const findRuleFaults = (): readonly string[] | undefined =>
        findFlawsUnlessOnePasses(
          rules.flatMap((path) => configuration.list(path)),
          (rule) => findFault(rule, expected),
        );
      const faults =
        configuration === bucket ? findRuleFaults() : evaluateWithin(configuration, findRuleFaults);
      if (!faults) return undefined;
      const form = expected.map((one) => JSON.stringify(one)).join(" or ");
      const why = faults.length > 0 ? ` (${faults.join("; ")})` : "";
      return `no rule encrypts its objects with ${form}${why}; add aws.s3.BucketServerSideEncryptionConfiguration with such an sseAlgorithm`;
    },
  },
});

const INLINE = ["serverSideEncryptionConfiguration.rule", "serverSideEncryptionConfigurations.0.rules"];

function findFault(rule: Props, expected: readonly string[]): string | undefined {
  const byDefault =
    rule.object("applyServerSideEncryptionByDefault") ?? rule.object("applyServerSideEncryptionByDefaults");
  const algorithm = byDefault?.string("sseAlgorithm");
  if (algorithm !== undefined && expected.includes(algorithm)) return undefined;
  const at = byDefault?.at ?? `${rule.at}applyServerSideEncryptionByDefault.`;
  return `${at}sseAlgorithm is ${formatValue(algorithm)}`;
}
