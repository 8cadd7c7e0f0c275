import { regionalArn } from "../common/arn";
import { checkPattern } from "../common/checks";
import { assignedName } from "../common/inputs";
import { findRecord } from "../common/records";
import { AwsError } from "../errors";
import { asString, type Properties } from "../property-values";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { requireKey } from "./key";

const TYPE = "aws:kms/alias:Alias";

/** Another name of a key. */
export const alias: ResourceType = {
  type: TYPE,
  service: "kms",
  name: { property: "name", transform: (logical) => `alias/${logical}` },
  immutable: ["name", "namePrefix", "region"],
  check: (inputs) =>
    checkPattern(
      "name",
      inputs.name,
      /^alias\/(?!aws\/)[a-zA-Z0-9/_-]+$/,
      "name must begin with 'alias/' and be comprised of only [a-zA-Z0-9/_-], and must not begin with 'alias/aws/'",
    ),
  create,
  update: (call, inputs, change) => ({ ...change.draft, ...resolveTarget(call, inputs) }),
};

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  const name = assignedName(draft);
  const arn = regionalArn(call, "kms", name);
  const target = resolveTarget(call, inputs);
  if (findRecord(call, TYPE, name) !== undefined)
    throw new AwsError("AlreadyExistsException", `An alias with the name ${arn} already exists`, {
      source: "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html",
    });
  return { id: name, outputs: { ...draft.outputs, name, arn, ...target } };
}

function resolveTarget(call: ResourceCall, inputs: Properties): Properties {
  const key = requireKey(call, asString(inputs.targetKeyId) ?? "");
  return { targetKeyId: key.id, targetKeyArn: key.outputs.arn ?? "" };
}
