import { exactlyOne } from "../common/faults";
import { freshId } from "../common/ids";
import { AwsError } from "../errors";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { type Properties, text } from "../value";
import { all, ERRORS, must, routeTableVpc } from "./found";

/** Which table a subnet uses. */
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
  check: (inputs) => exactlyOne(inputs, ["subnetId", "gatewayId"]),
  create: (call, inputs, draft): Draft => {
    judge(call, inputs, undefined);
    return { id: freshId(call, "rtbassoc-", 17), outputs: draft.outputs };
  },
  update: (call, inputs, change) => {
    judge(call, inputs, change.before.id);
    return change.draft;
  },
  durations: { create: 1, update: 1, delete: 1 },
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateRouteTable.html */
function judge(call: ResourceCall, inputs: Properties, self: string | undefined): void {
  const table = text(inputs.routeTableId) ?? "";
  const network = routeTableVpc(call, table);
  const subnet = text(inputs.subnetId) ?? "";
  if (subnet === "") return;
  if (must(call, "subnet", subnet).outputs.vpcId !== network)
    throw new AwsError(
      "InvalidParameterValue",
      `route table ${table} and subnet ${subnet} belong to different networks`,
      {
        source: ERRORS,
      },
    );
  if (all(call, "routeTableAssociation").some((one) => one.outputs.subnetId === subnet && one.id !== self))
    throw new AwsError(
      "Resource.AlreadyAssociated",
      `the specified association for route table ${table} conflicts with an existing association`,
      { source: ERRORS },
    );
}
