import type { Service } from "../resource-type";
import { identityLookups } from "./identity";
import { imageLookups } from "./images";
import { loadBalancingLookups } from "./load-balancing";
import { policyLookups } from "./policy-document";
import { recordLookups } from "./records";
import { zoneLookups } from "./zones";

/** Data sources: questions that make nothing. */
export const lookups: Service = {
  name: "lookups",
  functions: [
    ...identityLookups,
    ...zoneLookups,
    ...imageLookups,
    ...policyLookups,
    ...loadBalancingLookups,
    ...recordLookups,
  ],
};
