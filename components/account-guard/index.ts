import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AccountGuardArgs } from "./args";
import { resolveArgs } from "./resolve";

export type { AccountGuardArgs } from "./args";

/**
 * Settings of the account that close what single resources could open: public buckets of S3, and public clusters of EMR.
 *
 * These settings exist once in an account, or once in a region of it. Several environments in one account may each have an
 * AccountGuard: all of them set the same values, which no argument changes. A destroy leaves the block of S3 in place,
 * since other buckets of the account rely on it; that of EMR returns to AWS's default, which still blocks all ports but 22.
 *
 * @throws {ArgumentError} when no guard is on
 */
export class AccountGuard extends pulumi.ComponentResource {
  /** Account whose public buckets S3 blocks; undefined without blockPublicBuckets. */
  readonly accountId: pulumi.Output<string | undefined>;

  constructor(name: string, args: AccountGuardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("archipelago:components:AccountGuard", name, args, opts);
    const { blockPublicBuckets, blockPublicClusters } = resolveArgs(name, args);

    const buckets = blockPublicBuckets
      ? new aws.s3.AccountPublicAccessBlock(
          `${name}-buckets`,
          {
            blockPublicAcls: true,
            blockPublicPolicy: true,
            ignorePublicAcls: true,
            restrictPublicBuckets: true,
          },
          // the account's other buckets, and other environments, rely on the block
          { parent: this, retainOnDelete: true },
        )
      : undefined;
    if (blockPublicClusters)
      new aws.emr.BlockPublicAccessConfiguration(
        `${name}-clusters`,
        { blockPublicSecurityGroupRules: true },
        { parent: this },
      );

    this.accountId = buckets?.accountId ?? pulumi.output(undefined);
    this.registerOutputs({ accountId: this.accountId });
  }
}
