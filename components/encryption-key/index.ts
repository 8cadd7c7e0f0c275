import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../shared/arn";
import { fromAccount, type PolicyStatement, policyDocument } from "../shared/policy";
import type { EncryptionKeyArgs } from "./args";
import { resolveArgs } from "./resolve";

export type { EncryptionKeyArgs, TopicPublisher } from "./args";

/**
 * Customer managed key that encrypts the topics and log groups of one region, with rotation and an alias.
 *
 * The key's policy lets the account's own IAM policies administer and use the key, lets the named services publish to encrypted
 * topics for this account, and lets CloudWatch Logs encrypt the log groups of this account and region alone.
 *
 * @throws {ArgumentError} when a publisher is unknown or a period is out of its range
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export class EncryptionKey extends pulumi.ComponentResource {
  /** ARN of the key. */
  readonly keyArn: pulumi.Output<string>;
  /** Id of the key. */
  readonly keyId: pulumi.Output<string>;
  /** Name of the alias. */
  readonly aliasName: pulumi.Output<string>;

  constructor(name: string, args: EncryptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("archipelago:components:EncryptionKey", name, args, opts);
    const { description, topicPublishers, logGroups, deletionWindowDays, rotationDays, region, tags } =
      resolveArgs(name, args);
    const location = region ? { region } : {};
    const { accountId } = aws.getCallerIdentityOutput({}, { parent: this });
    const { partition, dnsSuffix } = aws.getPartitionOutput({}, { parent: this });
    const ownRegion = region ?? aws.getRegionOutput({}, { parent: this }).region;

    const services = topicPublishers.map((publisher) => `${publisher}.amazonaws.com`);
    const statements: readonly PolicyStatement[] = [
      administration(arn({ partition, service: "iam", account: accountId, resource: "root" })),
      ...(services.length > 0 ? [publishing(services, accountId)] : []),
      ...(logGroups
        ? [
            logging(
              pulumi.interpolate`logs.${ownRegion}.${dnsSuffix}`,
              arn({ partition, service: "logs", region: ownRegion, account: accountId, resource: "*" }),
            ),
          ]
        : []),
    ];
    const key = new aws.kms.Key(
      name,
      {
        ...location,
        description,
        policy: policyDocument(name, statements),
        enableKeyRotation: true,
        rotationPeriodInDays: rotationDays,
        deletionWindowInDays: deletionWindowDays,
        ...(tags ? { tags } : {}),
      },
      { parent: this },
    );
    const alias = new aws.kms.Alias(`${name}-alias`, { ...location, targetKeyId: key.id }, { parent: this });

    this.keyArn = key.arn;
    this.keyId = key.id;
    this.aliasName = alias.name;
    this.registerOutputs({ keyArn: this.keyArn, keyId: this.keyId, aliasName: this.aliasName });
  }
}

/** Resource of a statement in a key's policy: the key itself. */
const THIS_KEY = ["*"];

function administration(root: pulumi.Input<string>): PolicyStatement {
  return {
    sid: "AccountByItsIamPolicies",
    principals: { aws: [root] },
    actions: ["kms:*"],
    resources: THIS_KEY,
    wildcardBecause:
      "a key without this statement can become unmanageable; the account's IAM policies narrow it",
  };
}

function publishing(services: readonly string[], account: pulumi.Input<string>): PolicyStatement {
  return {
    sid: "PublishersOfTopics",
    principals: { services },
    actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
    resources: THIS_KEY,
    conditions: [fromAccount(account)],
    wildcardBecause: "in a key's policy the resource is the key itself",
  };
}

function logging(service: pulumi.Input<string>, logGroups: pulumi.Input<string>): PolicyStatement {
  return {
    sid: "LogGroupsOfThisRegion",
    principals: { services: [service] },
    actions: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
    resources: THIS_KEY,
    conditions: [{ test: "ArnLike", key: "kms:EncryptionContext:aws:logs:arn", values: [logGroups] }],
    wildcardBecause: "in a key's policy the resource is the key itself",
  };
}
