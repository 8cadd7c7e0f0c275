import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { BillingGuard, Monitoring } from "../../../components";
import { createBillingGuard } from "../../../stacks/foundation";
import { parseSettings } from "../../../stacks/settings";
import { aliasSubscriptions, keySubscribers } from "../../../stacks/subscriptions";

const config = new pulumi.Config();
const emails = config.requireObject<string[]>("emails");
const phone = pulumi.secret("+12025550123");
const provider = new aws.Provider("dublin", { region: "eu-west-1" });

if (config.getBoolean("former")) {
  const byPosition = Object.fromEntries(emails.map((email, index) => [`email-${index + 1}`, { email }]));
  new BillingGuard("billing", { subscribers: { ...byPosition, "phone-1": { phone } } }, { provider });
  new Monitoring("monitoring-eu-west-1", { subscribers: byPosition }, { provider });
} else {
  const settings = parseSettings(
    { environment: "dev", layout: "single", regions: ["eu-west-1"], billing: { emails } },
    "Pulumi.dev.yaml",
  );
  createBillingGuard(settings, { provider }, phone);
  new Monitoring(
    "monitoring-eu-west-1",
    { subscribers: keySubscribers(emails) },
    { provider, ...aliasSubscriptions("monitoring-eu-west-1", emails) },
  );
}
