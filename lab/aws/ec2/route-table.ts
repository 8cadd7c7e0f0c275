import { regionalArn } from "../common/arn";
import { freshId } from "../common/ids";
import { several } from "../common/inputs";
import { AwsError } from "../errors";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { type Properties, text } from "../value";
import { all, ERRORS, must, violation } from "./found";
import { destinationOf, judgeTarget } from "./routes";

/** A table of routes. */
export const routeTable: ResourceType = {
  type: "aws:ec2/routeTable:RouteTable",
  service: "ec2",
  name: "none",
  immutable: ["region", "vpcId"],
  create: (call, inputs, draft): Draft => {
    const network = must(call, "vpc", text(inputs.vpcId) ?? "");
    const id = freshId(call, "rtb-", 17);
    judge(call, inputs, id, network.id);
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
    judge(call, inputs, change.before.id, text(inputs.vpcId) ?? "");
    return change.draft;
  },
  delete: (call, record) => {
    if (all(call, "routeTableAssociation").some((one) => one.outputs.routeTableId === record.id))
      throw violation(`The routeTable '${record.id}' has dependencies and cannot be deleted.`);
  },
  durations: { create: 1, update: 1, delete: 1 },
};

function judge(call: ResourceCall, inputs: Properties, id: string, network: string): void {
  const seen = new Set<string>();
  for (const route of several(inputs.routes)) {
    const destination = destinationOf(route);
    if (seen.has(destination))
      throw new AwsError("RouteAlreadyExists", `The route identified by ${destination} already exists.`, {
        source: ERRORS,
      });
    seen.add(destination);
    judgeTarget(call, route, id, network);
  }
}
