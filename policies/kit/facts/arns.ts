import { moduleOf } from "./global-types";

/** Parts of an ARN. */
export interface ArnParts {
  readonly service: string;
  /** Empty for global resources and for buckets. */
  readonly region: string;
  /** Empty for buckets, `aws` for what AWS manages. */
  readonly account: string;
  readonly resource: string;
}

/**
 * Parses an ARN. Undefined for any other string.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function parseArn(text: string): ArnParts | undefined {
  const [arn, partition = "", service = "", region = "", account = "", ...resource] = text.split(":");
  if (arn !== "arn" || !partition.startsWith("aws") || resource.length === 0) return undefined;
  return { service, region, account, resource: resource.join(":") };
}

/** Names of services in ARNs where they differ from the module of their types, by module. */
const ARN_SERVICES_BY_MODULE: Readonly<Record<string, readonly string[]>> = {
  alb: ["elasticloadbalancing"],
  apigatewayv2: ["apigateway", "execute-api"],
  applicationloadbalancing: ["elasticloadbalancing"],
  cloudwatch: ["cloudwatch", "events", "logs"],
  elasticloadbalancingv2: ["elasticloadbalancing"],
  kinesis: ["kinesis", "firehose"],
  lb: ["elasticloadbalancing"],
  opensearch: ["es"],
  sfn: ["states"],
  vpc: ["ec2"],
};

/** Whether ARNs of a service may refer to resources of a type, such as `aws:sqs/queue:Queue`. */
export function isTypeOfService(type: string, service: string): boolean {
  const module = moduleOf(type);
  return (ARN_SERVICES_BY_MODULE[module] ?? [module]).includes(service);
}

/**
 * Names of resources that the last part of an ARN may contain: a table in `table/tide/stream/2026`, a function in
 * `function:tide:live`, a role in `role/service/tide`, a bucket in `tide/archive/*`.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function resourceNamesOf({ service, resource }: ArnParts): readonly string[] {
  if (service === "s3") return [resource.replace(/\/.*$/s, "")];
  const whole = resource.replace(/:\*$/, "");
  const [, named = whole] = /^[a-z-]+[:/](.+)$/s.exec(whole) ?? [];
  const last = named.slice(named.lastIndexOf("/") + 1);
  return [...new Set([whole, named, named.replace(/(?!^)[:/].*$/s, ""), last])];
}
