import { isGiven, several, single } from "../common/inputs";
import { AwsError } from "../errors";
import { numeric, type Properties, text } from "../value";

const FLEET = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-instance-fleet.html";
const IDLE = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-auto-termination-policy.html";
const MODEL = "https://docs.aws.amazon.com/emr/latest/APIReference/API_RunJobFlow.html";

/** Most instance types in a fleet without and with an allocation strategy. */
const MOST_TYPES = 5;
const MOST_TYPES_BY_STRATEGY = 30;

/** What EMR refuses of a cluster by itself; undefined when it takes it. */
export function clusterFault(inputs: Properties): AwsError | undefined {
  return shapeFault(inputs) ?? fleetsFault(inputs) ?? lifeFault(inputs);
}

function shapeFault(inputs: Properties): AwsError | undefined {
  const groups = ["masterInstanceGroup", "coreInstanceGroup"].some(
    (one) => single(inputs[one]) !== undefined,
  );
  const fleets = ["masterInstanceFleet", "coreInstanceFleet"].some(
    (one) => single(inputs[one]) !== undefined,
  );
  if (groups && fleets) return invalid("InstanceGroups and InstanceFleets cannot both be specified.", FLEET);
  if (!groups && !fleets) return invalid("Either InstanceGroups or InstanceFleets must be specified.", MODEL);
  const label = text(inputs.releaseLabel) ?? "";
  if (fleets && !supportsFleets(label))
    return invalid(`Instance fleets are not supported by the release ${label}.`, FLEET);
  return undefined;
}

function supportsFleets(label: string): boolean {
  const [, major = 0, minor = 0] = (/^emr-(\d+)\.(\d+)/.exec(label) ?? []).map(Number);
  if (label === "" || Number.isNaN(major)) return true;
  return major > 5 || (major === 5 && minor > 0) || (major === 4 && minor >= 8);
}

function fleetsFault(inputs: Properties): AwsError | undefined {
  const master = single(inputs.masterInstanceFleet);
  if (master !== undefined) {
    const demanded = numeric(master.targetOnDemandCapacity) ?? 0;
    const spot = numeric(master.targetSpotCapacity) ?? 0;
    if (demanded + spot !== 1)
      return invalid("The master instance fleet must have a target of 1, either On-Demand or Spot.", FLEET);
  }
  for (const input of ["masterInstanceFleet", "coreInstanceFleet"]) {
    const fleet = single(inputs[input]);
    const most = hasStrategy(fleet) ? MOST_TYPES_BY_STRATEGY : MOST_TYPES;
    if (several(fleet?.instanceTypeConfigs).length > most)
      return invalid(`An instance fleet must have at most ${most} instance types.`, FLEET);
  }
  return undefined;
}

function hasStrategy(fleet: Properties | undefined): boolean {
  const launch = single(fleet?.launchSpecifications);
  return [...several(launch?.onDemandSpecifications), ...several(launch?.spotSpecifications)].some((one) =>
    isGiven(one.allocationStrategy),
  );
}

function lifeFault(inputs: Properties): AwsError | undefined {
  const policy = single(inputs.autoTerminationPolicy);
  if (policy === undefined) return undefined;
  const [, major = 0, minor = 0] = (/^emr-(\d+)\.(\d+)/.exec(text(inputs.releaseLabel) ?? "") ?? []).map(
    Number,
  );
  const known = major > 6 || (major === 6 && minor >= 1) || (major === 5 && minor >= 30) || major === 0;
  return known ? undefined : invalid("Auto-termination is supported from emr-5.30.0 and emr-6.1.0 on.", IDLE);
}

function invalid(words: string, source: string): AwsError {
  return new AwsError("ValidationException", words, { source });
}
