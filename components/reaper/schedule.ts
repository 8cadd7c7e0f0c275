import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../shared/policy";
import { createServiceRole } from "../shared/roles";
import type { ResolvedReaperArgs } from "./resolve";

/** Resources that the schedule refers to. */
export interface ScheduleTargets {
  /** Account of the reaper. */
  readonly account: pulumi.Input<string>;
  /** ARN of the function to run. */
  readonly functionArn: pulumi.Input<string>;
  /** ARN of the queue for runs that Scheduler could not start. */
  readonly deadLetterArn: pulumi.Input<string>;
}

/**
 * Creates the schedule that runs the function, in a group of its own, and the role with which Scheduler does so.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html
 */
export function createSchedule(
  name: string,
  { intervalMinutes, permissionsBoundaryArn, tags }: ResolvedReaperArgs,
  { account, functionArn, deadLetterArn }: ScheduleTargets,
  parent: pulumi.Resource,
): aws.scheduler.Schedule {
  const child = `${name}-schedule`;
  const group = new aws.scheduler.ScheduleGroup(child, tags ? { tags } : {}, { parent });
  const role = createServiceRole(
    child,
    { service: "scheduler.amazonaws.com", account, permissionsBoundaryArn, tags },
    parent,
  );
  const policy = new aws.iam.RolePolicy(
    child,
    {
      role: role.name,
      policy: policyDocument(name, [
        { sid: "Run", actions: ["lambda:InvokeFunction"], resources: [functionArn] },
        { sid: "ReportLostRuns", actions: ["sqs:SendMessage"], resources: [deadLetterArn] },
      ]),
    },
    { parent },
  );
  return new aws.scheduler.Schedule(
    child,
    {
      groupName: group.name,
      description: "Terminates clusters that have outlived their end of life.",
      scheduleExpression: intervalMinutes === 1 ? "rate(1 minute)" : `rate(${intervalMinutes} minutes)`,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: functionArn,
        roleArn: role.arn,
        // the next run does the work of a lost one
        retryPolicy: {
          maximumEventAgeInSeconds: Math.max(60, intervalMinutes * 60),
          maximumRetryAttempts: 2,
        },
        deadLetterConfig: { arn: deadLetterArn },
      },
    },
    // Scheduler needs its permissions for the first run
    { parent, dependsOn: [policy] },
  );
}
