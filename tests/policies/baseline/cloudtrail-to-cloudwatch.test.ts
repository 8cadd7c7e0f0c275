import { cloudtrailToCloudwatch } from "../../../policies/baseline/rules/cloudtrail-to-cloudwatch";
import { madeFrom, prove, ref, resource, unset, type World } from "../../helpers/policy";

const world: World = [
  resource("aws:cloudtrail/trail:Trail", "audit", {
    s3BucketName: "trail-of-example",
    cloudWatchLogsGroupArn: madeFrom("arn:aws:logs:eu-west-1:123456789012:log-group:audit:*", "group"),
    cloudWatchLogsRoleArn: ref("role", "arn"),
  }),
  resource("aws:cloudwatch/logGroup:LogGroup", "group", {}),
  resource("aws:iam/role:Role", "role", {}),
];

prove(cloudtrailToCloudwatch, {
  settings: { onUnknown: "fail" },
  compliant: world,
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
      given: "no log group",
      change: (all) => unset(all, "audit", "cloudWatchLogsGroupArn"),
      told: { audit: "cloudWatchLogsGroupArn is missing, expected the ARN of a log group followed by :*" },
    },
    {
      given: "no role",
      change: (all) => unset(all, "audit", "cloudWatchLogsRoleArn"),
      told: {
        audit:
          "cloudWatchLogsRoleArn is missing, expected the ARN of a role that lets CloudTrail write to the log group",
      },
    },
  ],
});
