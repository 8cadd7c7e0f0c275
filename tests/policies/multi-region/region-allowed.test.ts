import { regionAllowed } from "../../../policies/multi-region/rules/region-allowed";
import {
  prove,
  ref,
  resource,
  setInput,
  unsetInput,
  withOptions,
  withoutResources,
} from "../../helpers/policy";

const usEast1 = { region: "us-east-1" };
const QUEUE = "aws:sqs/queue:Queue";
const strange = (region: string) =>
  `region is "${region}", expected "eu-west-1" or "eu-central-1"; give it a provider of one of these, or add the region to regions`;
const noHelper =
  'region is "us-east-1", expected "eu-west-1" or "eu-central-1"; only resources that serve global services, such as a CloudFront certificate, may also be in us-east-1';

prove(regionAllowed, {
  compliant: [
    resource(QUEUE, "jobs", { region: "eu-central-1" }),
    resource(QUEUE, "more", {}),
    resource("aws:iam/role:Role", "worker", {}, { provider: "default" }),
    resource("aws:cloudwatch/metricAlarm:MetricAlarm", "charges", {
      namespace: "AWS/Billing",
      region: "us-east-1",
      alarmActions: [ref("billing", "arn")],
    }),
    resource("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration", "slack", {
      region: "us-east-2",
    }),
    resource("aws:sns/topic:Topic", "billing", {}, usEast1),
    resource(
      "aws:sns/topicSubscription:TopicSubscription",
      "mail",
      { topic: ref("billing", "arn") },
      usEast1,
    ),
    resource("aws:acm/certificate:Certificate", "certificate", {}, usEast1),
    resource("aws:s3/bucket:Bucket", "logs", {}, usEast1),
    resource("aws:s3/bucketVersioning:BucketVersioning", "versioning", { bucket: ref("logs") }, usEast1),
    resource("aws:cloudfront/distribution:Distribution", "cdn", {
      loggingConfig: { bucket: ref("logs", "bucketDomainName") },
      origins: [{ domainName: ref("data", "bucketRegionalDomainName") }],
    }),
    resource("aws:s3/bucket:Bucket", "data", {}),
    resource(
      "aws:cloudwatch/logDeliverySource:LogDeliverySource",
      "source",
      { resourceArn: ref("cdn", "arn") },
      usEast1,
    ),
    resource("aws:cloudwatch/logDelivery:LogDelivery", "delivery", {
      region: "us-east-1",
      deliverySourceName: ref("source", "name"),
      deliveryDestinationArn: ref("destination", "arn"),
    }),
    resource("aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination", "destination", {}, usEast1),
    resource("aws:wafv2/webAcl:WebAcl", "wall", { scope: "CLOUDFRONT" }, usEast1),
  ],
  options: { regions: ["eu-west-1", "eu-central-1"] },
  mutants: [
    {
      title: "its own region outside the allowed ones",
      change: (fixtures) => setInput(fixtures, "jobs", "region", "ap-south-1"),
      messages: { jobs: strange("ap-south-1") },
    },
    {
      title: "a provider of another region",
      change: (fixtures) => withOptions(fixtures, "more", { region: "ap-south-1" }),
      messages: { more: strange("ap-south-1") },
    },
    {
      title: "a queue in us-east-1",
      change: (fixtures) => withOptions(fixtures, "more", usEast1),
      messages: { more: noHelper },
    },
    {
      title: "a network in us-east-1",
      change: (fixtures) => [...fixtures, resource("aws:ec2/vpc:Vpc", "network", {}, usEast1)],
      messages: { network: noHelper },
    },
    {
      title: "data in us-east-1 that CloudFront reads as an origin",
      change: (fixtures) => withOptions(fixtures, "data", usEast1),
      messages: { data: noHelper },
    },
    {
      title: "a bucket in us-east-1 that nothing global uses any more",
      change: (fixtures) => unsetInput(fixtures, "cdn", "loggingConfig"),
      messages: { logs: noHelper, versioning: noHelper },
    },
    {
      title: "an alarm on a queue in us-east-1",
      change: (fixtures) => setInput(fixtures, "charges", "namespace", "AWS/SQS"),
      messages: { billing: noHelper, charges: noHelper, mail: noHelper },
    },
    {
      title: "anything allowed in us-east-1, and something elsewhere",
      change: (fixtures) => setInput(withOptions(fixtures, "more", usEast1), "jobs", "region", "us-east-2"),
      settings: { globalServices: "any" },
      messages: { jobs: strange("us-east-2") },
    },
    {
      title: "nothing allowed in us-east-1",
      change: (fixtures) =>
        withoutResources(
          fixtures,
          "billing",
          "mail",
          "logs",
          "versioning",
          "cdn",
          "data",
          "source",
          "delivery",
          "destination",
          "wall",
          "charges",
        ),
      settings: { globalServices: "none" },
      messages: { certificate: strange("us-east-1") },
    },
    {
      title: "other regions in the settings",
      change: (fixtures) =>
        withoutResources(fixtures, "cdn", "source", "delivery", "destination", "logs", "versioning"),
      settings: { regions: ["eu-west-1"] },
      messages: {
        jobs: 'region is "eu-central-1", expected "eu-west-1"; give it a provider of one of these, or add the region to regions',
      },
    },
  ],
});

prove(regionAllowed, {
  compliant: [resource(QUEUE, "jobs", { region: "eu-central-1" })],
  // Without configured regions, every region is allowed.
  indifferent: [],
  mutants: [
    {
      title: "regions in the settings",
      change: (fixtures) => fixtures,
      settings: { regions: ["ap-south-1"] },
      messages: {
        jobs: 'region is "eu-central-1", expected "ap-south-1"; give it a provider of one of these, or add the region to regions',
      },
    },
  ],
});
