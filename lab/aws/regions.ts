import { REGION_FACTS } from "../../common/regions";
import { suggest } from "../../common/suggestions";

/** Zone names of a region in order, such as `eu-west-1a`. */
export function zoneNamesOf(region: string): readonly string[] {
  return [...(REGION_FACTS[region]?.zoneLetters ?? "")].map((letter) => region + letter);
}

/** Zone ids of a region in the order of its zone names, such as `euw1-az1`. */
export function zoneIdsOf(region: string): readonly string[] {
  const facts = REGION_FACTS[region];
  return [...(facts?.zoneLetters ?? "")].map((_, i) => `${facts?.zoneIdPrefix}-az${i + 1}`);
}

/** Whether a region exists. */
export function isRegion(region: string): boolean {
  return Object.hasOwn(REGION_FACTS, region);
}

/** Message for a region that does not exist, in the provider's words, with suggestions. */
export function invalidRegionMessage(region: string): string {
  const near = suggest(region, Object.keys(REGION_FACTS));
  return `invalid AWS Region: ${region}${near.length > 0 ? `; did you mean ${near.join(" or ")}?` : ", expected a code such as us-east-1"}`;
}
