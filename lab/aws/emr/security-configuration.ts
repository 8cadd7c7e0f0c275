import { NAME_LIMITS } from "../../../common/name-limits";
import { checkLength } from "../common/checks";
import { assignedName } from "../common/inputs";
import { parseJson } from "../common/json";
import { findRecord } from "../common/records";
import { AwsError } from "../errors";
import { asString } from "../property-values";
import { type Draft, failure, type ResourceType } from "../resource-type";

const TYPE = "aws:emr/securityConfiguration:SecurityConfiguration";

/** Encryption and access settings that clusters share. */
export const securityConfiguration: ResourceType = {
  type: TYPE,
  service: "emr",
  name: { property: "name" },
  immutable: ["configuration", "name", "namePrefix", "region"],
  check: (inputs) => {
    const json = parseJson(asString(inputs.configuration) ?? "{}");
    return [
      ...checkLength("name", inputs.name, 0, NAME_LIMITS[TYPE]),
      ...(json.ok ? [] : [failure("configuration", `"configuration" contains an invalid JSON: ${json.why}`)]),
    ];
  },
  create: (call, _inputs, draft): Draft => {
    const name = assignedName(draft);
    if (findRecord(call, TYPE, name) !== undefined)
      throw new AwsError(
        "InvalidRequestException",
        `SecurityConfiguration with name '${name}' already exists.`,
        {
          source: "https://docs.aws.amazon.com/emr/latest/APIReference/API_CreateSecurityConfiguration.html",
        },
      );
    const creationDate = new Date(call.clock.now()).toISOString();
    return { id: name, outputs: { ...draft.outputs, name, creationDate } };
  },
};
