import type { Service } from "../resource-type";
import { cidrCollection } from "./cidr-collection";
import { cidrLocation } from "./cidr-location";
import { healthCheck } from "./health-check";
import { record } from "./record";
import { zone } from "./zone";

/** Route 53: zones, records, health checks and IP-based locations. */
export const route53: Service = {
  name: "route53",
  types: [cidrCollection, cidrLocation, healthCheck, record, zone],
};
