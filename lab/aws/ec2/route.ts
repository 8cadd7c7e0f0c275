import { exactlyOne } from "../common/faults";
import { several } from "../common/inputs";
import { AwsError } from "../errors";
import type { Draft, ResourceType } from "../resource-type";
import { text } from "../value";
import { all, ERRORS, look, routeTableVpc } from "./found";
import { destinationOf, judgeTarget, routeId, TARGETS } from "./routes";

/** One route of a table. */
export const route: ResourceType = {
  type: "aws:ec2/route:Route",
  service: "ec2",
  name: "none",
  api: { update: "ReplaceRoute" },
  immutable: [
    "destinationCidrBlock",
    "destinationIpv6CidrBlock",
    "destinationPrefixListId",
    "region",
    "routeTableId",
  ],
  check: (inputs) => [
    ...exactlyOne(inputs, ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"]),
    ...exactlyOne(inputs, TARGETS),
  ],
  create: (call, inputs, draft): Draft => {
    const table = text(inputs.routeTableId) ?? "";
    const network = routeTableVpc(call, table);
    const destination = destinationOf(inputs);
    const written = several(look(call, "routeTable", table)?.outputs.routes).map(destinationOf);
    const laid = all(call, "route").filter((one) => one.outputs.routeTableId === table);
    if ([...written, ...laid.map((one) => destinationOf(one.outputs))].includes(destination))
      throw new AwsError("RouteAlreadyExists", `The route identified by ${destination} already exists.`, {
        source: ERRORS,
      });
    judgeTarget(call, inputs, table, network);
    return {
      id: routeId(table, destination),
      outputs: {
        ...draft.outputs,
        origin: "CreateRoute",
        state: "active",
        instanceId: "",
        instanceOwnerId: "",
      },
    };
  },
  update: (call, inputs, change) => {
    const table = text(inputs.routeTableId) ?? "";
    judgeTarget(call, inputs, table, routeTableVpc(call, table));
    return change.draft;
  },
  durations: { create: 1, update: 1, delete: 1 },
};
