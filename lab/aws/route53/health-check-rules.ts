import { type Cidr, containsCidr, parseIPv4Cidr } from "../../../common/cidr";
import { isGiven } from "../common/inputs";
import { AwsError } from "../errors";
import { asString, asStrings, type Properties } from "../property-values";

const MODEL = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html";

/** Types of health checks. @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html */
export const CHECK_TYPES = [
  "HTTP",
  "HTTPS",
  "HTTP_STR_MATCH",
  "HTTPS_STR_MATCH",
  "TCP",
  "CALCULATED",
  "CLOUDWATCH_METRIC",
  "RECOVERY_CONTROL",
];

/** Blocks that checkers on the internet cannot reach. @see RFC 1918, RFC 1122, RFC 3927, RFC 5771 */
const UNREACHABLE = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "224.0.0.0/4",
  "240.0.0.0/4",
];

/** Returns the error of a health check's own settings, or undefined when Route 53 accepts them. */
export function findHealthCheckError(inputs: Properties): AwsError | undefined {
  const type = asString(inputs.type) ?? "";
  const sendsRequests = /^(HTTP|HTTPS|TCP)/.test(type);
  if (sendsRequests && !isGiven(inputs.fqdn) && !isGiven(inputs.ipAddress))
    return inputError("Either IPAddress or FullyQualifiedDomainName must be specified.");
  if (type === "TCP" && !isGiven(inputs.port))
    return inputError("Port must be specified for TCP health checks.");
  if (type.endsWith("_STR_MATCH") !== isGiven(inputs.searchString) && sendsRequests)
    return inputError(
      type.endsWith("_STR_MATCH")
        ? "SearchString must be specified for string matching health checks."
        : "SearchString cannot be specified for health checks that do not match a string.",
    );
  const ip = asString(inputs.ipAddress) ?? "";
  const address = parseIPv4Cidr(`${ip}/32`);
  if (address !== undefined && UNREACHABLE.some((source) => containsAddress(source, address)))
    return inputError(`IP address ${ip} is a private or reserved address.`);
  const regions = asStrings(inputs.regions);
  if (regions.length > 0 && regions.length < 3) return inputError("Regions must have at least 3 members.");
  if (
    type === "CLOUDWATCH_METRIC" &&
    !(isGiven(inputs.cloudwatchAlarmName) && isGiven(inputs.cloudwatchAlarmRegion))
  )
    return inputError("AlarmIdentifier must be specified for CloudWatch metric health checks.");
  return undefined;
}

function containsAddress(source: string, address: Cidr): boolean {
  const block = parseIPv4Cidr(source);
  return block !== undefined && containsCidr(block, address);
}

function inputError(words: string): AwsError {
  return new AwsError("InvalidInput", words, { source: MODEL });
}
