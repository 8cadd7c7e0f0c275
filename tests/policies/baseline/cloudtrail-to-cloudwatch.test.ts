import { cloudtrailToCloudwatch } from "../../../policies/baseline/rules/cloudtrail-to-cloudwatch";
import { derivedFrom, type Fixtures, prove, ref, resource, unsetInput } from "../../helpers/policy";

const fixtures: Fixtures = [
  resource("aws:cloudtrail/trail:Trail", "audit", {
    s3BucketName: "trail-of-example",
    cloudWatchLogsGroupArn: derivedFrom("arn:aws:logs:eu-west-1:123456789012:log-group:audit:*", "group"),
    cloudWatchLogsRoleArn: ref("role", "arn"),
  }),
  resource("aws:cloudwatch/logGroup:LogGroup", "group", {}),
  resource("aws:iam/role:Role", "role", {}),
];

prove(cloudtrailToCloudwatch, {
  settings: { onUnknown: "fail" },
  compliant: fixtures,
  alsoCompliant: {
    "a group and a role of another stack": [
      resource("aws:cloudtrail/trail:Trail", "audit", {
        cloudWatchLogsGroupArn: "arn:aws:logs:eu-west-1:123456789012:log-group:audit:*",
        cloudWatchLogsRoleArn: "arn:aws:iam::123456789012:role/audit",
      }),
    ],
  },
  mutants: [
    {
      title: "no log group",
      change: (all) => unsetInput(all, "audit", "cloudWatchLogsGroupArn"),
      messages: {
        audit: "cloudWatchLogsGroupArn is missing, expected the ARN of a log group followed by :*",
      },
    },
    {
      title: "no role",
      change: (all) => unsetInput(all, "audit", "cloudWatchLogsRoleArn"),
      messages: {
        audit:
          "cloudWatchLogsRoleArn is missing, expected the ARN of a role that allows CloudTrail to write to the log group",
      },
    },
  ],
});
