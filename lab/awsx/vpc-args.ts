import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { type Cidr, ipv4Size, parseIPv4Cidr } from "../../common/cidr";
import type { SubnetShape } from "./subnet-plan";

/** Tags that may be known only when resources exist. */
export type Tags = pulumi.Input<Record<string, pulumi.Input<string>>>;

const text = z.string({ error: "expected a string" });
/** A value of a primitive type, or one that is known only when resources exist. */
function input<T extends string | boolean>(
  type: "string" | "boolean",
  error: string,
): z.ZodType<pulumi.Input<T>> {
  return z.custom<pulumi.Input<T>>((value) => pulumi.Output.isInstance(value) || typeof value === type, {
    error,
  });
}
const textInput = input<string>("string", "expected a string");
const flagInput = input<boolean>("boolean", "expected true or false");
const tags: z.ZodType<Tags> = z.custom<Tags>(
  (value) =>
    pulumi.Output.isInstance(value) || (typeof value === "object" && value !== null && !Array.isArray(value)),
  { error: "expected an object of strings" },
);
const anyInput = z.custom<pulumi.Input<never>>((value) => value !== undefined);
const block = z
  .string({ error: "expected a block such as 10.0.0.0/16" })
  .transform((source, context): Cidr => {
    const cidr = parseIPv4Cidr(source);
    if (cidr !== undefined) return cidr;
    context.addIssue({ code: "custom", message: "expected a block such as 10.0.0.0/16, without host bits" });
    return z.NEVER;
  });
/** @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const vpcBlock = block.refine(
  ({ prefix }) => prefix >= 16 && prefix <= 28,
  "expected a block from /16 to /28",
);
const count = z.int({ error: "expected a whole number from 1" }).min(1, "expected a whole number from 1");
const bits = z
  .int({ error: "expected a whole number from 16 to 28" })
  .min(16, "expected a whole number from 16 to 28")
  .max(28, "expected a whole number from 16 to 28");
const size = z
  .number({ error: "expected a power of 2 from 16 to 65536" })
  .refine((value) => Number.isInteger(Math.log2(value)) && value >= 16 && value <= 65536, {
    error: "expected a power of 2 from 16 to 65536",
  });
const zoneNames = z
  .array(text, { error: "expected a list of zone names" })
  .min(1, "expected at least one zone")
  .refine((names) => new Set(names).size === names.length, "expected each zone once");
const oneOf = <const T extends readonly [string, ...string[]]>(names: T) =>
  z.enum(names, { error: `expected one of ${names.join(", ")}` });

const subnetSpec = z
  .strictObject({
    type: oneOf(["Public", "Private", "Isolated", "Unused"]),
    name: text.optional(),
    cidrMask: bits.optional(),
    cidrBlocks: z.array(block, { error: "expected a list of blocks" }).optional(),
    size: size.optional(),
    tags: tags.optional(),
    assignIpv6AddressOnCreation: z.literal(false, { error: unsupportedMessage("IPv6") }).optional(),
  })
  .check(({ value, issues }) => {
    const sizeMask = value.size === undefined ? undefined : 32 - Math.log2(value.size);
    if (sizeMask !== undefined && value.cidrMask !== undefined && sizeMask !== value.cidrMask) {
      issues.push({
        code: "custom",
        input: value.size,
        path: ["size"],
        message: `expected ${ipv4Size(value.cidrMask)}, the addresses of a /${value.cidrMask}`,
      });
    }
    const mask = value.cidrMask ?? sizeMask;
    for (const [index, given] of (value.cidrBlocks ?? []).entries()) {
      if (mask === undefined || given.prefix === mask) continue;
      issues.push({
        code: "custom",
        input: given,
        path: ["cidrBlocks", index],
        message: `expected a /${mask}`,
      });
    }
  });

const endpointSpec = z.strictObject({
  serviceName: text,
  autoAccept: flagInput.optional(),
  dnsOptions: anyInput.optional(),
  ipAddressType: textInput.optional(),
  policy: textInput.optional(),
  privateDnsEnabled: flagInput.optional(),
  region: textInput.optional(),
  resourceConfigurationArn: textInput.optional(),
  routeTableIds: anyInput.optional(),
  securityGroupIds: anyInput.optional(),
  serviceNetworkArn: textInput.optional(),
  serviceRegion: textInput.optional(),
  subnetConfigurations: anyInput.optional(),
  subnetIds: anyInput.optional(),
  tags: tags.optional(),
  vpcEndpointType: textInput.optional(),
});

const schema = z
  .strictObject({
    availabilityZoneCidrMask: bits.optional(),
    availabilityZoneNames: zoneNames.optional(),
    cidrBlock: vpcBlock.optional(),
    enableDnsHostnames: flagInput.optional(),
    enableDnsSupport: flagInput.optional(),
    enableNetworkAddressUsageMetrics: flagInput.optional(),
    instanceTenancy: textInput.optional(),
    natGateways: z
      .strictObject({
        strategy: oneOf(["None", "Single", "OnePerAz"]),
        elasticIpAllocationIds: z.array(textInput, { error: "expected a list of allocation ids" }).optional(),
      })
      .optional(),
    numberOfAvailabilityZones: count.optional(),
    region: text.optional(),
    subnetNameTagStrategy: oneOf(["Legacy", "AvailabilityZone"]).optional(),
    subnetSpecs: z.array(subnetSpec, { error: "expected a list of subnets" }).optional(),
    subnetStrategy: oneOf(["Legacy", "Auto", "Exact"]).optional(),
    tags: tags.optional(),
    vpcEndpointSpecs: z.array(endpointSpec, { error: "expected a list of endpoints" }).optional(),
    vpcEndpointStrategy: oneOf(["Legacy"]).optional(),
    assignGeneratedIpv6CidrBlock: z.literal(false, { error: unsupportedMessage("IPv6") }).optional(),
    ipv4IpamPoolId: z.undefined({ error: unsupportedMessage("IPAM") }),
    ipv4NetmaskLength: z.undefined({ error: unsupportedMessage("IPAM") }),
    ipv6CidrBlock: z.undefined({ error: unsupportedMessage("IPv6") }),
    ipv6CidrBlockNetworkBorderGroup: z.undefined({ error: unsupportedMessage("IPv6") }),
    ipv6IpamPoolId: z.undefined({ error: unsupportedMessage("IPAM") }),
    ipv6NetmaskLength: z.undefined({ error: unsupportedMessage("IPAM") }),
  })
  .partial();

function unsupportedMessage(what: string): string {
  return `expected nothing: the lab's awsx.ec2.Vpc does not support ${what}`;
}

/** Valid arguments of `awsx.ec2.Vpc`. */
export type VpcArgs = z.output<typeof schema>;
/** A valid subnet specification. */
export type SubnetSpec = z.output<typeof subnetSpec>;

