import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { BillingGuard, type BillingSubscriber, DnsRouting } from "../components";
import type { Settings } from "./settings";

/** What the foundation hands to the layers above it. */
export interface FoundationOutputs {
  /** Topic in us-east-1 that tells of charges. */
  readonly billingTopicArn: pulumi.Output<string>;
  /** Id of the hosted zone; absent without dns. */
  readonly zoneId: pulumi.Output<string> | undefined;
  /** Name servers to enter at the registrar; absent without dns. */
  readonly nameServers: pulumi.Output<string[]> | undefined;
}

/**
 * Lays down what an environment has once and needs first: what watches the bill, and the hosted zone.
 *
 * @param phones phones in E.164 form that are told of charges by SMS
 */
export function foundationStack(
  settings: Settings,
  provider: aws.Provider,
  phones: readonly pulumi.Input<string>[] = [],
): FoundationOutputs {
  const { emails, thresholds, monthlyBudget } = settings.billing;
  const subscribers: Record<string, BillingSubscriber> = {
    ...Object.fromEntries(emails.map((email, index) => [`email-${index + 1}`, { email }])),
    ...Object.fromEntries(phones.map((phone, index) => [`phone-${index + 1}`, { phone }])),
  };
  const billing = new BillingGuard(
    "billing",
    { subscribers, thresholds, ...(monthlyBudget === undefined ? {} : { budget: { limit: monthlyBudget } }) },
    { provider },
  );
  const zone = settings.dns
    ? new DnsRouting("zone", { zone: { name: settings.dns.zone } }, { provider })
    : undefined;
  return { billingTopicArn: billing.topicArn, zoneId: zone?.zoneId, nameServers: zone?.nameServers };
}
