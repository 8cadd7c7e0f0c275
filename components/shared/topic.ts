import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { EMAIL_FORM, HTTPS_FORM, isEmail, isHttpsUrl, isPhone, PHONE_FORM } from "../../common/contacts";
import { checkLabels } from "./checks";
import { checkWhenKnown } from "./deferred-checks";
import type { Faults } from "./errors";
import { fromAccount, type PolicyStatement, policyDocument } from "./policy";
import type { Tags } from "./tags";

/** Subscriber of an alarm topic: one or more of an e-mail address, a phone number and an https endpoint. */
export interface AlarmSubscriber {
  /** E-mail address without a display name; its owner must confirm the subscription within two days. @default - no e-mail */
  readonly email?: pulumi.Input<string> | undefined;
  /**
   * Phone number for SMS in E.164 form, such as +12025550123. A new account can send only to numbers that are verified in its
   * SMS sandbox. @default - no SMS
   */
  readonly phone?: pulumi.Input<string> | undefined;
  /**
   * Address of an incident service such as PagerDuty or Opsgenie, https. The service must confirm the subscription by itself
   * within a minute, as these do; otherwise the deployment fails. @default - none
   */
  readonly url?: pulumi.Input<string> | undefined;
}

/** Subscribers by a permanent label, which becomes part of their subscriptions' names. */
export type AlarmSubscribers = Readonly<Record<string, AlarmSubscriber>>;

/** Arguments of {@link createAlarmTopic}. */
export interface AlarmTopicArgs {
  /** Services that may publish to the topic. */
  readonly publishers: readonly string[];
  /** Subscribers of the topic. */
  readonly subscribers: AlarmSubscribers;
  /** Logical name of the topic's access policy. */
  readonly policyName: string;
  /** Region of the topic. @default - the provider's */
  readonly region?: string | undefined;
  /** ARN of the customer managed key that encrypts messages. */
  readonly kmsKeyArn: pulumi.Input<string> | undefined;
  /** Tags of the topic. */
  readonly tags: Tags | undefined;
}

/** Topic of alarms. */
export interface AlarmTopic {
  /** ARN of the topic. */
  readonly arn: pulumi.Output<string>;
  /** Name of the topic. */
  readonly name: pulumi.Output<string>;
  /**
   * Access policy and subscriptions. Every alarm must depend on them: an alarm that is above its threshold when it is created
   * sends its only message immediately.
   */
  readonly delivery: readonly pulumi.Resource[];
  /** ARN of the topic as an output of its {@link delivery}: a resource that uses it depends on policy and subscriptions. */
  readonly arnAfterDelivery: pulumi.Output<string>;
}

/**
 * Alias of an AWS managed key, whose policy admits no publishing service and cannot be changed.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
const AWS_MANAGED_KEY = /(?:^|[:/])alias\/aws\//;

const KEY_FORM = "a customer managed key, since an AWS managed key lets no other service publish";

interface Endpoint {
  readonly label: string;
  readonly protocol: "email" | "sms" | "https";
  readonly address: pulumi.Input<string>;
  /** Path of the address in the component's arguments. */
  readonly argument: string;
}

const ADDRESSES = {
  email: { isValid: isEmail, form: EMAIL_FORM },
  sms: { isValid: isPhone, form: PHONE_FORM },
  https: { isValid: isHttpsUrl, form: HTTPS_FORM },
} as const;

/** Checks subscribers and key of an alarm topic; values that are not known yet are checked when the topic is created. */
export function checkAlarmTopic(
  faults: Faults,
  { subscribers, kmsKeyArn }: Pick<AlarmTopicArgs, "subscribers" | "kmsKeyArn">,
): void {
  checkLabels(faults, "subscribers", Object.keys(subscribers));
  for (const [label, { email, phone, url }] of Object.entries(subscribers)) {
    const hasEndpoint = email !== undefined || phone !== undefined || url !== undefined;
    faults.expect(hasEndpoint, `subscribers.${label}`, {}, "an email, a phone or a url, one at least");
  }
  for (const { protocol, address, argument } of endpointsOf(subscribers)) {
    if (typeof address !== "string") continue;
    const { isValid, form } = ADDRESSES[protocol];
    faults.expect(isValid(address), argument, address, form);
  }
  if (typeof kmsKeyArn === "string") {
    faults.expect(isCustomerManagedKey(kmsKeyArn), "kmsKeyArn", kmsKeyArn, KEY_FORM);
  }
}

