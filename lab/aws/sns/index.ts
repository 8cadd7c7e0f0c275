import type { Service } from "../resource-type";
import { topic } from "./topic";
import { topicPolicy } from "./topic-policy";
import { topicSubscription } from "./topic-subscription";

/** Simple Notification Service. */
export const sns: Service = { name: "sns", types: [topic, topicPolicy, topicSubscription] };
