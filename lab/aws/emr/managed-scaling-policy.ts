import { checkOneOf } from "../common/checks";
import { listObjects } from "../common/inputs";
import { AwsError } from "../errors";
import { asNumber, asString, type Properties } from "../property-values";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { requireCluster } from "./cluster";

const SOURCE = "https://docs.aws.amazon.com/emr/latest/APIReference/API_ComputeLimits.html";

/** Bounds of a cluster's size. */
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
    listObjects(inputs.computeLimits).flatMap((limits, index) =>
      checkOneOf(`computeLimits[${index}].unitType`, limits.unitType, [
        "InstanceFleetUnits",
        "Instances",
        "VCPU",
      ]),
    ),
  create: (call, inputs, draft): Draft => {
    validate(call, inputs);
    return { id: asString(inputs.clusterId) ?? "", outputs: draft.outputs };
  },
};

function validate(call: ResourceCall, inputs: Properties): void {
  requireCluster(call, asString(inputs.clusterId) ?? "");
  for (const limits of listObjects(inputs.computeLimits)) {
    const [most, least] = [asNumber(limits.maximumCapacityUnits), asNumber(limits.minimumCapacityUnits)];
    if (most === undefined || least === undefined) continue;
    const inside = [limits.maximumOndemandCapacityUnits, limits.maximumCoreCapacityUnits].map(asNumber);
    if (least > most)
      throw validationError("MinimumCapacityUnits must not be greater than MaximumCapacityUnits.");
    if (inside.some((units) => units !== undefined && units > most))
      throw validationError(
        "MaximumOnDemandCapacityUnits and MaximumCoreCapacityUnits must not be greater than MaximumCapacityUnits.",
      );
  }
}

function validationError(words: string): AwsError {
  return new AwsError("ValidationException", words, { source: SOURCE });
}
