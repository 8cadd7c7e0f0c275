import { REGION_CODE } from "../../../common/regions";
import { regionalArn } from "../common/arn";
import { oneOf } from "../common/faults";
import { freshId, hexOf } from "../common/ids";
import { policyFaults } from "../common/policy";
import { AwsError } from "../errors";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { type Properties, text, texts, type Value } from "../value";
import { all, ERRORS, must, mustGroup, routeTableVpc } from "./found";

/** A private way from a network to a service. */
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
    ...oneOf("vpcEndpointType", inputs.vpcEndpointType, [
      "Gateway",
      "Interface",
      "GatewayLoadBalancer",
      "Resource",
      "ServiceNetwork",
    ]),
    ...policyFaults("policy", inputs.policy),
  ],
  create,
  update: (call, inputs, change) => {
    judge(call, inputs, change.before.id);
    return change.draft;
  },
  durations: { create: 10, update: 5, delete: 10 },
};

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  judge(call, inputs, undefined);
  const id = freshId(call, "vpce-", 17);
  const service = text(inputs.serviceName) ?? "";
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
        : texts(inputs.subnetIds).map((subnet) => `eni-${hexOf(`${id}/${subnet}`, 17)}`),
      dnsEntries: gateway ? [] : [entry],
    },
  };
}

const SERVICE_OF_REGION = new RegExp(`^com\\.amazonaws\\.(${REGION_CODE})\\.`);

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html */
function judge(call: ResourceCall, inputs: Properties, self: string | undefined): void {
  const network = must(call, "vpc", text(inputs.vpcId) ?? "").id;
  const service = text(inputs.serviceName) ?? "";
  const region = SERVICE_OF_REGION.exec(service)?.[1];
  const wanted = text(inputs.serviceRegion) || call.region;
  if (region !== undefined && region !== wanted)
    throw new AwsError("InvalidServiceName", `The Vpc Endpoint Service '${service}' does not exist`, {
      source: ERRORS,
    });
  for (const table of texts(inputs.routeTableIds)) {
    if (routeTableVpc(call, table) !== network)
      throw new AwsError(
        "InvalidParameter",
        `Route table ${table} and vpc ${network} belong to different networks`,
        {
          source: ERRORS,
        },
      );
    const others = all(call, "vpcEndpoint").filter(
      (one) => one.id !== self && one.outputs.serviceName === service,
    );
    const taken = others.find((one) => texts(one.outputs.routeTableIds).includes(table));
    if (taken !== undefined)
      throw new AwsError(
        "RouteAlreadyExists",
        `route table ${table} already has a route with destination-prefix-list-id ${taken.outputs.prefixListId}`,
        { source: ERRORS },
      );
  }
  for (const id of texts(inputs.subnetIds)) must(call, "subnet", id);
  for (const id of texts(inputs.securityGroupIds)) mustGroup(call, id);
}
