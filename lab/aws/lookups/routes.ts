import { regionalArn } from "../common/arn";
import { defaultVpcOf } from "../ec2/default-network";
import { findEc2, listEc2, vpcOfRouteTable } from "../ec2/records";
import { listRoutes } from "../ec2/subnet-routes";
import { LookupError } from "../errors";
import { asString, type Properties } from "../property-values";
import type { Call, InvokeFunction } from "../resource-type";
import { filtersOf, passes } from "./identity";

/** Targets of a route that the data source returns. */
const TARGETS = [
  "carrierGatewayId",
  "coreNetworkArn",
  "egressOnlyGatewayId",
  "gatewayId",
  "instanceId",
  "localGatewayId",
  "natGatewayId",
  "networkInterfaceId",
  "odbNetworkArn",
  "transitGatewayId",
  "vpcEndpointId",
  "vpcPeeringConnectionId",
];

/** A route table as the filters of EC2 see it. */
interface Table {
  readonly id: string;
  readonly vpcId: string;
  readonly isMain: boolean;
  readonly subnetIds: readonly string[];
}

const routeTables: InvokeFunction = {
  token: "aws:ec2/getRouteTables:getRouteTables",
  service: "ec2",
  operation: "DescribeRouteTables",
  run: (args, call) => ({
    ...args,
    id: call.region,
    ids: findTables(args, call).map(({ id }) => id),
    region: call.region,
    tags: args["tags"] ?? {},
  }),
};

const routeTable: InvokeFunction = {
  token: "aws:ec2/getRouteTable:getRouteTable",
  service: "ec2",
  operation: "DescribeRouteTables",
  run: (args, call) => {
    const [table, ...others] = findTables(args, call);
    if (table === undefined || others.length > 0)
      throw new LookupError(
        "query returned no results or several; change your search criteria and try again",
      );
    const { id, vpcId, isMain, subnetIds } = table;
    return {
      ...args,
      id,
      arn: regionalArn(call, "ec2", `route-table/${id}`),
      associations: [
        ...(isMain ? [{ main: true, subnetId: "" }] : []),
        ...subnetIds.map((subnetId) => ({ main: false, subnetId })),
      ].map((one) => ({ ...one, gatewayId: "", routeTableAssociationId: "", routeTableId: id })),
      gatewayId: "",
      ownerId: call.account,
      region: call.region,
      routeTableId: id,
      routes: routesOf(call, table),
      subnetId: asString(args["subnetId"]) ?? "",
      tags: findEc2(call, "routeTable", id)?.outputs["tagsAll"] ?? {},
      vpcId,
    };
  },
};

const vpcEndpoint: InvokeFunction = {
  token: "aws:ec2/getVpcEndpoint:getVpcEndpoint",
  service: "ec2",
  operation: "DescribeVpcEndpoints",
  run: (args, call) => {
    const matches = listEc2(call, "vpcEndpoint").filter((record) =>
      (["id", "serviceName", "state", "vpcEndpointType", "vpcId"] as const).every(
        (key) => args[key] === undefined || args[key] === (key === "id" ? record.id : record.outputs[key]),
      ),
    );
    const [record] = matches;
    if (record === undefined || matches.length > 1)
      throw new LookupError(`${matches.length === 0 ? "no" : "multiple"} matching EC2 VPC Endpoint found`);
    return { ...args, ...record.outputs, id: record.id, tags: record.outputs["tagsAll"] ?? {} };
  },
};

function findTables(args: Properties, call: Call): readonly Table[] {
  const [id, vpcId, subnetId] = [args["routeTableId"], args["vpcId"], args["subnetId"]].map(asString);
  return listTables(call).filter(
    (table) =>
      (id === undefined || table.id === id) &&
      (vpcId === undefined || table.vpcId === vpcId) &&
      (subnetId === undefined || table.subnetIds.includes(subnetId)) &&
      filtersOf(args["filters"]).every((filter) =>
        valuesOf(table, filter.name).some((value) => passes(filter, value)),
      ),
  );
}

function listTables(call: Call): readonly Table[] {
  const associations = listEc2(call, "routeTableAssociation");
  const mainIds = listEc2(call, "vpc").map(({ outputs }) => String(outputs["mainRouteTableId"]));
  const ids = new Set([...mainIds, ...listEc2(call, "routeTable").map(({ id }) => id)]);
  return [...ids].map((id) => ({
    id,
    vpcId: vpcOfRouteTable(call, id),
    isMain: mainIds.includes(id),
    subnetIds: associations
      .filter(({ outputs }) => outputs["routeTableId"] === id)
      .map(({ outputs }) => asString(outputs["subnetId"]) ?? "")
      .filter((subnet) => subnet !== ""),
  }));
}

function valuesOf({ id, vpcId, isMain, subnetIds }: Table, filter: string): readonly string[] {
  switch (filter) {
    case "route-table-id":
      return [id];
    case "vpc-id":
      return [vpcId];
    case "association.main":
      return [String(isMain)];
    case "association.subnet-id":
      return subnetIds;
    default:
      throw new LookupError(`filter is ${JSON.stringify(filter)}, expected one that the simulator knows`);
  }
}

function routesOf(call: Call, { id, vpcId, isMain }: Table): readonly Properties[] {
  const isDefault = isMain && vpcId === defaultVpcOf(call).id;
  const routes = isDefault ? [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-default" }] : listRoutes(call, id);
  return routes.map((route: Properties) => {
    const cidr = asString(route["cidrBlock"]) ?? "";
    return {
      cidrBlock: cidr.includes(".") ? cidr : "",
      ipv6CidrBlock: cidr.includes(":") ? cidr : "",
      destinationPrefixListId: cidr.startsWith("pl-") ? cidr : "",
      ...Object.fromEntries(TARGETS.map((target) => [target, asString(route[target]) ?? ""])),
    };
  });
}

/** Data sources of route tables and VPC endpoints. */
export const routeLookups: readonly InvokeFunction[] = [routeTables, routeTable, vpcEndpoint];
