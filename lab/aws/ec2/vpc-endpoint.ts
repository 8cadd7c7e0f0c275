import { REGION_CODE } from "../../../common/regions";
import { regionalArn } from "../common/arn";
import { checkOneOf } from "../common/checks";
import { createHexId, hexOf } from "../common/ids";
import { checkPolicy } from "../common/policy";
import { AwsError } from "../errors";
import { asString, asStrings, type Properties, type Value } from "../property-values";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { EC2_ERRORS, listEc2, requireEc2, requireSecurityGroup, vpcOfRouteTable } from "./records";

/** A private connection from a VPC to a service. */
export const vpcEndpoint: ResourceType = {
  type: "aws:ec2/vpcEndpoint:VpcEndpoint",
  service: "ec2",
  name: "none",
  immutable: [
    "region",
    "resourceConfigurationArn",
    "serviceName",
    "serviceNetworkArn",
    "serviceRegion",
    "vpcEndpointType",
    "vpcId",
  ],
  defaults: (inputs) => ({ vpcEndpointType: "Gateway", ...inputs }),
  check: (inputs) => [
    ...checkOneOf("vpcEndpointType", inputs.vpcEndpointType, [
      "Gateway",
      "Interface",
      "GatewayLoadBalancer",
      "Resource",
      "ServiceNetwork",
    ]),
    ...checkPolicy("policy", inputs.policy),
  ],
  create,
  update: (call, inputs, change) => {
    validate(call, inputs, change.before.id);
    return change.draft;
  },
  durations: { create: 10, update: 5, delete: 10 },
};

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  validate(call, inputs, undefined);
  const id = createHexId(call, "vpce-", 17);
  const service = asString(inputs.serviceName) ?? "";
  const gateway = inputs.vpcEndpointType === "Gateway";
  const short = service.split(".").slice(3).join(".");
  const entry: Value = {
    dnsName: `${id}-${hexOf(id, 8)}.${short}.${call.region}.vpce.amazonaws.com`,
    hostedZoneId: `Z${hexOf(`vpce/${call.region}`, 13).toUpperCase()}`,
  };
  return {
    id,
    outputs: {
      ...draft.outputs,
      arn: regionalArn(call, "ec2", `vpc-endpoint/${id}`),
      ownerId: call.account,
      state: "available",
      requesterManaged: false,
      cidrBlocks: [],
      prefixListId: gateway ? `pl-${hexOf(`${call.region}/${service}`, 8)}` : "",
      networkInterfaceIds: gateway
        ? []
        : asStrings(inputs.subnetIds).map((subnet) => `eni-${hexOf(`${id}/${subnet}`, 17)}`),
      dnsEntries: gateway ? [] : [entry],
    },
  };
}

const SERVICE_OF_REGION = new RegExp(`^com\\.amazonaws\\.(${REGION_CODE})\\.`);

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html */
function validate(call: ResourceCall, inputs: Properties, self: string | undefined): void {
  const network = requireEc2(call, "vpc", asString(inputs.vpcId) ?? "").id;
  const service = asString(inputs.serviceName) ?? "";
  const region = SERVICE_OF_REGION.exec(service)?.[1];
  const expectedRegion = asString(inputs.serviceRegion) || call.region;
  if (region !== undefined && region !== expectedRegion)
    throw new AwsError("InvalidServiceName", `The Vpc Endpoint Service '${service}' does not exist`, {
      source: EC2_ERRORS,
    });
  for (const table of asStrings(inputs.routeTableIds)) {
    if (vpcOfRouteTable(call, table) !== network)
      throw new AwsError(
        "InvalidParameter",
        `Route table ${table} and vpc ${network} belong to different networks`,
        {
          source: EC2_ERRORS,
        },
      );
    const others = listEc2(call, "vpcEndpoint").filter(
      (one) => one.id !== self && one.outputs.serviceName === service,
    );
    const conflict = others.find((one) => asStrings(one.outputs.routeTableIds).includes(table));
    if (conflict !== undefined)
      throw new AwsError(
        "RouteAlreadyExists",
        `route table ${table} already has a route with destination-prefix-list-id ${conflict.outputs.prefixListId}`,
        { source: EC2_ERRORS },
      );
  }
  for (const id of asStrings(inputs.subnetIds)) requireEc2(call, "subnet", id);
  for (const id of asStrings(inputs.securityGroupIds)) requireSecurityGroup(call, id);
}
