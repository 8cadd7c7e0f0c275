import { regionalArn } from "../common/arn";
import { checkBetween, checkOneOf, checkPattern } from "../common/checks";
import { createHexId, hexOf } from "../common/ids";
import { assignedName, listObjects } from "../common/inputs";
import { listRegionalRecords } from "../common/records";
import { findEc2 } from "../ec2/records";
import { AwsError } from "../errors";
import { asString, asStrings, type Properties } from "../property-values";
import type { CheckFailure, Draft, ResourceCall, ResourceType } from "../resource-type";
import { loadBalancerZoneOf } from "./hosted-zones";

const TYPE = "aws:lb/loadBalancer:LoadBalancer";
const SOURCE =
  "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html";

/** A load balancer. */
export const loadBalancer: ResourceType = {
  type: TYPE,
  service: "lb",
  name: { property: "name" },
  immutable: ["customerOwnedIpv4Pool", "internal", "loadBalancerType", "name", "namePrefix", "region"],
  defaults: (inputs) => ({ internal: false, loadBalancerType: "application", ...inputs }),
  check,
  create,
  delete: (_call, record) => {
    if (record.outputs.enableDeletionProtection !== true) return;
    throw new AwsError(
      "OperationNotPermitted",
      `Load balancer '${record.id}' cannot be deleted because deletion protection is enabled`,
      {
        source:
          "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html",
      },
    );
  },
  durations: { create: 180, delete: 20 },
};

function check(inputs: Properties): readonly CheckFailure[] {
  return [
    ...checkPattern(
      "name",
      inputs.name,
      /^(?!internal-)(?!-)[0-9A-Za-z-]{1,32}(?<!-)$/,
      "only alphanumeric characters and hyphens allowed, at most 32, and not at either end",
    ),
    ...checkOneOf("loadBalancerType", inputs.loadBalancerType, ["application", "network", "gateway"]),
    ...checkOneOf("ipAddressType", inputs.ipAddressType, [
      "ipv4",
      "dualstack",
      "dualstack-without-public-ipv4",
    ]),
    ...checkBetween("idleTimeout", inputs.idleTimeout, 1, 4000),
  ];
}

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  const name = assignedName(draft);
  const type = asString(inputs.loadBalancerType) ?? "application";
  if (listRegionalRecords(call, TYPE).some((one) => one.outputs.name === name))
    throw new AwsError(
      "DuplicateLoadBalancerName",
      `A load balancer with the same name '${name}' exists, but with different settings`,
      {
        source: SOURCE,
      },
    );
  const vpcId = validateSubnets(call, inputs, type);
  const short = type === "network" ? "net" : type === "gateway" ? "gwy" : "app";
  const arnSuffix = `${short}/${name}/${createHexId(call, "", 16)}`;
  const arn = regionalArn(call, "elasticloadbalancing", `loadbalancer/${arnSuffix}`);
  const own = inputs.internal === true ? `internal-${name}` : name;
  const domain = type === "network" ? `elb.${call.region}.amazonaws.com` : `${call.region}.elb.amazonaws.com`;
  return {
    id: arn,
    outputs: {
      ...draft.outputs,
      name,
      arn,
      arnSuffix,
      dnsName: `${own}-${Number.parseInt(hexOf(arn, 8), 16)}.${domain}`,
      zoneId:
        loadBalancerZoneOf(call.region, type) ?? `Z${hexOf(`${call.region}/${type}`, 13).toUpperCase()}`,
      vpcId,
    },
  };
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html, Subnets */
function validateSubnets(call: ResourceCall, inputs: Properties, type: string): string {
  const ids = [
    ...asStrings(inputs.subnets),
    ...listObjects(inputs.subnetMappings).flatMap((one) => asString(one.subnetId) ?? []),
  ];
  const subnets = ids.map((id) => {
    const subnet = findEc2(call, "subnet", id);
    if (subnet === undefined)
      throw new AwsError("SubnetNotFound", `The subnet ID '${id}' does not exist`, { source: SOURCE });
    return subnet.outputs;
  });
  const zones = new Set(subnets.map((one) => one.availabilityZone));
  if (zones.size < subnets.length)
    throw new AwsError(
      "InvalidConfigurationRequest",
      "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
      {
        source: SOURCE,
      },
    );
  if (type === "application" && subnets.length < 2)
    throw new AwsError(
      "ValidationError",
      "At least two subnets in two different Availability Zones must be specified",
      {
        source: SOURCE,
      },
    );
  return asString(subnets[0]?.vpcId) ?? "";
}
