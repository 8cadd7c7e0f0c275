import { oneOf } from "../common/faults";
import { several } from "../common/inputs";
import { AwsError } from "../errors";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { numeric, type Properties, text } from "../value";
import { clusterOf } from "./cluster";

const SOURCE = "https://docs.aws.amazon.com/emr/latest/APIReference/API_ComputeLimits.html";

/** Bounds within which EMR sizes a cluster. */
export const managedScalingPolicy: ResourceType = {
  type: "aws:emr/managedScalingPolicy:ManagedScalingPolicy",
  service: "emr",
  name: "none",
  api: {
    create: "PutManagedScalingPolicy",
    read: "GetManagedScalingPolicy",
    delete: "RemoveManagedScalingPolicy",
  },
  immutable: ["clusterId", "computeLimits", "region"],
  check: (inputs) =>
    several(inputs.computeLimits).flatMap((limits, index) =>
      oneOf(`computeLimits[${index}].unitType`, limits.unitType, ["InstanceFleetUnits", "Instances", "VCPU"]),
    ),
  create: (call, inputs, draft): Draft => {
    judge(call, inputs);
    return { id: text(inputs.clusterId) ?? "", outputs: draft.outputs };
  },
};

function judge(call: ResourceCall, inputs: Properties): void {
  clusterOf(call, text(inputs.clusterId) ?? "");
  for (const limits of several(inputs.computeLimits)) {
    const [most, least] = [numeric(limits.maximumCapacityUnits), numeric(limits.minimumCapacityUnits)];
    if (most === undefined || least === undefined) continue;
    const inside = [limits.maximumOndemandCapacityUnits, limits.maximumCoreCapacityUnits].map(numeric);
    if (least > most) throw invalid("MinimumCapacityUnits must not be greater than MaximumCapacityUnits.");
    if (inside.some((units) => units !== undefined && units > most))
      throw invalid(
        "MaximumOnDemandCapacityUnits and MaximumCoreCapacityUnits must not be greater than MaximumCapacityUnits.",
      );
  }
}

function invalid(words: string): AwsError {
  return new AwsError("ValidationException", words, { source: SOURCE });
}
