import { checkOneOf } from "../common/checks";
import { firstObject, isGiven, listObjects } from "../common/inputs";
import { AwsError } from "../errors";
import { bucketConfigurationType } from "./bucket-configuration-type";

const ALGORITHM = "applyServerSideEncryptionByDefault";

/** Default encryption of a bucket. */
export const bucketServerSideEncryptionConfiguration = bucketConfigurationType(
  "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  {
    check: (inputs) =>
      listObjects(inputs.rules).flatMap((rule, index) =>
        checkOneOf(`rules[${index}].${ALGORITHM}.sseAlgorithm`, firstObject(rule[ALGORITHM])?.sseAlgorithm, [
          "AES256",
          "aws:fsx",
          "aws:kms",
          "aws:kms:dsse",
        ]),
      ),
  },
  (_call, inputs) => {
    for (const rule of listObjects(inputs.rules)) {
      const standard = firstObject(rule[ALGORITHM]);
      if (standard?.sseAlgorithm !== "AES256" || !isGiven(standard.kmsMasterKeyId)) continue;
      throw new AwsError(
        "InvalidArgument",
        "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
        { source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html" },
      );
    }
  },
);
