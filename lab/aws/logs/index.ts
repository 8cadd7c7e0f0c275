import type { Service } from "../resource-type";
import { logGroup } from "./log-group";
import { logMetricFilter } from "./log-metric-filter";
import { logResourcePolicy } from "./log-resource-policy";
import { logSubscriptionFilter } from "./log-subscription-filter";
import { queryDefinition } from "./query-definition";

/** CloudWatch Logs. */
export const logs: Service = {
  name: "logs",
  types: [logGroup, logMetricFilter, logResourcePolicy, logSubscriptionFilter, queryDefinition],
};
