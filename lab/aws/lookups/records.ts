import { bornGroup, bornOf } from "../ec2/born";
import { AwsError, LookupError } from "../errors";
import type { Call, InvokeFunction } from "../resource-type";
import { isObject, type Properties, text } from "../value";
import { type CloudRecord, GLOBAL } from "../world";
import { filtersOf, passes } from "./identity";

const zone: InvokeFunction = {
  token: "aws:route53/getZone:getZone",
  service: "route53",
  operation: "ListHostedZones",
  run: (args, call) => {
    const zoneId = text(args["zoneId"]);
    const wanted = text(args["name"])?.replace(/\.$/, "");
    const isPrivate = args["privateZone"] === true || args["vpcId"] !== undefined;
    const found = records(call, "aws:route53/zone:Zone", GLOBAL).filter(({ id, outputs, inputs }) => {
      if (zoneId !== undefined) return id === zoneId;
      const vpcs = Array.isArray(inputs["vpcs"]) ? inputs["vpcs"] : [];
      const vpcId = text(args["vpcId"]);
      const inVpc = vpcId === undefined || vpcs.some((vpc) => isObject(vpc) && vpc["vpcId"] === vpcId);
      return (
        text(outputs["name"])?.replace(/\.$/, "") === wanted &&
        vpcs.length > 0 === isPrivate &&
        inVpc &&
        tagged(outputs, args)
      );
    });
    const { id, outputs } = only(found, "Route 53 Hosted Zone");
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
        records(call, "aws:route53/record:Record", GLOBAL).filter(({ inputs }) => inputs["zoneId"] === id)
          .length,
      tags: outputs["tagsAll"] ?? {},
      zoneId: id,
    };
  },
};

/** A question that is answered by the one record that fits the arguments. */
interface OneRecord {
  readonly token: string;
  readonly service: string;
  readonly operation: string;
  /** Type of the records. */
  readonly type: string;
  /** What they are called in errors. */
  readonly label: string;
  /** Arguments by which a record is found, and the output that each must equal. */
  readonly by: Readonly<Record<string, string>>;
  readonly global?: true;
  /** Error code of AWS when nothing fits. @default - the provider's own words */
  readonly missing?: string;
}

const ONE: readonly OneRecord[] = [
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

function oneRecord({ by, label, type, global, missing, ...fn }: OneRecord): InvokeFunction {
  return {
    ...fn,
    run: (args, call) => {
      const found = records(call, type, global ? GLOBAL : call.region).filter((record) => {
        const asked = Object.entries(by).filter(([argument]) => args[argument] !== undefined);
        const fits = asked.every(([argument, output]) => outputOf(record, output) === args[argument]);
        return fits && tagged(record.outputs, args) && filtered(record, args);
      });
      const name = Object.keys(by).flatMap((argument) => text(args[argument]) ?? [])[0] ?? "";
      if (found.length === 0 && missing !== undefined) {
        throw new AwsError(missing, `${label} ${name} cannot be found`, { httpStatus: 404 });
      }
      const record = only(found, label);
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
    const found = records(call, "aws:ec2/subnet:Subnet", call.region);
    const ids = found
      .filter((record) => tagged(record.outputs, args) && filtered(record, args))
      .map(({ id }) => id);
    return { ...args, id: call.region, ids, region: call.region, tags: args["tags"] ?? {} };
  },
};

const policy: InvokeFunction = {
  token: "aws:iam/getPolicy:getPolicy",
  service: "iam",
  operation: "GetPolicy",
  run: (args, call) => {
    const arn = text(args["arn"]);
    const name = text(args["name"]);
    const managed = managedPolicy(
      arn ?? (name === undefined ? "" : `arn:${call.partition}:iam::aws:policy/${name}`),
    );
    const found = records(call, "aws:iam/policy:Policy", GLOBAL).filter(
      ({ id, outputs }) => id === arn || (arn === undefined && outputs["name"] === name),
    );
    const [record] = found;
    if (record) return { ...args, ...record.outputs, id: record.id, tags: record.outputs["tagsAll"] ?? {} };
    if (managed === undefined)
      throw new AwsError("NoSuchEntity", `Policy ${arn ?? name} was not found.`, { httpStatus: 404 });
    return { ...args, ...managed };
  },
};

/** A policy of AWS's own, known by its ARN. */
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

function records(call: Call, type: string, region: string): readonly CloudRecord[] {
  const made = [...call.world.list({ account: call.account, region, type }), ...bornOf(call, type)];
  if (type !== "aws:ec2/securityGroup:SecurityGroup") return made;
  return [...made, ...records(call, "aws:ec2/vpc:Vpc", region).map((network) => bornGroup(call, network))];
}

function only(found: readonly CloudRecord[], label: string): CloudRecord {
  const [record] = found;
  if (record === undefined) throw new LookupError(`no matching ${label} found`);
  if (found.length > 1)
    throw new LookupError(
      `multiple ${label}s matched; use additional constraints to reduce matches to a single one`,
    );
  return record;
}

function tagged(outputs: Properties, args: Properties): boolean {
  const tags = isObject(args["tags"]) ? args["tags"] : {};
  const own = isObject(outputs["tagsAll"])
    ? outputs["tagsAll"]
    : isObject(outputs["tags"])
      ? outputs["tags"]
      : {};
  return Object.entries(tags).every(([key, value]) => own[key] === value);
}

/** Filters by EC2's names: `vpc-id` is the output `vpcId`, `tag:Name` the tag `Name`. */
function filtered(record: CloudRecord, args: Properties): boolean {
  return filtersOf(args["filters"]).every((filter) => {
    if (filter.name.startsWith("tag:")) {
      const tags = record.outputs["tagsAll"];
      const value = isObject(tags) ? text(tags[filter.name.slice(4)]) : undefined;
      return value !== undefined && passes(filter, value);
    }
    const property = filter.name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const value = outputOf(record, SYNONYMS[property] ?? property);
    if (value === undefined)
      throw new LookupError(
        `filter is ${JSON.stringify(filter.name)}, expected one that the simulator knows`,
      );
    return passes(filter, String(value));
  });
}

const SYNONYMS: Readonly<Record<string, string>> = {
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

/** Questions about what is in the cloud. */
export const recordLookups: readonly InvokeFunction[] = [zone, subnets, policy, ...ONE.map(oneRecord)];
