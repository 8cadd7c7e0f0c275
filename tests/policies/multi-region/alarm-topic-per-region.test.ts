import { alarmTopicPerRegion } from "../../../policies/multi-region/rules/alarm-topic-per-region";
import {
  type Fixture,
  prove,
  ref,
  resource,
  setInput,
  withOptions,
  withoutResources,
} from "../../helpers/policy";

const METRIC = "aws:cloudwatch/metricAlarm:MetricAlarm";
const TOPIC = "aws:sns/topic:Topic";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";

function watchRegion(region: string): readonly Fixture[] {
  const there = { region };
  return [
    resource(
      METRIC,
      `errors-${region}`,
      { namespace: "App", alarmActions: [ref(`alarms-${region}`, "arn")] },
      there,
    ),
    resource(TOPIC, `alarms-${region}`, {}, there),
    resource(
      SUBSCRIPTION,
      `mail-${region}`,
      { topic: ref(`alarms-${region}`, "arn"), protocol: "email" },
      there,
    ),
  ];
}

const usEast1 = { region: "us-east-1" };
const billing: readonly Fixture[] = [
  resource(METRIC, "charges", { namespace: "AWS/Billing", alarmActions: [ref("billing", "arn")] }, usEast1),
  resource(TOPIC, "billing", { kmsMasterKeyId: ref("key", "arn") }, usEast1),
  resource(SUBSCRIPTION, "payer", { topic: ref("billing", "arn"), protocol: "email" }, usEast1),
  resource("aws:kms/key:Key", "key", {}, usEast1),
  resource("aws:kms/alias:Alias", "alias", { targetKeyId: ref("key", "keyId") }, usEast1),
  resource("aws:acm/certificate:Certificate", "certificate", { domainName: "example.com" }, usEast1),
  resource("aws:cloudfront/distribution:Distribution", "cdn", {
    viewerCertificate: { acmCertificateArn: ref("certificate", "arn") },
  }),
];

const foreign = (property: string, topic: string, from: string, own: string) =>
  `${property} notifies topic ${topic} of ${from}, but the alarm is in ${own}, expected a topic of the alarm's region; CloudWatch rejects any other`;
const missing = (region: string) =>
  `its region, ${region}, has no alarm topic with a subscription; add aws.sns.Topic and aws.sns.TopicSubscription there`;
const mute = (region: string) =>
  `alarms of ${region} notify this topic, but it has no subscription; add aws.sns.TopicSubscription`;

const fixtures = [...watchRegion("eu-west-1"), ...watchRegion("ap-northeast-2"), ...billing];

prove(alarmTopicPerRegion, {
  compliant: fixtures,
  alsoCompliant: {
    "a region with only alarms of global services": [...watchRegion("eu-west-1"), ...billing],
    "a stack without its own alarms": [
      ...billing,
      resource("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "replication", { bucket: "data" }),
    ],
    "a topic of another stack": [
      resource(METRIC, "errors", {
        namespace: "App",
        alarmActions: ["arn:aws:sns:eu-west-1:123456789012:alarms"],
      }),
    ],
    "a region with a bucket and only billing alarms": [
      ...watchRegion("eu-west-1"),
      ...billing,
      resource("aws:s3/bucket:Bucket", "records", {}, usEast1),
    ],
    "a function that subscribes to billing alarms": [
      ...watchRegion("eu-west-1"),
      ...billing,
      resource(
        SUBSCRIPTION,
        "forward",
        { topic: ref("billing", "arn"), endpoint: ref("forwarder", "arn") },
        usEast1,
      ),
      resource("aws:lambda/function:Function", "forwarder", {}, usEast1),
      resource("aws:lambda/permission:Permission", "may", { function: ref("forwarder", "name") }, usEast1),
    ],
  },
  mutants: [
    {
      title: "an alarm that notifies a topic of another region",
      change: (all) =>
        setInput(all, "errors-eu-west-1", "alarmActions", [ref("alarms-ap-northeast-2", "arn")]),
      messages: {
        "errors-eu-west-1": [foreign("alarmActions", "alarms-ap-northeast-2", "ap-northeast-2", "eu-west-1")],
      },
    },
    {
      title: "an alarm whose okActions notify another region",
      change: (all) =>
        setInput(all, "errors-eu-west-1", "okActions", ["arn:aws:sns:us-east-1:123456789012:other"]),
      messages: { "errors-eu-west-1": foreign("okActions", "other", "us-east-1", "eu-west-1") },
    },
    {
      title: "a composite alarm that notifies another region",
      change: (all) => [
        ...all,
        resource("aws:cloudwatch/compositeAlarm:CompositeAlarm", "any", {
          alarmRule: "FALSE",
          insufficientDataActions: [ref("billing", "arn")],
        }),
      ],
      messages: { any: foreign("insufficientDataActions", "billing", "us-east-1", "eu-west-1") },
    },
    {
      title: "a region without its topic",
      change: (all) =>
        setInput(
          withoutResources(all, "alarms-eu-west-1", "mail-eu-west-1"),
          "errors-eu-west-1",
          "alarmActions",
          [],
        ),
      messages: { "errors-eu-west-1": missing("eu-west-1") },
    },
    {
      title: "a topic without a subscription",
      change: (all) => withoutResources(all, "mail-ap-northeast-2"),
      messages: { "alarms-ap-northeast-2": mute("ap-northeast-2") },
    },
    {
      title: "a region that holds a queue, and no topic",
      change: (all) => [...all, resource("aws:sqs/queue:Queue", "jobs", {}, { region: "eu-central-1" })],
      messages: { jobs: missing("eu-central-1") },
    },
    {
      title: "us-east-1 with its own alarm and only the billing topic",
      change: (all) => [...all, resource(METRIC, "lag", { namespace: "App" }, usEast1)],
      messages: { lag: missing("us-east-1") },
    },
    {
      title: "a region of the configuration that holds a queue, and no topic",
      change: (all) => [
        ...withoutResources(all, "alarms-eu-west-1", "mail-eu-west-1", "errors-eu-west-1"),
        resource("aws:sqs/queue:Queue", "jobs", {}),
        resource("aws:sqs/queue:Queue", "elsewhere", {}, { region: "eu-central-1" }),
      ],
      options: { regions: ["eu-west-1", "ap-northeast-2"] },
      messages: { jobs: missing("eu-west-1") },
    },
    {
      title: "us-east-1 in the settings, with a billing topic without subscriptions",
      change: (all) => withoutResources(all, "payer"),
      settings: { regions: ["us-east-1", "eu-west-1"] },
      messages: { billing: mute("us-east-1") },
    },
    {
      title: "no alarm, where topics are required",
      change: () => [resource("aws:sqs/queue:Queue", "jobs", {})],
      settings: { required: true },
      messages: { jobs: missing("eu-west-1") },
    },
    {
      title: "a topic that has moved to another region",
      change: (all) => withOptions(all, "alarms-eu-west-1", { region: "ap-northeast-2" }),
      messages: {
        "errors-eu-west-1": [
          foreign("alarmActions", "alarms-eu-west-1", "ap-northeast-2", "eu-west-1"),
          missing("eu-west-1"),
        ],
      },
    },
  ],
});
