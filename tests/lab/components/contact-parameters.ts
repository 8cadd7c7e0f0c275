import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { contactReader } from "../../../stacks/contact-sources";
import { createBillingGuard } from "../../../stacks/foundation";
import { settingsWith } from "../../helpers/settings";

const config = new pulumi.Config();
const providers = new Map<string, aws.Provider>();
function provider(region: string): aws.Provider {
  const existing = providers.get(region) ?? new aws.Provider(region, { region: region as aws.Region });
  providers.set(region, existing);
  return existing;
}
new aws.ssm.Parameter(
  "phone",
  { name: "/archipelago/dev/phone-boss", type: "SecureString", value: pulumi.secret("+12025550123") },
  { provider: provider("ap-northeast-2") },
);
if (config.getBoolean("subscribed")) {
  const settings = settingsWith({
    contacts: "parameters",
    billing: { emails: ["billing@example.com"], phones: ["boss"] },
  });
  const secret = (key: string) => config.requireSecret(key);
  const contact = contactReader(settings, { secret, environment: {}, provider });
  // The provider of another region: the parameter is in the primary one.
  createBillingGuard(settings, { provider: provider("eu-west-1") }, contact);
}
