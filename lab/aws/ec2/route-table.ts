import { regionalArn } from "../common/arn";
import { createHexId } from "../common/ids";
import { listObjects } from "../common/inputs";
import { AwsError } from "../errors";
import { asString, type Properties } from "../property-values";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { dependencyViolation, EC2_ERRORS, listEc2, requireEc2 } from "./records";
import { destinationOf, validateTarget } from "./route-targets";

/** A route table. */
export const routeTable: ResourceType = {
  type: "aws:ec2/routeTable:RouteTable",
  service: "ec2",
  name: "none",
  immutable: ["region", "vpcId"],
  create: (call, inputs, draft): Draft => {
    const network = requireEc2(call, "vpc", asString(inputs.vpcId) ?? "");
    const id = createHexId(call, "rtb-", 17);
    validate(call, inputs, id, network.id);
    return {
      id,
      outputs: {
        ...draft.outputs,
        arn: regionalArn(call, "ec2", `route-table/${id}`),
        ownerId: call.account,
      },
    };
  },
  update: (call, inputs, change) => {
    validate(call, inputs, change.before.id, asString(inputs.vpcId) ?? "");
    return change.draft;
  },
  delete: (call, record) => {
    if (listEc2(call, "routeTableAssociation").some((one) => one.outputs.routeTableId === record.id))
      throw dependencyViolation(`The routeTable '${record.id}' has dependencies and cannot be deleted.`);
  },
  durations: { create: 1, update: 1, delete: 1 },
};

function validate(call: ResourceCall, inputs: Properties, id: string, network: string): void {
  const seen = new Set<string>();
  for (const route of listObjects(inputs.routes)) {
    const destination = destinationOf(route);
    if (seen.has(destination))
      throw new AwsError("RouteAlreadyExists", `The route identified by ${destination} already exists.`, {
        source: EC2_ERRORS,
      });
    seen.add(destination);
    validateTarget(call, route, id, network);
  }
}
