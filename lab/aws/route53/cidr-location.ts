import { NAME_LIMITS } from "../../../common/name-limits";
import { checkLength, checkPattern } from "../common/checks";
import { assignedName } from "../common/inputs";
import { findRecord, listGlobalRecords } from "../common/records";
import { AwsError } from "../errors";
import { asString, asStrings, type Properties } from "../property-values";
import {
  type CheckFailure,
  type Draft,
  failure,
  type ResourceCall,
  type ResourceType,
} from "../resource-type";

const SOURCE = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeCidrCollection.html";
const TYPE = "aws:route53/cidrLocation:CidrLocation";

/** The CIDR blocks of one location. */
export const cidrLocation: ResourceType = {
  type: TYPE,
  service: "route53",
  scope: "global",
  name: { property: "name" },
  api: { create: "ChangeCidrCollection", update: "ChangeCidrCollection", delete: "ChangeCidrCollection" },
  immutable: ["cidrCollectionId", "name"],
  check,
  create: (call, inputs, draft): Draft => {
    const collection = asString(inputs.cidrCollectionId) ?? "";
    const name = assignedName(draft);
    validate(call, inputs, undefined);
    return { id: `${collection},${name}`, outputs: { ...draft.outputs, name } };
  },
  update: (call, inputs, change) => {
    validate(call, inputs, change.before.id);
    return change.draft;
  },
};

/** @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_CidrCollectionChange.html */
function check(inputs: Properties): readonly CheckFailure[] {
  return [
    ...checkLength("name", inputs.name, 1, NAME_LIMITS[TYPE]),
    ...checkPattern(
      "name",
      inputs.name,
      /^[0-9A-Za-z_-]+$/,
      "can include letters, digits, underscore (_) and the dash (-) character",
    ),
    ...asStrings(inputs.cidrBlocks).flatMap((block, index) =>
      isRoutable(block)
        ? []
        : [
            failure(
              `cidrBlocks[${index}]`,
              `invalid value for cidr_blocks (expected a block of /1 to /24 in IPv4, or of /1 to /48 in IPv6), got ${block}`,
            ),
          ],
    ),
  ];
}

/** @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-ipbased.html */
function isRoutable(block: string): boolean {
  const [address = "", prefix = ""] = block.split("/");
  if (!/^\d{1,3}$/.test(prefix)) return false;
  return Number(prefix) >= 1 && Number(prefix) <= (address.includes(":") ? 48 : 24);
}

function validate(call: ResourceCall, inputs: Properties, self: string | undefined): void {
  const collection = asString(inputs.cidrCollectionId) ?? "";
  if (findRecord(call, "aws:route53/cidrCollection:CidrCollection", collection) === undefined)
    throw new AwsError("NoSuchCidrCollectionException", "The CIDR collection you specified, doesn't exist.", {
      httpStatus: 404,
      source: SOURCE,
    });
  const blocks = asStrings(inputs.cidrBlocks);
  const otherBlocks = listGlobalRecords(call, TYPE)
    .filter((one) => one.outputs.cidrCollectionId === collection && one.id !== self)
    .flatMap((one) => asStrings(one.outputs.cidrBlocks));
  if (blocks.some((block) => otherBlocks.includes(block)))
    throw new AwsError("CidrBlockInUseException", "This CIDR block is already in use.", { source: SOURCE });
}
