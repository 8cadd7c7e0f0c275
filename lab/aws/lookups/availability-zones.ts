import { REGION_FACTS } from "../../../common/regions";
import { LookupError } from "../errors";
import { partitionOf } from "../partition";
import { asString, asStrings, type Properties } from "../property-values";
import { zoneIdsOf, zoneNamesOf } from "../regions";
import type { InvokeFunction } from "../resource-type";
import { type Filter, filtersOf, passes } from "./identity";

interface Zone {
  readonly name: string;
  readonly id: string;
}

const availabilityZones: InvokeFunction = {
  token: "aws:index/getAvailabilityZones:getAvailabilityZones",
  service: "ec2",
  operation: "DescribeAvailabilityZones",
  run: (args, { region }) => {
    const names = asStrings(args["excludeNames"]);
    const ids = asStrings(args["excludeZoneIds"]);
    const open = asString(args["state"]) === undefined || args["state"] === "available";
    const zones = listZones(region, args).filter(
      (zone) => open && !names.includes(zone.name) && !ids.includes(zone.id),
    );
    return {
      ...args,
      groupNames: zones.length > 0 ? [region] : [],
      id: region,
      names: zones.map((zone) => zone.name),
      region,
      zoneIds: zones.map((zone) => zone.id),
    };
  },
};

const availabilityZone: InvokeFunction = {
  token: "aws:index/getAvailabilityZone:getAvailabilityZone",
  service: "ec2",
  operation: "DescribeAvailabilityZones",
  run: (args, { region }) => {
    const name = asString(args["name"]);
    const id = asString(args["zoneId"]);
    const matches = listZones(region, args).filter(
      (zone) => (name === undefined || zone.name === name) && (id === undefined || zone.id === id),
    );
    const [zone] = matches;
    if (zone === undefined) throw new LookupError("no matching EC2 Availability Zone found");
    if (matches.length > 1)
      throw new LookupError("multiple EC2 Availability Zones matched; use additional constraints");
    return {
      groupLongName: REGION_FACTS[region]?.description ?? region,
      groupName: region,
      id: zone.name,
      name: zone.name,
      nameSuffix: zone.name.slice(region.length),
      networkBorderGroup: region,
      optInStatus: "opt-in-not-required",
      parentZoneId: "",
      parentZoneName: "",
      region,
      state: "available",
      zoneId: zone.id,
      zoneType: "availability-zone",
    };
  },
};

const regions: InvokeFunction = {
  token: "aws:index/getRegions:getRegions",
  service: "ec2",
  operation: "DescribeRegions",
  run: (args, { partition }) => {
    const filters = filtersOf(args["filters"]);
    const names = Object.entries(REGION_FACTS)
      .filter(([name]) => partitionOf(name) === partition)
      .filter(([name, { optIn }]) => {
        const facts = {
          "region-name": name,
          "opt-in-status": optIn ? "not-opted-in" : "opt-in-not-required",
        };
        return (args["allRegions"] === true || !optIn) && filters.every((filter) => fits(filter, facts));
      })
      .map(([name]) => name)
      .sort();
    return { ...args, id: partition, names };
  },
};

function listZones(region: string, args: Properties): readonly Zone[] {
  const ids = zoneIdsOf(region);
  const filters = filtersOf(args["filters"]);
  return zoneNamesOf(region)
    .map((name, i) => ({ name, id: ids[i] ?? "" }))
    .filter((zone) => {
      const facts = {
        "group-name": region,
        "opt-in-status": "opt-in-not-required",
        "region-name": region,
        state: "available",
        "zone-id": zone.id,
        "zone-name": zone.name,
        "zone-type": "availability-zone",
      };
      return filters.every((filter) => fits(filter, facts));
    });
}

function fits(filter: Filter, facts: Readonly<Record<string, string>>): boolean {
  const value = facts[filter.name];
  if (value !== undefined) return passes(filter, value);
  throw new LookupError(
    `filter is ${JSON.stringify(filter.name)}, expected one of ${Object.keys(facts).join(", ")}`,
  );
}

/** Data sources of regions and availability zones. */
export const zoneLookups: readonly InvokeFunction[] = [availabilityZones, availabilityZone, regions];
