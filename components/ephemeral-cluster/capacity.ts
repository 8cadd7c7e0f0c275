import { checkOneOf, checkWholeNumber } from "../shared/checks";
import type { Faults } from "../shared/errors";
import {
  CLUSTER_INSTANCE_TYPE,
  type ClusterFleet,
  type EphemeralClusterArgs,
  MAX_CLUSTER_NODES,
} from "./args";

/** Most types in a fleet with an allocation strategy, and most subnets. @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-instance-fleet.html */
const MAX_FLEET_TYPES = 30;
const MAX_FLEET_SUBNETS = 16;

/** Checks the number of subnets: one, or several for a fleet. */
export function checkSubnets(faults: Faults, { subnetIds, coreFleet }: EphemeralClusterArgs): void {
  const count = subnetIds.length;
  const most = coreFleet ? MAX_FLEET_SUBNETS : 1;
  const expected = coreFleet ? `1 to ${most}` : "1; several need a coreFleet";
  faults.expect(count >= 1 && count <= most, "number of subnetIds", count, expected);
}

/** Number of units of a fleet. */
export function fleetUnits({ onDemandUnits = 0, spotUnits = 0 }: ClusterFleet): number {
  return onDemandUnits + spotUnits;
}

/** Checks the types and units of a fleet. */
export function checkFleet(
  faults: Faults,
  { coreFleet, nodes, coreInstanceType }: EphemeralClusterArgs,
): void {
  if (!coreFleet) return;
  for (const [key, value] of Object.entries({ nodes, coreInstanceType })) {
    faults.expect(value === undefined, key, value, "nothing; coreFleet has the nodes");
  }
  const { instanceTypes, onDemandUnits, spotUnits, spotTimeoutMinutes, onSpotTimeout } = coreFleet;
  const types = Object.entries(instanceTypes);
  const most = MAX_FLEET_TYPES;
  const valid = types.length >= 1 && types.length <= most;
  faults.expect(valid, "coreFleet.instanceTypes", Object.keys(instanceTypes), `1 to ${most} types`);
  for (const [type, units] of types) {
    const form = "an EC2 instance type such as m5.xlarge";
    faults.expect(CLUSTER_INSTANCE_TYPE.test(type), "a key of coreFleet.instanceTypes", type, form);
    checkWholeNumber(faults, `coreFleet.instanceTypes["${type}"]`, units, 1, 999);
  }
  checkWholeNumber(faults, "coreFleet.onDemandUnits", onDemandUnits, 0, MAX_CLUSTER_NODES);
  checkWholeNumber(faults, "coreFleet.spotUnits", spotUnits, 0, MAX_CLUSTER_NODES);
  const units = fleetUnits(coreFleet);
  faults.expect(units >= 1, "units of coreFleet", units, "at least 1 in onDemandUnits or spotUnits");
  checkWholeNumber(faults, "coreFleet.spotTimeoutMinutes", spotTimeoutMinutes, 5, 1440);
  const actions = ["SWITCH_TO_ON_DEMAND", "TERMINATE_CLUSTER"] as const;
  checkOneOf(faults, "coreFleet.onSpotTimeout", onSpotTimeout, actions);
}

/** Checks the bounds of managed scaling, and that the cluster starts within them. */
export function checkScaling(
  faults: Faults,
  {
    scaling,
    nodes,
    coreFleet,
  }: Pick<EphemeralClusterArgs, "scaling" | "coreFleet"> & { readonly nodes: number },
): void {
  if (!scaling) return;
  const { minimum, maximum } = scaling;
  checkWholeNumber(faults, "scaling.maximum", maximum, 1, MAX_CLUSTER_NODES);
  checkWholeNumber(faults, "scaling.minimum", minimum, 1, maximum);
  const others = nodes - 1;
  const within = others >= minimum && others <= maximum;
  if (coreFleet) {
    faults.expect(within, "units of coreFleet", others, `${minimum} to ${maximum}, as scaling says`);
  } else {
    faults.expect(within, "nodes", nodes, `1 master and ${minimum} to ${maximum} others, as scaling says`);
  }
}
