import type { ClusterFleet } from "./args";
import type { ResolvedEphemeralClusterArgs } from "./resolve";

/** Units by which EMR scales a cluster, and inputs that managed scaling changes, so that the program ignores them. */
export interface ScalingPlan {
  readonly unitType: "Instances" | "InstanceFleetUnits";
  readonly ignoreChanges: readonly string[];
}

/** Returns the inputs of the nodes: instance groups of one type each, or instance fleets. */
export function instanceInputs(args: ResolvedEphemeralClusterArgs) {
  const { coreFleet, coreInstanceType, masterInstanceType, nodes } = args;
  const ebsConfigs = [{ type: "gp3", size: args.dataDiskGib, volumesPerInstance: 1 }];
  if (!coreFleet) {
    return {
      masterInstanceGroup: { instanceType: masterInstanceType, instanceCount: 1 },
      ...(nodes > 1
        ? { coreInstanceGroup: { instanceType: coreInstanceType, instanceCount: nodes - 1, ebsConfigs } }
        : {}),
    };
  }
  return {
    masterInstanceFleet: {
      targetOnDemandCapacity: 1,
      instanceTypeConfigs: [{ instanceType: masterInstanceType, weightedCapacity: 1 }],
    },
    coreInstanceFleet: {
      targetOnDemandCapacity: coreFleet.onDemandUnits ?? 0,
      targetSpotCapacity: coreFleet.spotUnits ?? 0,
      instanceTypeConfigs: Object.entries(coreFleet.instanceTypes).map(
        ([instanceType, weightedCapacity]) => ({
          instanceType,
          weightedCapacity,
          ebsConfigs,
        }),
      ),
      launchSpecifications: launchSpecifications(coreFleet),
    },
  };
}

/** @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-instance-fleet.html#emr-instance-fleet-allocation-strategy */
function launchSpecifications({
  spotTimeoutMinutes = 20,
  onSpotTimeout = "SWITCH_TO_ON_DEMAND",
}: ClusterFleet) {
  return {
    onDemandSpecifications: [{ allocationStrategy: "lowest-price" }],
    spotSpecifications: [
      {
        allocationStrategy: "price-capacity-optimized",
        timeoutAction: onSpotTimeout,
        timeoutDurationMinutes: spotTimeoutMinutes,
      },
    ],
  };
}

/** Returns how EMR scales the nodes. */
export function scalingPlan({ coreFleet }: ResolvedEphemeralClusterArgs): ScalingPlan {
  return coreFleet
    ? {
        unitType: "InstanceFleetUnits",
        ignoreChanges: ["coreInstanceFleet.targetOnDemandCapacity", "coreInstanceFleet.targetSpotCapacity"],
      }
    : { unitType: "Instances", ignoreChanges: ["coreInstanceGroup.instanceCount"] };
}
