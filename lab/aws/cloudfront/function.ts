import { globalArn } from "../common/arn";
import { length, matches, oneOf } from "../common/faults";
import { hexOf } from "../common/ids";
import { recordAt, recordsGlobal } from "../common/lookup";
import { AwsError } from "../errors";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { type Properties, text } from "../value";
import type { CloudRecord } from "../world";

const TYPE = "aws:cloudfront/function:Function";
const MODEL = "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateFunction.html";

/** Longest code, in bytes. @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const MOST_BYTES = 10_240;

/** A function that runs at the edge. */
export const edgeFunction: ResourceType = {
  type: TYPE,
  service: "cloudfront",
  scope: "global",
  name: { property: "name", maxLength: 64 },
  immutable: ["name"],
  defaults: (inputs) => ({ publish: true, ...inputs }),
  check: (inputs) => [
    ...length("name", inputs.name, 1, 64),
    ...matches("name", inputs.name, /^[a-zA-Z0-9-_]+$/, "must be letters, digits, hyphens and underscores"),
    ...oneOf("runtime", inputs.runtime, ["cloudfront-js-1.0", "cloudfront-js-2.0"]),
  ],
  create,
  update: (call, inputs, change) => {
    judge(inputs);
    return { ...change.draft, ...tags(call, change.before.id, inputs) };
  },
  delete: refuseInUse,
};

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  judge(inputs);
  const name = text(draft.outputs.name) ?? text(inputs.name) ?? draft.id;
  if (recordAt(call, TYPE, name) !== undefined)
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
    outputs: { ...draft.outputs, name, arn, status: "UNASSOCIATED", ...tags(call, name, inputs) },
  };
}

function judge(inputs: Properties): void {
  if (Buffer.byteLength(text(inputs.code) ?? "") <= MOST_BYTES) return;
  throw new AwsError("FunctionSizeLimitExceeded", "The function exceeds the maximum size of 10240 bytes.", {
    httpStatus: 413,
    source: MODEL,
  });
}

function tags(call: ResourceCall, name: string, inputs: Properties): Properties {
  const etag = `E${hexOf(`${name}/${call.clock.now()}/${text(inputs.code) ?? ""}`, 13).toUpperCase()}`;
  return { etag, liveStageEtag: inputs.publish === false ? "" : etag };
}

/** @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DeleteFunction.html */
function refuseInUse(call: ResourceCall, record: CloudRecord): void {
  const arn = JSON.stringify(record.outputs.arn);
  const users = recordsGlobal(call, "aws:cloudfront/distribution:Distribution");
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
