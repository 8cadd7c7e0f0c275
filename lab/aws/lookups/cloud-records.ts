import { type CloudRecord, GLOBAL } from "../cloud-store";
import { defaultRecordsOf, defaultSecurityGroupOf } from "../ec2/default-network";
import { AwsError, LookupError } from "../errors";
import { asString, isObject, type Properties } from "../property-values";
import type { Call, InvokeFunction } from "../resource-type";
import { filtersOf, passes } from "./identity";

const zone: InvokeFunction = {
  token: "aws:route53/getZone:getZone",
  service: "route53",
  operation: "ListHostedZones",
  run: (args, call) => {
    const zoneId = asString(args["zoneId"]);
    const zoneName = asString(args["name"])?.replace(/\.$/, "");
    const isPrivate = args["privateZone"] === true || args["vpcId"] !== undefined;
    const matches = listRecords(call, "aws:route53/zone:Zone", GLOBAL).filter(({ id, outputs, inputs }) => {
      if (zoneId !== undefined) return id === zoneId;
      const vpcs = Array.isArray(inputs["vpcs"]) ? inputs["vpcs"] : [];
      const vpcId = asString(args["vpcId"]);
      const inVpc = vpcId === undefined || vpcs.some((vpc) => isObject(vpc) && vpc["vpcId"] === vpcId);
      return (
        asString(outputs["name"])?.replace(/\.$/, "") === zoneName &&
        vpcs.length > 0 === isPrivate &&
        inVpc &&
        hasTags(outputs, args)
      );
    });
    const { id, outputs } = requireOne(matches, "Route 53 Hosted Zone");
    return {
      ...args,
      arn: outputs["arn"] ?? "",
      callerReference: outputs["callerReference"] ?? "",
      comment: outputs["comment"] ?? "",
      enableAcceleratedRecovery: outputs["enableAcceleratedRecovery"] ?? false,
      id,
      linkedServiceDescription: "",
      linkedServicePrincipal: "",
      name: outputs["name"] ?? "",
      nameServers: outputs["nameServers"] ?? [],
      primaryNameServer: outputs["primaryNameServer"] ?? "",
      privateZone: isPrivate,
      resourceRecordSetCount:
        2 +
        listRecords(call, "aws:route53/record:Record", GLOBAL).filter(({ inputs }) => inputs["zoneId"] === id)
          .length,
      tags: outputs["tagsAll"] ?? {},
      zoneId: id,
    };
  },
};

/** A data source whose result is the one record that matches its arguments. */
interface RecordLookup {
  readonly token: string;
  readonly service: string;
  readonly operation: string;
  /** Type of the records. */
  readonly type: string;
  /** Their name in errors. */
  readonly label: string;
  /** Arguments that select a record, and the output that each must equal. */
  readonly by: Readonly<Record<string, string>>;
  readonly global?: true;
  /** AWS's error code when no record matches. @default - the provider's own message */
  readonly missing?: string;
}

const RECORD_LOOKUPS: readonly RecordLookup[] = [
  {
    token: "aws:ec2/getVpc:getVpc",
    service: "ec2",
    operation: "DescribeVpcs",
    type: "aws:ec2/vpc:Vpc",
    label: "EC2 VPC",
    by: { id: "id", cidrBlock: "cidrBlock", dhcpOptionsId: "dhcpOptionsId", default: "default" },
  },
  {
    token: "aws:ec2/getSubnet:getSubnet",
    service: "ec2",
    operation: "DescribeSubnets",
    type: "aws:ec2/subnet:Subnet",
    label: "EC2 Subnet",
    by: { id: "id", vpcId: "vpcId", cidrBlock: "cidrBlock", availabilityZone: "availabilityZone" },
  },
  {
    token: "aws:ec2/getSecurityGroup:getSecurityGroup",
    service: "ec2",
    operation: "DescribeSecurityGroups",
    type: "aws:ec2/securityGroup:SecurityGroup",
    label: "EC2 Security Group",
    by: { id: "id", name: "name", vpcId: "vpcId" },
  },
  {
    token: "aws:s3/getBucket:getBucket",
    service: "s3",
    operation: "HeadBucket",
    type: "aws:s3/bucket:Bucket",
    label: "S3 Bucket",
    by: { bucket: "bucket" },
    missing: "NotFound",
  },
  {
    token: "aws:sns/getTopic:getTopic",
    service: "sns",
    operation: "ListTopics",
    type: "aws:sns/topic:Topic",
    label: "SNS Topic",
    by: { name: "name" },
  },
  {
    token: "aws:iam/getRole:getRole",
    service: "iam",
    operation: "GetRole",
    type: "aws:iam/role:Role",
    label: "IAM Role",
    by: { name: "name" },
    global: true,
    missing: "NoSuchEntity",
  },
  {
    token: "aws:cloudwatch/getLogGroup:getLogGroup",
    service: "cloudwatch",
    operation: "DescribeLogGroups",
    type: "aws:cloudwatch/logGroup:LogGroup",
    label: "CloudWatch Logs Log Group",
    by: { name: "name" },
  },
];

