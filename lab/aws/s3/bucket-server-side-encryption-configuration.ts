import { oneOf } from "../common/faults";
import { isGiven, several, single } from "../common/inputs";
import { AwsError } from "../errors";
import { satellite } from "./satellite";

const ALGORITHM = "applyServerSideEncryptionByDefault";

/** Default encryption of a bucket. */
export const bucketServerSideEncryptionConfiguration = satellite(
  "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  {
    check: (inputs) =>
      several(inputs.rules).flatMap((rule, index) =>
        oneOf(`rules[${index}].${ALGORITHM}.sseAlgorithm`, single(rule[ALGORITHM])?.sseAlgorithm, [
          "AES256",
          "aws:fsx",
          "aws:kms",
          "aws:kms:dsse",
        ]),
      ),
  },
  (_call, inputs) => {
    for (const rule of several(inputs.rules)) {
      const standard = single(rule[ALGORITHM]);
      if (standard?.sseAlgorithm !== "AES256" || !isGiven(standard.kmsMasterKeyId)) continue;
      throw new AwsError(
        "InvalidArgument",
        "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
        { source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html" },
      );
    }
  },
);
