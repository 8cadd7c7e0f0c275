import type { Service } from "../resource-type";
import { distribution } from "./distribution";
import { edgeFunction } from "./function";
import { cachePolicy, originAccessControl, originRequestPolicy, responseHeadersPolicy } from "./policies";

/** CloudFront. */
export const cloudfront: Service = {
  name: "cloudfront",
  types: [
    cachePolicy,
    distribution,
    edgeFunction,
    originAccessControl,
    originRequestPolicy,
    responseHeadersPolicy,
  ],
};
