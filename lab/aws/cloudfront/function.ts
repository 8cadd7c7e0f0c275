import { NAME_LIMITS } from "../../../common/name-limits";
import type { CloudRecord } from "../cloud-store";
import { globalArn } from "../common/arn";
import { checkLength, checkOneOf, checkPattern } from "../common/checks";
import { hexOf } from "../common/ids";
import { assignedName } from "../common/inputs";
import { findRecord, listGlobalRecords } from "../common/records";
import { AwsError } from "../errors";
import { asString, type Properties } from "../property-values";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";

const TYPE = "aws:cloudfront/function:Function";
const MODEL = "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateFunction.html";

/** Longest code, in bytes. @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const MOST_BYTES = 10_240;

/** A function that runs at the edge. */
export const edgeFunction: ResourceType = {
  type: TYPE,
  service: "cloudfront",
  scope: "global",
  name: { property: "name" },
  immutable: ["name"],
  defaults: (inputs) => ({ publish: true, ...inputs }),
  check: (inputs) => [
    ...checkLength("name", inputs.name, 1, NAME_LIMITS[TYPE]),
    ...checkPattern(
      "name",
      inputs.name,
      /^[a-zA-Z0-9-_]+$/,
      "must be letters, digits, hyphens and underscores",
    ),
    ...checkOneOf("runtime", inputs.runtime, ["cloudfront-js-1.0", "cloudfront-js-2.0"]),
  ],
  create,
  update: (call, inputs, change) => {
    validate(inputs);
    return { ...change.draft, ...etagsOf(call, change.before.id, inputs) };
  },
  delete: refuseInUse,
};

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  validate(inputs);
  const name = assignedName(draft);
  if (findRecord(call, TYPE, name) !== undefined)
    throw new AwsError(
      "FunctionAlreadyExists",
      "A function with the same name already exists in this AWS account.",
      {
        httpStatus: 409,
        source: MODEL,
      },
    );
  const arn = globalArn(call, "cloudfront", `function/${name}`);
  return {
    id: name,
    outputs: { ...draft.outputs, name, arn, status: "UNASSOCIATED", ...etagsOf(call, name, inputs) },
  };
}

function validate(inputs: Properties): void {
  if (Buffer.byteLength(asString(inputs.code) ?? "") <= MOST_BYTES) return;
  throw new AwsError("FunctionSizeLimitExceeded", "The function exceeds the maximum size of 10240 bytes.", {
    httpStatus: 413,
    source: MODEL,
  });
}

function etagsOf(call: ResourceCall, name: string, inputs: Properties): Properties {
  const etag = `E${hexOf(`${name}/${call.clock.now()}/${asString(inputs.code) ?? ""}`, 13).toUpperCase()}`;
  return { etag, liveStageEtag: inputs.publish === false ? "" : etag };
}

/** @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DeleteFunction.html */
function refuseInUse(call: ResourceCall, record: CloudRecord): void {
  const arn = JSON.stringify(record.outputs.arn);
  const users = listGlobalRecords(call, "aws:cloudfront/distribution:Distribution");
  if (!users.some((one) => JSON.stringify(one.outputs).includes(arn))) return;
  throw new AwsError(
    "FunctionInUse",
    "Cannot delete the function because it's attached to one or more cache behaviors.",
    {
      httpStatus: 409,
      source: "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DeleteFunction.html",
    },
  );
}
