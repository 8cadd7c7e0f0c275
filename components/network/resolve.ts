import { parseIPv4Cidr } from "../../common/cidr";
import { LOG_RETENTION_DAYS, type LogRetentionDays } from "../../common/log-retention";
import { checkOneOf, checkWholeNumber } from "../shared/checks";
import { Faults } from "../shared/errors";
import {
  DEFAULT_FLOW_LOG_AGGREGATION_SECONDS,
  DEFAULT_FLOW_LOG_DESTINATION,
  DEFAULT_FLOW_LOG_RETENTION_DAYS,
  DEFAULT_FLOW_LOG_TRAFFIC,
  DEFAULT_GATEWAY_ACCESS,
  DEFAULT_NAT,
  DEFAULT_ZONES,
  FLOW_LOG_AGGREGATION_SECONDS,
  FLOW_LOG_DESTINATIONS,
  FLOW_LOG_FILE_FORMATS,
  FLOW_LOG_TRAFFIC,
  type FlowLogDestination,
  type FlowLogTraffic,
  NAT_MODES,
  type NatMode,
  type NetworkArgs,
} from "./args";
import { reservedZones, type SubnetSpec, subnetSpecs } from "./subnets";

/** Most availability zones of any region: us-east-1 has six. */
const MAX_ZONES = 6;

/** Longest prefix of a VPC and of a subnet. @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const MAX_PREFIX = 28;

/** Validated arguments with all defaults filled in. */
export interface ResolvedNetworkArgs extends NetworkArgs {
  readonly zones: number | readonly string[];
  readonly nat: NatMode;
  readonly gatewayAccess: "any" | "account";
  readonly flowLogDestination: FlowLogDestination;
  readonly flowLogTraffic: FlowLogTraffic;
  readonly flowLogAggregationSeconds: 60 | 600;
  readonly flowLogRetentionDays: LogRetentionDays;
  /** Subnets of each tier. */
  readonly subnets: SubnetSpec[];
}

/**
 * Validates the arguments and fills in the defaults.
 *
 * @throws {ArgumentError} with every fault: a malformed block, one that is too small, or an option out of its range
 */
export function resolveArgs(name: string, args: NetworkArgs): ResolvedNetworkArgs {
  const {
    cidrBlock,
    zones = DEFAULT_ZONES,
    nat = DEFAULT_NAT,
    gatewayAccess = DEFAULT_GATEWAY_ACCESS,
    flowLogDestination = DEFAULT_FLOW_LOG_DESTINATION,
    flowLogTraffic = DEFAULT_FLOW_LOG_TRAFFIC,
    flowLogAggregationSeconds = DEFAULT_FLOW_LOG_AGGREGATION_SECONDS,
    flowLogRetentionDays = DEFAULT_FLOW_LOG_RETENTION_DAYS,
  } = args;
  const faults = new Faults(name);
  checkOneOf(faults, "nat", nat, NAT_MODES);
  checkOneOf(faults, "gatewayAccess", gatewayAccess, ["any", "account"]);
  checkFlowLog(faults, args, flowLogDestination);
  const zoneCount = typeof zones === "number" ? zones : zones.length;
  const argument = typeof zones === "number" ? "zones" : "zones.length";
  checkWholeNumber(faults, argument, zoneCount, 1, MAX_ZONES);
  if (typeof zones !== "number") {
    faults.expect(new Set(zones).size === zoneCount, "zones", zones, "each zone once");
  }
  const subnets = resolveSubnets(faults, cidrBlock, zoneCount);
  faults.raise();
  return {
    ...args,
    zones,
    nat,
    gatewayAccess,
    flowLogDestination,
    flowLogTraffic,
    flowLogAggregationSeconds,
    flowLogRetentionDays,
    subnets,
  };
}

/** Name of a flow log's field. @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html#flow-logs-fields */
const FIELD = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

function checkFlowLog(faults: Faults, args: NetworkArgs, destination: FlowLogDestination): void {
  const { flowLogBucketArn, flowLogFields } = args;
  checkOneOf(faults, "flowLogDestination", destination, FLOW_LOG_DESTINATIONS);
  checkOneOf(faults, "flowLogTraffic", args.flowLogTraffic, FLOW_LOG_TRAFFIC);
  checkOneOf(
    faults,
    "flowLogAggregationSeconds",
    args.flowLogAggregationSeconds,
    FLOW_LOG_AGGREGATION_SECONDS,
  );
  checkOneOf(faults, "flowLogRetentionDays", args.flowLogRetentionDays, LOG_RETENTION_DAYS);
  checkOneOf(faults, "flowLogFileFormat", args.flowLogFileFormat, FLOW_LOG_FILE_FORMATS);
  const isField = (field: string, index: number) =>
    FIELD.test(field) && flowLogFields?.indexOf(field) === index;
  const hasFields = flowLogFields === undefined || (flowLogFields.length > 0 && flowLogFields.every(isField));
  const fieldsForm = "one field or more, each once, such as version, vpc-id, srcaddr";
  faults.expect(hasFields, "flowLogFields", flowLogFields, fieldsForm);
  if (destination === "s3") {
    const hint = "the ARN of a bucket, since the destination is s3";
    faults.expect(flowLogBucketArn !== undefined, "flowLogBucketArn", flowLogBucketArn, hint);
    const key = args.kmsKeyArn;
    faults.expect(
      key === undefined,
      "kmsKeyArn",
      key,
      "none with destination s3, whose bucket has its own key",
    );
    return;
  }
  for (const argument of ["flowLogBucketArn", "flowLogFileFormat"] as const) {
    const value = args[argument];
    faults.expect(value === undefined, argument, value, `none with destination ${destination}`);
  }
}

function resolveSubnets(faults: Faults, cidrBlock: string, zoneCount: number): SubnetSpec[] {
  const block = parseIPv4Cidr(cidrBlock);
  if (!block || block.prefix < 16 || block.prefix > MAX_PREFIX) {
    const form = "an IPv4 block from /16 to /28 without host bits, such as 10.0.0.0/16";
    faults.expect(false, "cidrBlock", cidrBlock, form);
    return [];
  }
  const slots = reservedZones(zoneCount);
  const maxPrefix = MAX_PREFIX - 2 - Math.log2(slots);
  const size = `/${maxPrefix} or larger, for three subnets of at least /28 in each of ${slots} zones`;
  const isLargeEnough = faults.expect(block.prefix <= maxPrefix, "cidrBlock", cidrBlock, size);
  return isLargeEnough ? subnetSpecs(block, zoneCount) : [];
}
