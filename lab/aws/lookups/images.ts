import { createHash } from "node:crypto";
import { AwsError, LookupError } from "../errors";
import { asNumber, asString, asStrings, type Properties } from "../property-values";
import type { InvokeFunction } from "../resource-type";
import { filtersOf } from "./identity";

const ssmParameter: InvokeFunction = {
  token: "aws:ssm/getParameter:getParameter",
  service: "ssm",
  operation: "GetParameter",
  run: (args, { region, account, partition, store }) => {
    const name = asString(args["name"]) ?? "";
    const path = name.startsWith("/") ? name : `/${name}`;
    const record = store
      .list({ account, region, type: "aws:ssm/parameter:Parameter" })
      .find(({ outputs }) => outputs["name"] === name);
    const publicValue = name.startsWith("/aws/service/") ? publicParameter(name, region) : undefined;
    const value = record ? asString(record.outputs["value"]) : publicValue;
    if (value === undefined) throw new AwsError("ParameterNotFound", `parameter ${name} not found`);
    return {
      ...args,
      arn: `arn:${partition}:ssm:${region}:${publicValue === undefined ? account : ""}:parameter${path}`,
      id: name,
      insecureValue: value,
      name,
      region,
      type: asString(record?.outputs["type"]) ?? "String",
      value,
      version: asNumber(record?.outputs["version"]) ?? 1,
    };
  },
};

/**
 * Value of a public parameter of AWS: an image id, different in every region.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-ami.html
 */
function publicParameter(name: string, region: string): string | undefined {
  if (/^\/aws\/service\/(?:ami-[\w-]+-latest\/.+|[\w-]+\/.+\/(?:image_id|ami-id|image-id))$/.test(name)) {
    return imageId(region, name);
  }
  if (/^\/aws\/service\/ecs\/optimized-ami\/.+\/recommended$/.test(name)) {
    return JSON.stringify({ image_id: imageId(region, `${name}/image_id`), os: "Amazon Linux" });
  }
  return undefined;
}

const ami: InvokeFunction = {
  token: "aws:ec2/getAmi:getAmi",
  service: "ec2",
  operation: "DescribeImages",
  run: (args, { region, partition }) => {
    const filters = filtersOf(args["filters"]);
    const value = (name: string) => filters.find((filter) => filter.name === name)?.values[0];
    const imageIdFilter = value("image-id");
    const pattern = value("name") ?? asString(args["nameRegex"]) ?? "image";
    const owners = asStrings(args["owners"]);
    if (owners.includes("self") && imageIdFilter === undefined) {
      throw new LookupError(
        "your query returned no results; please change your search criteria and try again",
      );
    }
    const id =
      imageIdFilter ?? imageId(region, JSON.stringify([owners, pattern, value("architecture") ?? ""]));
    const architecture = value("architecture") ?? (/arm64|aarch64/.test(pattern) ? "arm64" : "x86_64");
    return image(args, { id, region, partition, architecture, name: pattern.replaceAll("*", "2026.1") });
  },
};

interface Image {
  readonly id: string;
  readonly region: string;
  readonly partition: string;
  readonly architecture: string;
  readonly name: string;
}

function image(args: Properties, { id, region, partition, architecture, name }: Image): Properties {
  const owner = asStrings(args["owners"])[0] ?? "amazon";
  return {
    ...args,
    architecture,
    arn: `arn:${partition}:ec2:${region}::image/${id}`,
    blockDeviceMappings: [],
    bootMode: "uefi-preferred",
    creationDate: "2026-01-01T00:00:00.000Z",
    deprecationTime: "2028-01-01T00:00:00.000Z",
    description: name,
    enaSupport: true,
    hypervisor: "xen",
    id,
    imageId: id,
    imageLocation: `${owner}/${name}`,
    imageOwnerAlias: owner,
    imageType: "machine",
    imdsSupport: "v2.0",
    kernelId: "",
    lastLaunchedTime: "",
    name,
    ownerId: /^\d{12}$/.test(owner) ? owner : "137112412989",
    platform: "",
    platformDetails: "Linux/UNIX",
    productCodes: [],
    public: true,
    ramdiskId: "",
    region,
    rootDeviceName: "/dev/xvda",
    rootDeviceType: "ebs",
    rootSnapshotId: id.replace("ami-", "snap-"),
    sriovNetSupport: "simple",
    state: "available",
    stateReason: { code: "UNSET", message: "UNSET" },
    tags: {},
    tpmSupport: "",
    usageOperation: "RunInstances",
    virtualizationType: "hvm",
  };
}

/** Image id of a name in a region, the same one for each request. */
function imageId(region: string, name: string): string {
  return `ami-${createHash("sha256").update(`${region}/${name}`).digest("hex").slice(0, 17)}`;
}

/** Data sources of machine images and SSM parameters. */
export const imageLookups: readonly InvokeFunction[] = [ssmParameter, ami];