function recordLookup({ by, label, type, global, missing, ...fn }: RecordLookup): InvokeFunction {
  return {
    ...fn,
    run: (args, call) => {
      const matches = listRecords(call, type, global ? GLOBAL : call.region).filter((record) => {
        const conditions = Object.entries(by).filter(([argument]) => args[argument] !== undefined);
        const fits = conditions.every(([argument, output]) => outputOf(record, output) === args[argument]);
        return fits && hasTags(record.outputs, args) && passesFilters(record, args);
      });
      const name = Object.keys(by).flatMap((argument) => asString(args[argument]) ?? [])[0] ?? "";
      if (matches.length === 0 && missing !== undefined) {
        throw new AwsError(missing, `${label} ${name} cannot be found`, { httpStatus: 404 });
      }
      const record = requireOne(matches, label);
      const { tagsAll, ...outputs } = record.outputs;
      return { ...args, ...outputs, id: record.id, tags: tagsAll ?? {} };
    },
  };
}

const subnets: InvokeFunction = {
  token: "aws:ec2/getSubnets:getSubnets",
  service: "ec2",
  operation: "DescribeSubnets",
  run: (args, call) => {
    const matches = listRecords(call, "aws:ec2/subnet:Subnet", call.region);
    const ids = matches
      .filter((record) => hasTags(record.outputs, args) && passesFilters(record, args))
      .map(({ id }) => id);
    return { ...args, id: call.region, ids, region: call.region, tags: args["tags"] ?? {} };
  },
};

const policy: InvokeFunction = {
  token: "aws:iam/getPolicy:getPolicy",
  service: "iam",
  operation: "GetPolicy",
  run: (args, call) => {
    const arn = asString(args["arn"]);
    const name = asString(args["name"]);
    const awsPolicy = managedPolicy(
      arn ?? (name === undefined ? "" : `arn:${call.partition}:iam::aws:policy/${name}`),
    );
    const matches = listRecords(call, "aws:iam/policy:Policy", GLOBAL).filter(
      ({ id, outputs }) => id === arn || (arn === undefined && outputs["name"] === name),
    );
    const [record] = matches;
    if (record) return { ...args, ...record.outputs, id: record.id, tags: record.outputs["tagsAll"] ?? {} };
    if (awsPolicy === undefined)
      throw new AwsError("NoSuchEntity", `Policy ${arn ?? name} was not found.`, { httpStatus: 404 });
    return { ...args, ...awsPolicy };
  },
};

/** One of AWS's own policies, by its ARN. */
function managedPolicy(arn: string): Properties | undefined {
  const [, path, name] = /^arn:[\w-]+:iam::aws:policy(\/(?:[\w-]+\/)*)([\w-]+)$/.exec(arn) ?? [];
  if (path === undefined || name === undefined) return undefined;
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  return {
    arn,
    attachmentCount: 0,
    description: name,
    id: arn,
    name,
    path,
    policy,
    policyId: "ANPAEXAMPLE",
    tags: {},
  };
}

function listRecords(call: Call, type: string, region: string): readonly CloudRecord[] {
  const all = [...call.store.list({ account: call.account, region, type }), ...defaultRecordsOf(call, type)];
  if (type !== "aws:ec2/securityGroup:SecurityGroup") return all;
  return [
    ...all,
    ...listRecords(call, "aws:ec2/vpc:Vpc", region).map((network) => defaultSecurityGroupOf(call, network)),
  ];
}

function requireOne(matches: readonly CloudRecord[], label: string): CloudRecord {
  const [record] = matches;
  if (record === undefined) throw new LookupError(`no matching ${label} found`);
  if (matches.length > 1)
    throw new LookupError(
      `multiple ${label}s matched; use additional constraints to reduce matches to a single one`,
    );
  return record;
}

function hasTags(outputs: Properties, args: Properties): boolean {
  const tags = isObject(args["tags"]) ? args["tags"] : {};
  const own = isObject(outputs["tagsAll"])
    ? outputs["tagsAll"]
    : isObject(outputs["tags"])
      ? outputs["tags"]
      : {};
  return Object.entries(tags).every(([key, value]) => own[key] === value);
}

/** Whether a record passes filters with EC2's names: `vpc-id` is the output `vpcId`, `tag:Name` the tag `Name`. */
function passesFilters(record: CloudRecord, args: Properties): boolean {
  return filtersOf(args["filters"]).every((filter) => {
    if (filter.name.startsWith("tag:")) {
      const tags = record.outputs["tagsAll"];
      const value = isObject(tags) ? asString(tags[filter.name.slice(4)]) : undefined;
      return value !== undefined && passes(filter, value);
    }
    const property = filter.name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const value = outputOf(record, OUTPUT_OF_FILTER[property] ?? property);
    if (value === undefined)
      throw new LookupError(
        `filter is ${JSON.stringify(filter.name)}, expected one that the simulator knows`,
      );
    return passes(filter, String(value));
  });
}

const OUTPUT_OF_FILTER: Readonly<Record<string, string>> = {
  subnetId: "id",
  groupId: "id",
  groupName: "name",
  cidr: "cidrBlock",
  isDefault: "default",
};

function outputOf(record: CloudRecord, output: string) {
  if (output === "id" || (output === "vpcId" && record.type === "aws:ec2/vpc:Vpc")) return record.id;
  if (output === "default") return record.outputs[output] ?? false;
  return record.outputs[output];
}

/** Data sources of resources in the simulated cloud. */
export const recordLookups: readonly InvokeFunction[] = [
  zone,
  subnets,
  policy,
  ...RECORD_LOOKUPS.map(recordLookup),
];
