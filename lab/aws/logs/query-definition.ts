import { NAME_LIMITS } from "../../../common/name-limits";
import { regionalArn } from "../common/arn";
import { checkLength } from "../common/checks";
import { uuidOf } from "../common/ids";
import type { Draft, ResourceType } from "../resource-type";

/** A saved Logs Insights query. @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutQueryDefinition.html */
export const queryDefinition: ResourceType = {
  type: "aws:cloudwatch/queryDefinition:QueryDefinition",
  service: "logs",
  name: { property: "name" },
  api: { create: "PutQueryDefinition", update: "PutQueryDefinition" },
  immutable: ["region"],
  check: (inputs) => [
    ...checkLength("name", inputs.name, 1, NAME_LIMITS["aws:cloudwatch/queryDefinition:QueryDefinition"]),
    ...checkLength("queryString", inputs.queryString, 1, 10_000),
  ],
  create: (call, _inputs, draft): Draft => {
    const id = uuidOf([call.urn, call.region, call.clock.now()].join("\n"));
    const arn = regionalArn(call, "logs", `query-definition:${id}`);
    return { id, outputs: { ...draft.outputs, queryDefinitionId: id, arn } };
  },
};
