import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../shared/arn";
import { EXPIRY_TAG } from "../shared/expiry-tag";
import { FUNCTION_HANDLER, functionCode } from "../shared/function-code";
import { policyDocument } from "../shared/policy";
import { createServiceRole } from "../shared/roles";
import { createAlarms, REAPER_NAMESPACE } from "./alarms";
import type { ReaperArgs } from "./args";
import { createDeadLetters } from "./dead-letters";
import { functionStatements } from "./permissions";
import { resolveArgs } from "./resolve";
import { createSchedule } from "./schedule";

export type { ReaperArgs } from "./args";

/**
 * Guard of one region that terminates EMR clusters at their end of life: a function that a schedule runs every few minutes. It
 * works without the program, without the network of the cluster, and also while a cluster is busy.
 *
 * It acts on clusters with all of `clusterTags` only, and reads their end from the tag `expiresAt`, which `EphemeralCluster`
 * sets. A cluster with these tags but without a readable end is left alone and raises an alarm, as do a termination, a failed or
 * lost run, and a reaper that has stopped. Termination protection is turned off first.
 *
 * @throws {ArgumentError} with every fault of the arguments
 * @see https://docs.aws.amazon.com/emr/latest/APIReference/API_TerminateJobFlows.html
 */
export class Reaper extends pulumi.ComponentResource {
  /** ARN of the function. */
  readonly functionArn: pulumi.Output<string>;
  /** Name of the function. */
  readonly functionName: pulumi.Output<string>;
  /** Name of the function's log group. */
  readonly logGroupName: pulumi.Output<string>;
  /** ARN of the queue with lost and failed runs. */
  readonly deadLetterArn: pulumi.Output<string>;
  /** ARNs of the alarms: `reaped`, `without-expiry`, `errors`, `dead-letters`. */
  readonly alarmArns: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: ReaperArgs, opts?: pulumi.ComponentResourceOptions) {
    super("archipelago:components:Reaper", name, args, opts);
    const resolvedArgs = resolveArgs(name, args);
    const { clusterTags, logRetentionDays, kmsKeyArn, reservedConcurrency, tags } = resolvedArgs;
    const here = { parent: this };
    const common = tags ? { tags } : {};
    const partition = aws.getPartitionOutput({}, here).partition;
    const region = aws.getRegionOutput({}, here).region;
    const account = aws.getCallerIdentityOutput({}, here).accountId;

    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-log`,
      { ...(kmsKeyArn ? { kmsKeyId: kmsKeyArn } : {}), retentionInDays: logRetentionDays, ...common },
      here,
    );
    const deadLetters = createDeadLetters(name, tags, this);
    const role = createServiceRole(
      `${name}-function`,
      { service: "lambda.amazonaws.com", permissionsBoundaryArn: args.permissionsBoundaryArn, tags },
      this,
    );
    // Policies are built from names, which a preview knows before the ARNs, so that policy packs can evaluate them.
    const namedArn = (service: string, resource: pulumi.Input<string>) =>
      arn({ partition, service, region, account, resource });
    const deadLetterArn = namedArn("sqs", deadLetters.name);
    const context = {
      partition,
      region,
      account,
      logGroupArn: namedArn("logs", pulumi.interpolate`log-group:${logGroup.name}`),
      deadLetterArn,
    };
    const policy = new aws.iam.RolePolicy(
      `${name}-function`,
      { role: role.name, policy: policyDocument(name, functionStatements(clusterTags, context)) },
      here,
    );
    const reaper = new aws.lambda.Function(
      name,
      {
        description: "Terminates clusters that have outlived their end of life.",
        runtime: "nodejs22.x",
        architectures: ["arm64"],
        handler: FUNCTION_HANDLER,
        code: functionCode("reaper"),
        role: role.arn,
        memorySize: 256,
        timeout: 300,
        environment: {
          variables: {
            EXPIRY_TAG,
            CLUSTER_TAGS: JSON.stringify(clusterTags),
            NAMESPACE: REAPER_NAMESPACE,
          },
        },
        loggingConfig: { logFormat: "JSON", logGroup: logGroup.name },
        tracingConfig: { mode: "Active" },
        ...(reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: reservedConcurrency }),
        ...common,
      },
      // Lambda creates a log group without retention for a function that cannot write to its own
      { ...here, dependsOn: [policy] },
    );
    new aws.lambda.FunctionEventInvokeConfig(
      `${name}-failures`,
      {
        functionName: reaper.name,
        maximumRetryAttempts: 0,
        maximumEventAgeInSeconds: 300,
        destinationConfig: { onFailure: { destination: deadLetters.arn } },
      },
      here,
    );
    createSchedule(
      name,
      resolvedArgs,
      {
        account,
        functionArn: namedArn("lambda", pulumi.interpolate`function:${reaper.name}`),
        deadLetterArn,
      },
      this,
    );
    const watched = { functionName: reaper.name, deadLetterName: deadLetters.name };
    const alarmArns = createAlarms(name, resolvedArgs, watched, this);

    this.functionArn = reaper.arn;
    this.functionName = reaper.name;
    this.logGroupName = logGroup.name;
    this.deadLetterArn = deadLetters.arn;
    this.alarmArns = pulumi.all(alarmArns);
    this.registerOutputs({
      functionArn: this.functionArn,
      functionName: this.functionName,
      logGroupName: this.logGroupName,
      deadLetterArn: this.deadLetterArn,
      alarmArns: this.alarmArns,
    });
  }
}