/**
 * Parses the inputs of an `awsx.ec2.Vpc`.
 *
 * @throws {Error} with each invalid input, its value and the expectation
 */
export function parseVpcArgs(name: string, inputs: pulumi.Inputs): VpcArgs {
  const result = schema.safeParse(inputs);
  if (!result.success)
    throw new Error(result.error.issues.flatMap((issue) => formatIssue(name, issue, inputs)).join("\n"));
  const faults = findConflicts(result.data);
  if (faults.length > 0) throw new Error(faults.map((fault) => `${name}: ${fault}`).join("\n"));
  return result.data;
}

/** Number of zones. @default 3, as awsx */
export function zoneCountOf(args: VpcArgs): number {
  return args.availabilityZoneNames?.length ?? args.numberOfAvailabilityZones ?? 3;
}

/** Converts a specification to the allocator's input. */
export function shapeOf(spec: SubnetSpec): SubnetShape {
  return {
    type: spec.type,
    name: spec.name,
    bits: spec.cidrMask ?? (spec.size === undefined ? undefined : 32 - Math.log2(spec.size)),
    blocks: spec.cidrBlocks,
  };
}

function findConflicts(args: VpcArgs): string[] {
  const faults: string[] = [];
  const { subnetSpecs: specs, natGateways: nat, availabilityZoneNames: names } = args;
  const strategy = args.subnetStrategy ?? "Legacy";
  const zones = zoneCountOf(args);
  if (names !== undefined && args.numberOfAvailabilityZones !== undefined) {
    faults.push(
      `numberOfAvailabilityZones is ${args.numberOfAvailabilityZones}, expected nothing beside availabilityZoneNames`,
    );
  }
  if (strategy === "Legacy" && args.availabilityZoneCidrMask !== undefined) {
    faults.push(
      `availabilityZoneCidrMask is ${args.availabilityZoneCidrMask}, expected nothing with subnetStrategy Legacy; set subnetStrategy to "Auto"`,
    );
  }
  const withBlocks = specs?.filter((spec) => spec.cidrBlocks !== undefined) ?? [];
  if (withBlocks.length > 0 && strategy === "Legacy") {
    faults.push(`subnetStrategy is "Legacy", expected Auto or Exact where subnetSpecs have cidrBlocks`);
  }
  for (const [index, spec] of (withBlocks.length > 0 ? (specs ?? []) : []).entries()) {
    if (spec.cidrBlocks?.length === zones) continue;
    faults.push(
      `subnetSpecs[${index}].cidrBlocks has ${spec.cidrBlocks?.length ?? 0} blocks, expected ${zones}, one per zone`,
    );
  }
  const addresses = nat?.elasticIpAllocationIds?.length ?? 0;
  const gateways = { None: 0, Single: 1, OnePerAz: zones }[nat?.strategy ?? "OnePerAz"];
  if (addresses > 0 && addresses !== gateways) {
    faults.push(
      `natGateways.elasticIpAllocationIds has ${addresses} ids, expected ${gateways} with strategy ${nat?.strategy}`,
    );
  }
  const types = new Set(specs?.map((spec) => spec.type) ?? ["Public", "Private"]);
  if (gateways > 0 && !(types.has("Public") && types.has("Private"))) {
    faults.push(
      `natGateways.strategy is ${JSON.stringify(nat?.strategy ?? "OnePerAz")}, expected None unless there are public subnets for the gateways and private ones to use them`,
    );
  }
  return faults;
}

function formatIssue(name: string, issue: z.core.$ZodIssue, inputs: pulumi.Inputs): string[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const path = pathOf([...issue.path, key]);
      return `${name}: ${path} is ${formatValue(valueAt(inputs, [...issue.path, key]))}, expected nothing: awsx.ec2.Vpc has no such argument`;
    });
  }
  const value = valueAt(inputs, issue.path);
  const message = pulumi.Output.isInstance(value)
    ? "expected a plain value: it decides which resources exist"
    : issue.message;
  return [`${name}: ${pathOf(issue.path)} is ${formatValue(value)}, ${message}`];
}

function pathOf(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === "number" ? `[${key}]` : `${index > 0 ? "." : ""}${String(key)}`))
    .join("");
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value);
}

function formatValue(value: unknown): string {
  return pulumi.Output.isInstance(value) ? "an output" : (JSON.stringify(value) ?? "missing");
}
