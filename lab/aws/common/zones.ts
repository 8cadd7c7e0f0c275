import { REGION_FACTS } from "../../../common/regions";
import { zoneIdsOf, zoneNamesOf } from "../regions";
import type { Call } from "../resource-type";

/**
 * Local and Wavelength Zones of regions, by region: the part of the name after the region's code. An account uses them only after
 * it has opted in to their group.
 *
 * @see https://docs.aws.amazon.com/local-zones/latest/ug/available-local-zones.html
 * @see https://docs.aws.amazon.com/wavelength/latest/developerguide/available-wavelength-zones.html
 */
const OPT_IN_ZONES: Readonly<Record<string, readonly string[]>> = {
  "us-east-1": ["bos-1a", "chi-2a", "dfw-2a", "mia-2a", "nyc-2a", "wl1-bos-wlz-1"],
  "us-west-2": ["den-1a", "las-1a", "lax-1a", "lax-1b", "wl1-las-wlz-1"],
  "ap-northeast-1": ["tpe-1a"],
  "ap-northeast-2": ["wl1-cjj-wlz-1", "wl1-sel-wlz-1"],
  "ap-southeast-2": ["per-1a"],
  "eu-central-1": ["ham-1a", "waw-1a"],
};

/** A zone of a region: an availability zone, or one that an account has to opt in to. */
export interface Zone {
  readonly name: string;
  readonly id: string;
  readonly type: "availability-zone" | "local-zone" | "wavelength-zone";
  /** Group that accounts opt in to; the region for availability zones. */
  readonly group: string;
  readonly optInStatus: "opt-in-not-required" | "opted-in" | "not-opted-in";
}

/**
 * Returns all zones of the region of a request in the order of their names, so local zones come before `us-east-1a`.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyAvailabilityZoneGroup.html
 */
export function zonesOf({ store, account, region }: Call): readonly Zone[] {
  const ids = zoneIdsOf(region);
  const zones = zoneNamesOf(region).map(
    (name, index): Zone => ({
      name,
      id: ids[index] ?? "",
      type: "availability-zone",
      group: region,
      optInStatus: "opt-in-not-required",
    }),
  );
  const optedIn = store
    .list({ account, region, type: "aws:ec2/availabilityZoneGroup:AvailabilityZoneGroup" })
    .flatMap(({ outputs }) => (outputs.optInStatus === "opted-in" ? [outputs.groupName] : []));
  const optInZones = (OPT_IN_ZONES[region] ?? []).map((part): Zone => {
    const zone = optInZone(region, part);
    return { ...zone, optInStatus: optedIn.includes(zone.group) ? "opted-in" : "not-opted-in" };
  });
  return [...zones, ...optInZones].sort((one, other) => (one.name < other.name ? -1 : 1));
}

function optInZone(region: string, part: string): Omit<Zone, "optInStatus"> {
  const name = `${region}-${part}`;
  const prefix = REGION_FACTS[region]?.zoneIdPrefix;
  if (part.startsWith("wl"))
    return {
      name,
      id: `${prefix}-${part.replace(/-(\d)$/, "$1")}`,
      type: "wavelength-zone",
      group: `${region}-${part.slice(0, part.indexOf("-"))}`,
    };
  const [city = "", number = ""] = part.split("-");
  const place = number.charCodeAt(number.length - 1) - "a".charCodeAt(0) + 1;
  return {
    name,
    id: `${prefix}-${city}${number.slice(0, -1)}-az${place}`,
    type: "local-zone",
    group: name.slice(0, -1),
  };
}
