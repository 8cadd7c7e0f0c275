import { regionalArn } from "../common/arn";
import { matches } from "../common/faults";
import { recordAt } from "../common/lookup";
import { AwsError } from "../errors";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { type Properties, text } from "../value";
import { keyOf } from "./key";

const TYPE = "aws:kms/alias:Alias";

/** Another name of a key. */
export const alias: ResourceType = {
  type: TYPE,
  service: "kms",
  name: { property: "name", maxLength: 256, transform: (logical) => `alias/${logical}` },
  immutable: ["name", "namePrefix", "region"],
  check: (inputs) =>
    matches(
      "name",
      inputs.name,
      /^alias\/(?!aws\/)[a-zA-Z0-9/_-]+$/,
      "name must begin with 'alias/' and be comprised of only [a-zA-Z0-9/_-], and must not begin with 'alias/aws/'",
    ),
  create,
  update: (call, inputs, change) => ({ ...change.draft, ...target(call, inputs) }),
};

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  const name = text(draft.outputs.name) ?? text(inputs.name) ?? draft.id;
  const arn = regionalArn(call, "kms", name);
  const pointed = target(call, inputs);
  if (recordAt(call, TYPE, name) !== undefined)
    throw new AwsError("AlreadyExistsException", `An alias with the name ${arn} already exists`, {
      source: "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html",
    });
  return { id: name, outputs: { ...draft.outputs, name, arn, ...pointed } };
}

function target(call: ResourceCall, inputs: Properties): Properties {
  const key = keyOf(call, text(inputs.targetKeyId) ?? "");
  return { targetKeyId: key.id, targetKeyArn: key.outputs.arn ?? "" };
}
