import { type EventSelection, overlapsSelection } from "../../../common/bucket-events";
import type { CloudRecord } from "../cloud-store";
import { listObjects } from "../common/inputs";
import { listStatements, readPolicy, toStringList } from "../common/policy";
import { AwsError } from "../errors";
import { asString, asStrings, isObject, type Properties, type Value } from "../property-values";
import type { ResourceCall } from "../resource-type";
import { bucketConfigurationType } from "./bucket-configuration-type";

const SOURCE = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html";
const HOW = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html";

/** Destinations of a bucket's events; a put replaces all earlier ones. */
export const bucketNotification = bucketConfigurationType(
  "bucketNotification:BucketNotification",
  { immutable: ["bucket", "region"] },
  validate,
);

interface Target extends EventSelection {
  readonly arn: string;
}

function validate(call: ResourceCall, inputs: Properties): void {
  const targets = [
    ...listObjects(inputs.lambdaFunctions).map((one) => toTarget(one, one.lambdaFunctionArn)),
    ...listObjects(inputs.queues).map((one) => toTarget(one, one.queueArn)),
    ...listObjects(inputs.topics).map((one) => toTarget(one, one.topicArn)),
  ];
  for (const [index, one] of targets.entries()) {
    if (targets.slice(0, index).some((other) => overlapsSelection(one, other)))
      throw new AwsError(
        "InvalidArgument",
        "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.",
        { source: HOW },
      );
    refuseUnreachable(call, one.arn);
  }
}

function toTarget(one: Properties, arn: Value | undefined): Target {
  return {
    arn: asString(arn) ?? "",
    events: asStrings(one.events),
    prefix: asString(one.filterPrefix) ?? "",
    suffix: asString(one.filterSuffix) ?? "",
  };
}

function refuseUnreachable(call: ResourceCall, arn: string): void {
  const [, , service, region, , ...rest] = arn.split(":");
  if (region !== undefined && region !== "" && region !== call.region)
    throw argumentError(
      "The notification destination service region is not valid for the bucket location constraint",
    );
  const isAdmitted =
    service === "lambda"
      ? functionAdmits(call, rest[1] ?? "")
      : service === "sqs"
        ? queueAdmits(call, arn)
        : topicAdmits(call, arn);
  if (!isAdmitted || arn.endsWith(".fifo"))
    throw argumentError("Unable to validate the following destination configurations");
}

function functionAdmits(call: ResourceCall, name: string): boolean {
  const exists = listRecords(call, "aws:lambda/function:Function").some((one) => one.id === name);
  const isPermitted = listRecords(call, "aws:lambda/permission:Permission").some(
    ({ inputs }) =>
      inputs.principal === "s3.amazonaws.com" &&
      (inputs.function === name || asString(inputs.function)?.split(":")[6] === name),
  );
  return exists && isPermitted;
}

function queueAdmits(call: ResourceCall, arn: string): boolean {
  const queue = listRecords(call, "aws:sqs/queue:Queue").find((one) => one.outputs.arn === arn);
  if (queue === undefined) return false;
  const policies = listRecords(call, "aws:sqs/queuePolicy:QueuePolicy").filter(
    (one) => one.inputs.queueUrl === queue.id || one.inputs.queueUrl === queue.outputs.url,
  );
  return [queue.inputs.policy, ...policies.map((one) => one.inputs.policy)].some(admitsS3);
}

function topicAdmits(call: ResourceCall, arn: string): boolean {
  const topic = listRecords(call, "aws:sns/topic:Topic").find((one) => one.outputs.arn === arn);
  if (topic === undefined) return false;
  const policies = listRecords(call, "aws:sns/topicPolicy:TopicPolicy").filter(
    (one) => one.inputs.arn === arn,
  );
  return [topic.inputs.policy, ...policies.map((one) => one.inputs.policy)].some(admitsS3);
}

function admitsS3(policy: Value | undefined): boolean {
  const document = readPolicy(policy);
  if (document === undefined) return false;
  return listStatements(document).some(({ Effect, Principal }) => {
    if (Effect !== "Allow") return false;
    if (!isObject(Principal)) return Principal === "*";
    return (
      toStringList(Principal.Service).includes("s3.amazonaws.com") ||
      toStringList(Principal.AWS).includes("*")
    );
  });
}

function listRecords(call: ResourceCall, type: string): readonly CloudRecord[] {
  return call.store.list({ account: call.account, region: call.region, type });
}

function argumentError(words: string): AwsError {
  return new AwsError("InvalidArgument", words, { source: SOURCE });
}
