import { firstObject, isGiven, listObjects } from "../common/inputs";
import { AwsError } from "../errors";
import { asNumber, asString, type Properties } from "../property-values";

const FLEET = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-instance-fleet.html";
const IDLE = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-auto-termination-policy.html";
const MODEL = "https://docs.aws.amazon.com/emr/latest/APIReference/API_RunJobFlow.html";

/** Most instance types in a fleet, without and with an allocation strategy. */
const MOST_TYPES = 5;
const MOST_TYPES_BY_STRATEGY = 30;

/** Returns the error of a cluster's own settings, or undefined when EMR accepts them. */
export function findClusterError(inputs: Properties): AwsError | undefined {
  return findInstancesError(inputs) ?? findFleetsError(inputs) ?? findTerminationError(inputs);
}

function findInstancesError(inputs: Properties): AwsError | undefined {
  const groups = ["masterInstanceGroup", "coreInstanceGroup"].some(
    (one) => firstObject(inputs[one]) !== undefined,
  );
  const fleets = ["masterInstanceFleet", "coreInstanceFleet"].some(
    (one) => firstObject(inputs[one]) !== undefined,
  );
  if (groups && fleets)
    return validationError("InstanceGroups and InstanceFleets cannot both be specified.", FLEET);
  if (!groups && !fleets)
    return validationError("Either InstanceGroups or InstanceFleets must be specified.", MODEL);
  const label = asString(inputs.releaseLabel) ?? "";
  if (fleets && !supportsFleets(label))
    return validationError(`Instance fleets are not supported by the release ${label}.`, FLEET);
  return undefined;
}

function supportsFleets(label: string): boolean {
  const [, major = 0, minor = 0] = (/^emr-(\d+)\.(\d+)/.exec(label) ?? []).map(Number);
  if (label === "" || Number.isNaN(major)) return true;
  return major > 5 || (major === 5 && minor > 0) || (major === 4 && minor >= 8);
}

function findFleetsError(inputs: Properties): AwsError | undefined {
  const master = firstObject(inputs.masterInstanceFleet);
  if (master !== undefined) {
    const onDemand = asNumber(master.targetOnDemandCapacity) ?? 0;
    const spot = asNumber(master.targetSpotCapacity) ?? 0;
    if (onDemand + spot !== 1)
      return validationError(
        "The master instance fleet must have a target of 1, either On-Demand or Spot.",
        FLEET,
      );
  }
  for (const input of ["masterInstanceFleet", "coreInstanceFleet"]) {
    const fleet = firstObject(inputs[input]);
    const most = hasStrategy(fleet) ? MOST_TYPES_BY_STRATEGY : MOST_TYPES;
    if (listObjects(fleet?.instanceTypeConfigs).length > most)
      return validationError(`An instance fleet must have at most ${most} instance types.`, FLEET);
  }
  return undefined;
}

function hasStrategy(fleet: Properties | undefined): boolean {
  const launch = firstObject(fleet?.launchSpecifications);
  return [...listObjects(launch?.onDemandSpecifications), ...listObjects(launch?.spotSpecifications)].some(
    (one) => isGiven(one.allocationStrategy),
  );
}

function findTerminationError(inputs: Properties): AwsError | undefined {
  const policy = firstObject(inputs.autoTerminationPolicy);
  if (policy === undefined) return undefined;
  const [, major = 0, minor = 0] = (/^emr-(\d+)\.(\d+)/.exec(asString(inputs.releaseLabel) ?? "") ?? []).map(
    Number,
  );
  const known = major > 6 || (major === 6 && minor >= 1) || (major === 5 && minor >= 30) || major === 0;
  return known
    ? undefined
    : validationError("Auto-termination is supported from emr-5.30.0 and emr-6.1.0 on.", IDLE);
}

function validationError(words: string, source: string): AwsError {
  return new AwsError("ValidationException", words, { source });
}
