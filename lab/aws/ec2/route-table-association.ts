import { checkExactlyOne } from "../common/checks";
import { createHexId } from "../common/ids";
import { AwsError } from "../errors";
import { asString, type Properties } from "../property-values";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { EC2_ERRORS, listEc2, requireEc2, vpcOfRouteTable } from "./records";

/** An association of a subnet or a gateway with a route table. */
export const routeTableAssociation: ResourceType = {
  type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
  service: "ec2",
  name: "none",
  api: {
    create: "AssociateRouteTable",
    read: "DescribeRouteTables",
    update: "ReplaceRouteTableAssociation",
    delete: "DisassociateRouteTable",
  },
  immutable: ["gatewayId", "region", "subnetId"],
  check: (inputs) => checkExactlyOne(inputs, ["subnetId", "gatewayId"]),
  create: (call, inputs, draft): Draft => {
    validate(call, inputs, undefined);
    return { id: createHexId(call, "rtbassoc-", 17), outputs: draft.outputs };
  },
  update: (call, inputs, change) => {
    validate(call, inputs, change.before.id);
    return change.draft;
  },
  durations: { create: 1, update: 1, delete: 1 },
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateRouteTable.html */
function validate(call: ResourceCall, inputs: Properties, self: string | undefined): void {
  const table = asString(inputs.routeTableId) ?? "";
  const network = vpcOfRouteTable(call, table);
  const subnet = asString(inputs.subnetId) ?? "";
  if (subnet === "") return;
  if (requireEc2(call, "subnet", subnet).outputs.vpcId !== network)
    throw new AwsError(
      "InvalidParameterValue",
      `route table ${table} and subnet ${subnet} belong to different networks`,
      {
        source: EC2_ERRORS,
      },
    );
  if (
    listEc2(call, "routeTableAssociation").some((one) => one.outputs.subnetId === subnet && one.id !== self)
  )
    throw new AwsError(
      "Resource.AlreadyAssociated",
      `the specified association for route table ${table} conflicts with an existing association`,
      { source: EC2_ERRORS },
    );
}
