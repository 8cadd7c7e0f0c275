import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { BillingGuard } from "../../../components/billing-guard";

const provider = new aws.Provider("seoul", { region: "ap-northeast-2" });

const guard = new BillingGuard(
  "bill",
  {
    subscribers: {
      oncall: { email: pulumi.secret("ops@example.com"), phone: pulumi.secret("+12025550123") },
    },
    services: { AmazonEC2: [5, 20] },
    budget: { limit: 50 },
    anomalyDetection: {},
    tags: { team: "harbour" },
  },
  { provider },
);

export const { alarmTopicArn, alarmArns, budgetName } = guard;
