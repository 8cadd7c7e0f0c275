import type * as pulumi from "@pulumi/pulumi";
import { GLOBAL_SERVICES_REGION } from "../common/regions";
import { AccountGuard, type AlarmSubscriber, BillingGuard, DnsRouting } from "../components";
import { type Contact, secretSubscribers } from "./contacts";
import { createKey } from "./encryption";
import type { Settings } from "./settings";
import { aliasSubscriptions, keySubscribers } from "./subscriptions";

/** Outputs of the foundation, for the layers above it. */
export interface FoundationOutputs {
  /** Topic in us-east-1 to which billing alarms and budget publish. */
  readonly billingTopicArn: pulumi.Output<string>;
  /** Id of the hosted zone; undefined without dns. */
  readonly zoneId: pulumi.Output<string> | undefined;
  /** Name servers to enter at the registrar; undefined without dns. */
  readonly nameServers: pulumi.Output<string[]> | undefined;
}

/** Billing guard with the key of its topic. */
export interface Billing {
  readonly guard: BillingGuard;
  /** Key in us-east-1; undefined without customerManagedKeys. */
  readonly kmsKeyArn: pulumi.Output<string> | undefined;
}

/** Key of the phone in `archipelago:billingPhone`: a constant, since the number is secret and names are not. */
const PHONE_KEY = "billing-phone";

/**
 * Creates the billing alarms and the budget, on which everything that costs money depends but the key of their own topic.
 *
 * @param contact returns the secret address of a contact
 * @param phone phone in E.164 form that receives billing alarms by SMS
 */
export function createBillingGuard(
  settings: Settings,
  options: pulumi.ComponentResourceOptions,
  contact: Contact,
  phone?: pulumi.Input<string>,
): Billing {
  const { emails, phones, endpoints, thresholds, monthlyBudget } = settings.billing;
  const subscribers: Record<string, AlarmSubscriber> = {
    ...keySubscribers(emails),
    ...secretSubscribers({ phones, endpoints }, contact),
    ...(phone === undefined ? {} : { [PHONE_KEY]: { phone } }),
  };
  const kmsKeyArn = createKey(
    "billing-key",
    settings,
    { publishers: ["cloudwatch", "budgets", "costalerts"], region: GLOBAL_SERVICES_REGION },
    options,
  );
  const guard = new BillingGuard(
    "billing",
    {
      subscribers,
      thresholds,
      kmsKeyArn,
      ...(monthlyBudget === undefined ? {} : { budget: { limit: monthlyBudget } }),
    },
    {
      ...options,
      ...aliasSubscriptions("billing", emails, { [`billing-sms-${PHONE_KEY}`]: "billing-sms-phone-1" }),
    },
  );
  return { guard, kmsKeyArn };
}

/**
 * Deploys the resources that an environment has once and needs first, besides the billing guard: the block of public buckets in the
 * account, and the hosted zone.
 */
export function deployFoundation(
  settings: Settings,
  { guard, kmsKeyArn }: Billing,
  options: pulumi.ComponentResourceOptions,
): FoundationOutputs {
  if (settings.accountGuard.blockPublicBuckets)
    new AccountGuard("account", { blockPublicClusters: false }, options);
  const { dns } = settings;
  const queryLog = dns?.queryLogDays && { retentionDays: dns.queryLogDays, kmsKeyArn };
  const zone = dns ? new DnsRouting("zone", { zone: { name: dns.zone, queryLog } }, options) : undefined;
  return { billingTopicArn: guard.alarmTopicArn, zoneId: zone?.zoneId, nameServers: zone?.nameServers };
}
