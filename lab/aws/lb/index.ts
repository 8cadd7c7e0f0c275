import type { Service } from "../resource-type";
import { loadBalancer } from "./load-balancer";

/** Elastic Load Balancing: what other services refer to. */
export const lb: Service = {
  name: "lb",
  types: [loadBalancer, { ...loadBalancer, type: "aws:alb/loadBalancer:LoadBalancer" }],
};
