import { NAME_LIMITS } from "../../../common/name-limits";
import { unscopedArn } from "../common/arn";
import { checkLength, checkPattern } from "../common/checks";
import { uuidOf } from "../common/ids";
import { assignedName } from "../common/inputs";
import { listGlobalRecords } from "../common/records";
import { AwsError } from "../errors";
import type { Properties } from "../property-values";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";

const SOURCE = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateCidrCollection.html";
const TYPE = "aws:route53/cidrCollection:CidrCollection";

/** A named set of locations, each with a list of CIDR blocks. */
export const cidrCollection: ResourceType = {
  type: TYPE,
  service: "route53",
  scope: "global",
  name: { property: "name" },
  immutable: ["name"],
  check: (inputs) => [
    ...checkLength("name", inputs.name, 1, NAME_LIMITS[TYPE]),
    ...checkPattern(
      "name",
      inputs.name,
      /^[0-9A-Za-z_-]+$/,
      "can include letters, digits, underscore (_) and the dash (-) character",
    ),
  ],
  create,
  delete: (call, record) => {
    const locations = listGlobalRecords(call, "aws:route53/cidrLocation:CidrLocation");
    if (!locations.some((one) => one.outputs.cidrCollectionId === record.id)) return;
    throw new AwsError("CidrCollectionInUseException", "This CIDR collection is in use, and isn't empty.", {
      source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteCidrCollection.html",
    });
  },
};

function create(call: ResourceCall, _inputs: Properties, draft: Draft): Draft {
  const name = assignedName(draft);
  if (listGlobalRecords(call, TYPE).some((one) => one.outputs.name === name))
    throw new AwsError(
      "CidrCollectionAlreadyExistsException",
      "A CIDR collection with this name and a different caller reference already exists in this account.",
      { source: SOURCE },
    );
  const id = uuidOf([call.account, name, call.clock.now()].join("\n"));
  const arn = unscopedArn(call, "route53", `cidrcollection/${id}`);
  return { id, outputs: { ...draft.outputs, name, arn, version: 1 } };
}
