import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { BillingGuard, Monitoring } from "../../../components";
import { createBillingGuard } from "../../../stacks/foundation";
import { aliasSubscriptions, keySubscribers } from "../../../stacks/subscriptions";
import { settingsWith } from "../../helpers/settings";

const config = new pulumi.Config();
const emails = config.requireObject<string[]>("emails");
const phone = pulumi.secret("+12025550123");
const provider = new aws.Provider("dublin", { region: "eu-west-1" });

if (config.getBoolean("former")) {
  const byPosition = Object.fromEntries(emails.map((email, index) => [`email-${index + 1}`, { email }]));
  new BillingGuard("billing", { subscribers: { ...byPosition, "phone-1": { phone } } }, { provider });
  new Monitoring("monitoring-eu-west-1", { subscribers: byPosition }, { provider });
} else {
  const settings = settingsWith({ regions: ["eu-west-1"], billing: { emails } });
  createBillingGuard(settings, { provider }, (_kind, label) => label, phone);
  new Monitoring(
    "monitoring-eu-west-1",
    { subscribers: keySubscribers(emails) },
    { provider, ...aliasSubscriptions("monitoring-eu-west-1", emails) },
  );
}