/**
 * Creates an SNS topic, the access policy that lets services of this account publish over TLS, and its subscriptions.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 */
export function createAlarmTopic(
  name: string,
  { publishers, subscribers, policyName, region, kmsKeyArn, tags }: AlarmTopicArgs,
  parent: pulumi.Resource,
): AlarmTopic {
  const location = region ? { region } : {};
  const topic = new aws.sns.Topic(
    name,
    {
      ...location,
      ...(kmsKeyArn
        ? { kmsMasterKeyId: checkWhenKnown(name, "kmsKeyArn", kmsKeyArn, isCustomerManagedKey, KEY_FORM) }
        : {}),
      ...(tags ? { tags } : {}),
    },
    { parent },
  );
  const account = aws.getCallerIdentityOutput({}, { parent }).accountId;
  const statements = publishStatements(topic.arn, account, publishers);
  const policy = new aws.sns.TopicPolicy(
    policyName,
    { ...location, arn: topic.arn, policy: policyDocument(name, statements) },
    { parent },
  );
  const subscriptions = endpointsOf(subscribers).map(
    (endpoint) =>
      new aws.sns.TopicSubscription(
        `${name}-${endpoint.protocol}-${endpoint.label}`,
        {
          ...location,
          topic: topic.arn,
          protocol: endpoint.protocol,
          endpoint: checkAddressWhenKnown(name, endpoint),
          ...(endpoint.protocol === "https" ? { endpointAutoConfirms: true } : {}),
        },
        { parent },
      ),
  );
  const delivery = [policy, ...subscriptions];
  const arnAfterDelivery = pulumi
    .all([topic.arn, pulumi.all(delivery.map(({ urn }) => urn))])
    .apply(([arn]) => arn);
  return { arn: topic.arn, name: topic.name, delivery, arnAfterDelivery };
}

/** Returns the e-mail addresses of all subscribers, each checked once it is known. */
export function subscriberEmails(name: string, subscribers: AlarmSubscribers): pulumi.Output<string>[] {
  return endpointsOf(subscribers)
    .filter(({ protocol }) => protocol === "email")
    .map((endpoint) => checkAddressWhenKnown(name, endpoint));
}

function endpointsOf(subscribers: AlarmSubscribers): Endpoint[] {
  return Object.entries(subscribers).flatMap(([label, { email, phone, url }]) => {
    const argument = `subscribers.${label}`;
    const endpoints: Endpoint[] = [];
    if (email !== undefined) {
      endpoints.push({ label, protocol: "email", address: email, argument: `${argument}.email` });
    }
    if (phone !== undefined) {
      endpoints.push({ label, protocol: "sms", address: phone, argument: `${argument}.phone` });
    }
    if (url !== undefined) {
      endpoints.push({ label, protocol: "https", address: url, argument: `${argument}.url` });
    }
    return endpoints;
  });
}

function checkAddressWhenKnown(
  name: string,
  { protocol, address, argument }: Endpoint,
): pulumi.Output<string> {
  const { isValid, form } = ADDRESSES[protocol];
  return checkWhenKnown(name, argument, address, isValid, form);
}

function isCustomerManagedKey(key: string): boolean {
  return !AWS_MANAGED_KEY.test(key);
}

function publishStatements(
  topicArn: pulumi.Input<string>,
  account: pulumi.Input<string>,
  services: readonly string[],
): PolicyStatement[] {
  return [
    {
      sid: "PublishByServices",
      principals: { services },
      actions: ["sns:Publish"],
      resources: [topicArn],
      conditions: [fromAccount(account)],
    },
    {
      sid: "DenyPlainText",
      effect: "Deny",
      principals: "everyone",
      actions: ["sns:Publish"],
      resources: [topicArn],
      conditions: [{ test: "Bool", key: "aws:SecureTransport", values: ["false"] }],
    },
  ];
}
