import type { Service } from "../resource-type";
import { cluster } from "./cluster";
import { managedScalingPolicy } from "./managed-scaling-policy";
import { securityConfiguration } from "./security-configuration";

/** Elastic MapReduce. */
export const emr: Service = { name: "emr", types: [cluster, managedScalingPolicy, securityConfiguration] };
