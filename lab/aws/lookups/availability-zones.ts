import { REGION_FACTS } from "../../../common/regions";
import { type Zone, zonesOf } from "../common/zones";
import { LookupError } from "../errors";
import { partitionOf } from "../partition";
import { asString, asStrings, type Properties } from "../property-values";
import type { Call, InvokeFunction } from "../resource-type";
import { type Filter, filtersOf, passes } from "./identity";

const availabilityZones: InvokeFunction = {
  token: "aws:index/getAvailabilityZones:getAvailabilityZones",
  service: "ec2",
  operation: "DescribeAvailabilityZones",
  run: (args, call) => {
    const { region } = call;
    const names = asStrings(args["excludeNames"]);
    const ids = asStrings(args["excludeZoneIds"]);
    const open = asString(args["state"]) === undefined || args["state"] === "available";
    const zones = listZones(call, args).filter(
      (zone) => open && !names.includes(zone.name) && !ids.includes(zone.id),
    );
    return {
      ...args,
      groupNames: [...new Set(zones.map((zone) => zone.group))],
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
  run: (args, call) => {
    const { region } = call;
    const name = asString(args["name"]);
    const id = asString(args["zoneId"]);
    const matches = listZones(call, args).filter(
      (zone) => (name === undefined || zone.name === name) && (id === undefined || zone.id === id),
    );
    const [zone] = matches;
    if (zone === undefined) throw new LookupError("no matching EC2 Availability Zone found");
    if (matches.length > 1)
      throw new LookupError("multiple EC2 Availability Zones matched; use additional constraints");
    return {
      groupLongName: REGION_FACTS[region]?.description ?? region,
      groupName: zone.group,
      id: zone.name,
      name: zone.name,
      nameSuffix: zone.name.slice(region.length).replace(/^-/, ""),
      networkBorderGroup: zone.group,
      optInStatus: zone.optInStatus,
      parentZoneId: "",
      parentZoneName: "",
      region,
      state: "available",
      zoneId: zone.id,
      zoneType: zone.type,
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

/**
 * Lists the zones that the account can use; with `allAvailabilityZones`, also those that it has not opted in to.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html
 */
function listZones(call: Call, args: Properties): readonly Zone[] {
  const { region } = call;
  const filters = filtersOf(args["filters"]);
  return zonesOf(call).filter((zone) => {
    if (zone.optInStatus === "not-opted-in" && args["allAvailabilityZones"] !== true) return false;
    const facts = {
      "group-name": zone.group,
      "opt-in-status": zone.optInStatus,
      "region-name": region,
      state: "available",
      "zone-id": zone.id,
      "zone-name": zone.name,
      "zone-type": zone.type,
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
