import { several } from "../common/inputs";
import { oneOrMore, readPolicy, statements } from "../common/policy";
import { AwsError } from "../errors";
import type { ResourceCall } from "../resource-type";
import { isObject, type Properties, text, texts, type Value } from "../value";
import type { CloudRecord } from "../world";
import { satellite } from "./satellite";

const SOURCE = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html";
const HOW = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html";

/** Where a bucket tells of its events; laying it down replaces all that was there. */
export const bucketNotification = satellite(
  "bucketNotification:BucketNotification",
  { immutable: ["bucket", "region"] },
  judge,
);

interface Target {
  readonly arn: string;
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
}

function judge(call: ResourceCall, inputs: Properties): void {
  const targets = [
    ...several(inputs.lambdaFunctions).map((one) => target(one, one.lambdaFunctionArn)),
    ...several(inputs.queues).map((one) => target(one, one.queueArn)),
    ...several(inputs.topics).map((one) => target(one, one.topicArn)),
  ];
  for (const [index, one] of targets.entries()) {
    if (targets.slice(0, index).some((other) => overlap(one, other)))
      throw new AwsError(
        "InvalidArgument",
        "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.",
        { source: HOW },
      );
    refuseUnreachable(call, one.arn);
  }
}

function target(one: Properties, arn: Value | undefined): Target {
  return {
    arn: text(arn) ?? "",
    events: texts(one.events),
    prefix: text(one.filterPrefix) ?? "",
    suffix: text(one.filterSuffix) ?? "",
  };
}

function overlap(one: Target, other: Target): boolean {
  const prefixes = one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix);
  const suffixes = one.suffix.endsWith(other.suffix) || other.suffix.endsWith(one.suffix);
  return prefixes && suffixes && one.events.some((a) => other.events.some((b) => sameEvent(a, b)));
}

function sameEvent(one: string, other: string): boolean {
  const covers = (a: string, b: string) => a === b || (a.endsWith(":*") && b.startsWith(a.slice(0, -1)));
  return covers(one, other) || covers(other, one);
}

function refuseUnreachable(call: ResourceCall, arn: string): void {
  const [, , service, region, , ...rest] = arn.split(":");
  if (region !== undefined && region !== "" && region !== call.region)
    throw invalid(
      "The notification destination service region is not valid for the bucket location constraint",
    );
  const admitted =
    service === "lambda"
      ? functionAdmits(call, rest[1] ?? "")
      : service === "sqs"
        ? queueAdmits(call, arn)
        : topicAdmits(call, arn);
  if (!admitted || arn.endsWith(".fifo"))
    throw invalid("Unable to validate the following destination configurations");
}

function functionAdmits(call: ResourceCall, name: string): boolean {
  const exists = found(call, "aws:lambda/function:Function").some((one) => one.id === name);
  const permitted = found(call, "aws:lambda/permission:Permission").some(
    ({ inputs }) =>
      inputs.principal === "s3.amazonaws.com" &&
      (inputs.function === name || text(inputs.function)?.split(":")[6] === name),
  );
  return exists && permitted;
}

function queueAdmits(call: ResourceCall, arn: string): boolean {
  const queue = found(call, "aws:sqs/queue:Queue").find((one) => one.outputs.arn === arn);
  if (queue === undefined) return false;
  const attached = found(call, "aws:sqs/queuePolicy:QueuePolicy").filter(
    (one) => one.inputs.queueUrl === queue.id || one.inputs.queueUrl === queue.outputs.url,
  );
  return [queue.inputs.policy, ...attached.map((one) => one.inputs.policy)].some(admitsS3);
}

function topicAdmits(call: ResourceCall, arn: string): boolean {
  const topic = found(call, "aws:sns/topic:Topic").find((one) => one.outputs.arn === arn);
  if (topic === undefined) return false;
  const attached = found(call, "aws:sns/topicPolicy:TopicPolicy").filter((one) => one.inputs.arn === arn);
  return [topic.inputs.policy, ...attached.map((one) => one.inputs.policy)].some(admitsS3);
}

function admitsS3(policy: Value | undefined): boolean {
  const document = readPolicy(policy);
  if (document === undefined) return false;
  return statements(document).some(({ Effect, Principal }) => {
    if (Effect !== "Allow") return false;
    if (!isObject(Principal)) return Principal === "*";
    return (
      oneOrMore(Principal.Service).includes("s3.amazonaws.com") || oneOrMore(Principal.AWS).includes("*")
    );
  });
}

function found(call: ResourceCall, type: string): readonly CloudRecord[] {
  return call.world.list({ account: call.account, region: call.region, type });
}

function invalid(words: string): AwsError {
  return new AwsError("InvalidArgument", words, { source: SOURCE });
}
