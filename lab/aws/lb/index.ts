import type { Service } from "../resource-type";
import { loadBalancer } from "./load-balancer";

/** Elastic Load Balancing: the types that other services refer to. */
export const lb: Service = {
  name: "lb",
  types: [loadBalancer, { ...loadBalancer, type: "aws:alb/loadBalancer:LoadBalancer" }],
};
