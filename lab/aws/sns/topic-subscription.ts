import { checkOneOf } from "../common/checks";
import { uuidOf } from "../common/ids";
import { findRecord } from "../common/records";
import { AwsError } from "../errors";
import { asString, type Properties } from "../property-values";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { requireTopic } from "./topic";

const TYPE = "aws:sns/topicSubscription:TopicSubscription";
const SOURCE = "https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html";

/** Protocols. @see https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
const PROTOCOLS = ["application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"];

/** Service in the ARN of an endpoint, by protocol. */
const SERVICES: Readonly<Record<string, string>> = { sqs: "sqs", lambda: "lambda" };

/** A subscription. One that a person must confirm stays pending: the simulated cloud sends no e-mail. */
export const topicSubscription: ResourceType = {
  type: TYPE,
  service: "sns",
  name: "none",
  api: {
    create: "Subscribe",
    read: "GetSubscriptionAttributes",
    update: "SetSubscriptionAttributes",
    delete: "Unsubscribe",
  },
  immutable: ["endpoint", "protocol", "region", "topic"],
  defaults: (inputs) => ({
    confirmationTimeoutInMinutes: 1,
    endpointAutoConfirms: false,
    rawMessageDelivery: false,
    ...inputs,
  }),
  check: (inputs) => [
    ...checkOneOf("protocol", inputs.protocol, PROTOCOLS),
    ...checkOneOf("filterPolicyScope", inputs.filterPolicyScope, ["MessageAttributes", "MessageBody"]),
  ],
  create,
  durations: { create: 1, delete: 1 },
};

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  const topic = requireTopic(call, asString(inputs.topic) ?? "");
  const protocol = asString(inputs.protocol) ?? "";
  const endpoint = asString(inputs.endpoint) ?? "";
  refuseEndpoint(protocol, endpoint);
  const pending =
    ["email", "email-json"].includes(protocol) ||
    (/^https?$/.test(protocol) && inputs.endpointAutoConfirms !== true);
  const own = `${topic.id}:${uuidOf([topic.id, protocol, endpoint].join("\n"))}`;
  // The provider gives every pending subscription the same id; the store needs different ones.
  const arn = pending ? "PendingConfirmation" : own;
  return {
    id: findRecord(call, TYPE, arn) === undefined ? arn : own,
    outputs: {
      ...draft.outputs,
      arn,
      ownerId: call.account,
      pendingConfirmation: pending,
      confirmationWasAuthenticated: !pending,
    },
  };
}

function refuseEndpoint(protocol: string, endpoint: string): void {
  const service = SERVICES[protocol];
  const words =
    service !== undefined && endpoint.split(":")[2] !== service
      ? `${protocol.toUpperCase()} endpoint ARN`
      : /^https?$/.test(protocol) && !endpoint.startsWith(`${protocol}://`)
        ? "Endpoint must match the specified protocol"
        : protocol.startsWith("email") && !/^[^@\s]+@[^@\s]+$/.test(endpoint)
          ? "Email address"
          : protocol === "sms" && !/^\+?[0-9][0-9 .()-]{3,}$/.test(endpoint)
            ? `Invalid SMS endpoint: ${endpoint}`
            : undefined;
  if (words !== undefined)
    throw new AwsError("InvalidParameter", `Invalid parameter: ${words}`, { source: SOURCE });
}
