import type { Service } from "../resource-type";
import { zoneLookups } from "./availability-zones";
import { recordLookups } from "./cloud-records";
import { identityLookups } from "./identity";
import { imageLookups } from "./images";
import { loadBalancingLookups } from "./load-balancing";
import { policyLookups } from "./policy-document";
import { routeLookups } from "./routes";

/** Data sources of all services. */
export const lookups: Service = {
  name: "lookups",
  functions: [
    ...identityLookups,
    ...zoneLookups,
    ...imageLookups,
    ...policyLookups,
    ...loadBalancingLookups,
    ...recordLookups,
    ...routeLookups,
  ],
};
