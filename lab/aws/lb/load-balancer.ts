import { regionalArn } from "../common/arn";
import { between, matches, oneOf } from "../common/faults";
import { freshId, hexOf } from "../common/ids";
import { several } from "../common/inputs";
import { recordsHere } from "../common/lookup";
import { look } from "../ec2/found";
import { AwsError } from "../errors";
import type { CheckFailure, Draft, ResourceCall, ResourceType } from "../resource-type";
import { type Properties, text, texts } from "../value";
import { loadBalancerZone } from "./zones";

const TYPE = "aws:lb/loadBalancer:LoadBalancer";
const SOURCE =
  "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html";

/** A load balancer. */
export const loadBalancer: ResourceType = {
  type: TYPE,
  service: "lb",
  name: { property: "name", maxLength: 32 },
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
    ...matches(
      "name",
      inputs.name,
      /^(?!internal-)(?!-)[0-9A-Za-z-]{1,32}(?<!-)$/,
      "only alphanumeric characters and hyphens allowed, at most 32, and not at either end",
    ),
    ...oneOf("loadBalancerType", inputs.loadBalancerType, ["application", "network", "gateway"]),
    ...oneOf("ipAddressType", inputs.ipAddressType, ["ipv4", "dualstack", "dualstack-without-public-ipv4"]),
    ...between("idleTimeout", inputs.idleTimeout, 1, 4000),
  ];
}

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  const name = text(draft.outputs.name) ?? text(inputs.name) ?? draft.id;
  const type = text(inputs.loadBalancerType) ?? "application";
  if (recordsHere(call, TYPE).some((one) => one.outputs.name === name))
    throw new AwsError(
      "DuplicateLoadBalancerName",
      `A load balancer with the same name '${name}' exists, but with different settings`,
      {
        source: SOURCE,
      },
    );
  const vpcId = judgeSubnets(call, inputs, type);
  const short = type === "network" ? "net" : type === "gateway" ? "gwy" : "app";
  const arnSuffix = `${short}/${name}/${freshId(call, "", 16)}`;
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
      zoneId: loadBalancerZone(call.region, type) ?? `Z${hexOf(`${call.region}/${type}`, 13).toUpperCase()}`,
      vpcId,
    },
  };
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html, Subnets */
function judgeSubnets(call: ResourceCall, inputs: Properties, type: string): string {
  const ids = [
    ...texts(inputs.subnets),
    ...several(inputs.subnetMappings).flatMap((one) => text(one.subnetId) ?? []),
  ];
  const subnets = ids.map((id) => {
    const found = look(call, "subnet", id);
    if (found === undefined)
      throw new AwsError("SubnetNotFound", `The subnet ID '${id}' does not exist`, { source: SOURCE });
    return found.outputs;
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
  return text(subnets[0]?.vpcId) ?? "";
}
