import type { RegionInputs } from "../handover";

/** Outputs of the regions, by code. */
export type RegionsByCode = Readonly<Record<string, RegionInputs>>;

/** Returns the outputs of a region. */
export function requireRegion(code: string, regions: RegionsByCode): RegionInputs {
  const region = regions[code];
  if (!region) throw new Error(`region ${code} is missing among the inputs of the edge`);
  return region;
}
