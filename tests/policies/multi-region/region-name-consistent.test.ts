import { regionNameConsistent } from "../../../policies/multi-region/rules/region-name-consistent";
import { prove, ref, resource, setInput, withOptions } from "../../helpers/policy";

const QUEUE = "aws:sqs/queue:Queue";
const usEast1 = { region: "us-east-1" };

prove(regionNameConsistent, {
  compliant: [
    resource(QUEUE, "jobs-eu-west-1", { tags: { region: "eu-west-1", team: "us-east-1" } }),
    resource(QUEUE, "jobsApNortheast2", { region: "ap-northeast-2" }),
    resource(QUEUE, "jobs", { tags: { region: "global" } }),
    resource("aws:iam/role:Role", "worker-us-east-1", { tags: { region: "us-east-1" } }),
    resource("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "to-us-east-1", {}),
    resource(QUEUE, "copies-to-us-east-1", {}),
    ...[
      {
        namespace: "AWS/S3",
        dimensions: { SourceBucket: "data", DestinationBucket: "copy", RuleId: "all" },
      },
      {
        metricQueries: [
          {
            metric: {
              namespace: "AWS/DynamoDB",
              dimensions: { TableName: "t", ReceivingRegion: "us-east-1" },
            },
          },
        ],
      },
    ].map((inputs, index) =>
      resource("aws:cloudwatch/metricAlarm:MetricAlarm", `replication-us-east-1-${index}`, inputs),
    ),
    resource(QUEUE, "between-us-east-1-and-eu-west-1", {}),
    resource(
      "aws:cloudwatch/metricAlarm:MetricAlarm",
      "health-eu-west-1",
      { namespace: "AWS/Route53", alarmActions: [ref("charges", "arn")] },
      { ...usEast1, defaultTags: { region: "eu-west-1" } },
    ),
    resource("aws:sns/topic:Topic", "charges", {}, { ...usEast1, defaultTags: { region: "eu-west-1" } }),
  ],
  mutants: [
    {
      title: "an alarm on another metric with another region's name",
      change: (fixtures) =>
        setInput(fixtures, "replication-us-east-1-0", "dimensions", { BucketName: "data" }),
      messages: {
        "replication-us-east-1-0":
          'its name contains "us-east-1", but its region is "eu-west-1", expected the same; give it the provider of us-east-1, or another name',
      },
    },
    {
      title: "a name of another region",
      change: (fixtures) => setInput(fixtures, "jobs-eu-west-1", "region", "eu-central-1"),
      messages: {
        "jobs-eu-west-1": [
          'its name contains "eu-west-1", but its region is "eu-central-1", expected the same; give it the provider of eu-west-1, or another name',
          'tag region is "eu-west-1", expected "eu-central-1", the region of the resource',
        ],
      },
    },
    {
      title: "a name in camel case of another region",
      change: (fixtures) => setInput(fixtures, "jobsApNortheast2", "region", "us-east-1"),
      messages: {
        jobsApNortheast2:
          'its name contains "ap-northeast-2", but its region is "us-east-1", expected the same; give it the provider of ap-northeast-2, or another name',
      },
    },
    {
      title: "a tag of another region",
      change: (fixtures) => setInput(fixtures, "jobs-eu-west-1", "tags.region", "us-east-1"),
      messages: {
        "jobs-eu-west-1": 'tag region is "us-east-1", expected "eu-west-1", the region of the resource',
      },
    },
    {
      title: "a tag that the provider gives",
      change: (fixtures) =>
        withOptions(fixtures, "jobs", { region: "eu-central-1", defaultTags: { Region: "eu-west-1" } }),
      messages: { jobs: 'tag Region is "eu-west-1", expected "eu-central-1", the region of the resource' },
    },
    {
      title: "another tag in the settings",
      change: (fixtures) => fixtures,
      settings: { tagKeys: ["team"] },
      messages: {
        "jobs-eu-west-1": 'tag team is "us-east-1", expected "eu-west-1", the region of the resource',
      },
    },
    {
      title: "an alarm of another region that no global service needs",
      change: (fixtures) => setInput(fixtures, "health-eu-west-1", "namespace", "App"),
      messages: {
        "health-eu-west-1": [
          'its name contains "eu-west-1", but its region is "us-east-1", expected the same; give it the provider of eu-west-1, or another name',
          'tag region is "eu-west-1", expected "us-east-1", the region of the resource',
        ],
        charges: 'tag region is "eu-west-1", expected "us-east-1", the region of the resource',
      },
    },
  ],
});
