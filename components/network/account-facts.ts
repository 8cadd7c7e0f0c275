import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** Account, partition and region of a network. */
export interface AccountFacts {
  /** Twelve digits of the account. */
  readonly account: pulumi.Output<string>;
  /** Partition, such as `aws`. */
  readonly partition: pulumi.Output<string>;
  /** Code of the region. */
  readonly region: pulumi.Output<string>;
}

/** Looks up account, partition and region of the provider. */
export function findAccountFacts(parent: pulumi.Resource): AccountFacts {
  return {
    account: aws.getCallerIdentityOutput({}, { parent }).accountId,
    partition: aws.getPartitionOutput({}, { parent }).partition,
    region: aws.getRegionOutput({}, { parent }).region,
  };
}
