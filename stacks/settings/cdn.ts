import { z } from "zod";
import { DEFAULT_PRICE_CLASS, PRICE_CLASSES } from "../../components/cdn/args";

/** CloudFront. */
export const cdn = z.strictObject({
  priceClass: z.enum(PRICE_CLASSES).default(DEFAULT_PRICE_CLASS).describe("Edge locations of CloudFront."),
});
