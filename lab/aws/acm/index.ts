import type { Service } from "../resource-type";
import { certificate } from "./certificate";
import { certificateValidation } from "./certificate-validation";

/** Certificate Manager. */
export const acm: Service = { name: "acm", types: [certificate, certificateValidation] };
