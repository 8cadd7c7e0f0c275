import { parseUrn } from "../lab/engine";

/** Place of what belongs to no single region. */
export const GLOBAL_PLACE = "global";

const REGION = /(?<![a-z0-9])(?:af|ap|ca|eu|il|me|mx|sa|us)-(?:gov-|iso[a-z]?-)?[a-z]{4,9}-\d(?![a-z0-9])/g;

/** The one region code that a text holds; undefined when it holds none, or several. */
export function regionIn(text: string): string | undefined {
  const codes = new Set(text.match(REGION));
  const [code] = codes;
  return codes.size === 1 ? code : undefined;
}

/** The region that the name of a resource says, else `otherwise`. */
export function placeOf(urn: string, otherwise: string = GLOBAL_PLACE): string {
  return regionIn(parseUrn(urn).name) ?? otherwise;
}
