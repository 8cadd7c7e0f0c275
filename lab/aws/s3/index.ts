import type { ResourceType, Service } from "../resource-type";
import { bucket } from "./bucket";
import { bucketAcl } from "./bucket-acl";
import { bucketCorsConfiguration } from "./bucket-cors-configuration";
import { bucketIntelligentTieringConfiguration } from "./bucket-intelligent-tiering-configuration";
import { bucketLifecycleConfiguration } from "./bucket-lifecycle-configuration";
import { bucketLogging } from "./bucket-logging";
import { bucketNotification } from "./bucket-notification";
import { bucketObjectv2 } from "./bucket-object";
import { bucketObjectLockConfiguration } from "./bucket-object-lock-configuration";
import { bucketOwnershipControls } from "./bucket-ownership-controls";
import { bucketPolicy } from "./bucket-policy";
import { bucketPublicAccessBlock } from "./bucket-public-access-block";
import { bucketReplicationConfig } from "./bucket-replication-config";
import { bucketServerSideEncryptionConfiguration } from "./bucket-server-side-encryption-configuration";
import { bucketVersioning } from "./bucket-versioning";

/** Simple Storage Service. */
export const s3: Service = {
  name: "s3",
  types: [
    bucket,
    bucketAcl,
    bucketCorsConfiguration,
    bucketIntelligentTieringConfiguration,
    bucketLifecycleConfiguration,
    bucketLogging,
    bucketNotification,
    bucketObjectLockConfiguration,
    bucketObjectv2,
    bucketOwnershipControls,
    bucketPolicy,
    bucketPublicAccessBlock,
    bucketReplicationConfig,
    bucketServerSideEncryptionConfiguration,
    bucketVersioning,
    twinType("aws:s3/bucketV2:BucketV2", bucket),
  ],
};

// The SDK keeps the former name of the bucket's type as a deprecated twin.
function twinType(type: string, rules: ResourceType): ResourceType {
  return { ...rules, type };
}
