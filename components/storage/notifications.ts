import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { BUCKET_EVENTS, type EventSelection, overlapsSelection } from "../../common/bucket-events";
import { checkLabels, checkLength, checkOneOf } from "../shared/checks";
import type { Faults } from "../shared/errors";
import type { ResolvedStorageArgs, StorageNotification } from "./args";

const TARGETS = ["functionArn", "queueArn", "topicArn"] as const;

/** Forms of the targets that S3 can notify. */
const FORMS = {
  functionArn: {
    form: /^arn:[^:]+:lambda:[^:]+:\d{12}:function:[^:]+$/,
    expected: "the ARN of a function without a version or alias",
  },
  queueArn: { form: /^arn:[^:]+:sqs:(?!.*\.fifo$)/, expected: "the ARN of a standard queue" },
  topicArn: { form: /^arn:[^:]+:sns:(?!.*\.fifo$)/, expected: "the ARN of a standard topic" },
} as const;

/** Checks notifications as S3 does: known events, one target each, and no two for the same event of a key. */
export function checkNotifications(faults: Faults, { notifications }: ResolvedStorageArgs): void {
  checkLabels(faults, "notifications", Object.keys(notifications));
  const entries = Object.entries(notifications);
  for (const [index, [label, one]] of entries.entries()) {
    const path = `notifications.${label}`;
    faults.expect(one.events.length > 0, `${path}.events`, one.events, "at least one event");
    for (const [at, event] of one.events.entries()) {
      checkOneOf(faults, `${path}.events[${at}]`, event, BUCKET_EVENTS);
    }
    checkLength(faults, `${path}.prefix`, one.prefix, 0, 1024);
    checkLength(faults, `${path}.suffix`, one.suffix, 0, 1024);
    checkTarget(faults, path, one);
    const other = entries
      .slice(0, index)
      .find(([, earlier]) => overlapsSelection(selectionOf(earlier), selectionOf(one)));
    faults.expect(
      other === undefined,
      path,
      one,
      `no event of a key that notifications.${other?.[0]} has too`,
    );
  }
}

function checkTarget(faults: Faults, path: string, one: StorageNotification): void {
  const targets = TARGETS.filter((target) => one[target] !== undefined);
  faults.expect(targets.length === 1, path, targets, `one of ${TARGETS.join(", ")}`);
  for (const target of targets) {
    const got = one[target];
    if (typeof got !== "string") continue;
    faults.expect(FORMS[target].form.test(got), `${path}.${target}`, got, FORMS[target].expected);
  }
}

function selectionOf({ events, prefix = "", suffix = "" }: StorageNotification): EventSelection {
  return { events, prefix, suffix };
}

/** Creates the bucket's notifications (one configuration per bucket) and the permissions of their functions. */
export function createNotifications(
  name: string,
  bucket: aws.s3.Bucket,
  bucketArn: pulumi.Input<string>,
  { notifications, eventBridge }: ResolvedStorageArgs,
  parent: pulumi.Resource,
): void {
  const entries = Object.entries(notifications);
  if (entries.length === 0 && !eventBridge) return;
  const sourceAccount = aws.getCallerIdentityOutput({}, { parent }).accountId;
  const permissions = entries.flatMap(([label, { functionArn }]) =>
    functionArn === undefined
      ? []
      : [
          new aws.lambda.Permission(
            `${name}-notify-${label}`,
            {
              action: "lambda:InvokeFunction",
              function: functionArn,
              principal: "s3.amazonaws.com",
              sourceArn: bucketArn,
              sourceAccount,
            },
            { parent },
          ),
        ],
  );
  const lambdaFunctions = entries.flatMap(([label, one]) =>
    one.functionArn ? [{ ...selectionInputs(label, one), lambdaFunctionArn: one.functionArn }] : [],
  );
  const queues = entries.flatMap(([label, one]) =>
    one.queueArn ? [{ ...selectionInputs(label, one), queueArn: one.queueArn }] : [],
  );
  const topics = entries.flatMap(([label, one]) =>
    one.topicArn ? [{ ...selectionInputs(label, one), topicArn: one.topicArn }] : [],
  );
  new aws.s3.BucketNotification(
    `${name}-notifications`,
    {
      bucket: bucket.id,
      ...(eventBridge ? { eventbridge: true } : {}),
      ...(lambdaFunctions.length > 0 ? { lambdaFunctions } : {}),
      ...(queues.length > 0 ? { queues } : {}),
      ...(topics.length > 0 ? { topics } : {}),
    },
    { parent, dependsOn: permissions }, // S3 accepts only functions that it may invoke
  );
}

function selectionInputs(id: string, { events, prefix, suffix }: StorageNotification) {
  return {
    id,
    events: [...events],
    ...(prefix ? { filterPrefix: prefix } : {}),
    ...(suffix ? { filterSuffix: suffix } : {}),
  };
}
