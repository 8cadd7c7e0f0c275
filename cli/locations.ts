import { REGION_CODE } from "../common/regions";
import { parseUrn } from "../lab/engine";

/** Location of resources that belong to no single region. */
export const GLOBAL = "global";

const REGION = new RegExp(`(?<![a-z0-9])${REGION_CODE}(?![a-z0-9])`, "g");

/** Finds the only region code in a string; undefined without one, or with several. */
export function findRegionCode(text: string): string | undefined {
  const codes = new Set(text.match(REGION));
  const [code] = codes;
  return codes.size === 1 ? code : undefined;
}

/** The region in a resource's name, else `otherwise`. */
export function locationOf(urn: string, otherwise: string = GLOBAL): string {
  return findRegionCode(parseUrn(urn).name) ?? otherwise;
}
