import { checkExactlyOne } from "../common/checks";
import { listObjects } from "../common/inputs";
import { AwsError } from "../errors";
import { asString } from "../property-values";
import type { Draft, ResourceType } from "../resource-type";
import { EC2_ERRORS, findEc2, listEc2, vpcOfRouteTable } from "./records";
import { destinationOf, ROUTE_TARGETS, routeId, validateTarget } from "./route-targets";

/** One route of a route table. */
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
    ...checkExactlyOne(inputs, [
      "destinationCidrBlock",
      "destinationIpv6CidrBlock",
      "destinationPrefixListId",
    ]),
    ...checkExactlyOne(inputs, ROUTE_TARGETS),
  ],
  create: (call, inputs, draft): Draft => {
    const table = asString(inputs.routeTableId) ?? "";
    const network = vpcOfRouteTable(call, table);
    const destination = destinationOf(inputs);
    const inline = listObjects(findEc2(call, "routeTable", table)?.outputs.routes).map(destinationOf);
    const separate = listEc2(call, "route").filter((one) => one.outputs.routeTableId === table);
    if ([...inline, ...separate.map((one) => destinationOf(one.outputs))].includes(destination))
      throw new AwsError("RouteAlreadyExists", `The route identified by ${destination} already exists.`, {
        source: EC2_ERRORS,
      });
    validateTarget(call, inputs, table, network);
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
    const table = asString(inputs.routeTableId) ?? "";
    validateTarget(call, inputs, table, vpcOfRouteTable(call, table));
    return change.draft;
  },
  durations: { create: 1, update: 1, delete: 1 },
};
