import { listObjects } from "../common/inputs";
import { asString, asStrings, type Properties } from "../property-values";
import type { Call } from "../resource-type";
import { findEc2, listEc2 } from "./records";
import { destinationOf } from "./route-targets";

/** Id of the route table of a subnet: the associated one, or else the main one of its VPC. */
export function routeTableOfSubnet(call: Call, subnet: string): string {
  const association = listEc2(call, "routeTableAssociation").find((one) => one.outputs.subnetId === subnet);
  const vpc = findEc2(call, "vpc", asString(findEc2(call, "subnet", subnet)?.outputs.vpcId) ?? "");
  return asString(association?.outputs.routeTableId ?? vpc?.outputs.mainRouteTableId) ?? "";
}

/** Lists the routes of a table, inline and separate ones, without the local route. */
export function listRoutes(call: Call, table: string): readonly Properties[] {
  const inline = listObjects(findEc2(call, "routeTable", table)?.outputs.routes);
  const separate = listEc2(call, "route").filter(({ outputs }) => outputs.routeTableId === table);
  return [...inline, ...separate.map(({ outputs }) => outputs)].map((route) => ({
    ...route,
    cidrBlock: destinationOf(route),
  }));
}

/** Whether a subnet reaches anything outside its VPC: by a route or by a gateway endpoint. */
export function hasExternalRoute(call: Call, subnet: string): boolean {
  const table = routeTableOfSubnet(call, subnet);
  // The public subnets of a default VPC have no records of their own.
  if (findEc2(call, "subnet", subnet)?.outputs.defaultForAz === true) return true;
  const hasEndpoint = listEc2(call, "vpcEndpoint").some(({ outputs }) =>
    asStrings(outputs.routeTableIds).includes(table),
  );
  return hasEndpoint || listRoutes(call, table).length > 0;
}
