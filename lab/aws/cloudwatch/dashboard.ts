import { NAME_LIMITS } from "../../../common/name-limits";
import { globalArn } from "../common/arn";
import { checkLength, checkPattern } from "../common/checks";
import { assignedName } from "../common/inputs";
import { parseJson } from "../common/json";
import { AwsError } from "../errors";
import { asString, isList, isObject, type Properties, type Value } from "../property-values";
import {
  type CheckFailure,
  type Draft,
  failure,
  type ResourceCall,
  type ResourceType,
} from "../resource-type";

const SOURCE =
  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html";

/** Most widgets on a dashboard. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
const MOST_WIDGETS = 500;

/**
 * A dashboard. Names are unique in the account, across regions; a second dashboard of a name overwrites the first, as
 * PutDashboard does.
 */
export const dashboard: ResourceType = {
  type: "aws:cloudwatch/dashboard:Dashboard",
  service: "cloudwatch",
  name: { property: "dashboardName" },
  api: { create: "PutDashboard", read: "GetDashboard", update: "PutDashboard", delete: "DeleteDashboards" },
  immutable: ["dashboardName", "region"],
  check,
  create: (call, inputs, draft): Draft => {
    validate(inputs);
    const name = assignedName(draft, "dashboardName");
    removePrevious(call, name);
    const arn = globalArn(call, "cloudwatch", `dashboard/${name}`);
    return { id: name, outputs: { ...draft.outputs, dashboardName: name, dashboardArn: arn } };
  },
  update: (_call, inputs, change) => {
    validate(inputs);
    return change.draft;
  },
};

function check(inputs: Properties): readonly CheckFailure[] {
  const body = asString(inputs.dashboardBody);
  const json = body === undefined ? undefined : parseJson(body);
  return [
    ...checkLength(
      "dashboardName",
      inputs.dashboardName,
      0,
      NAME_LIMITS["aws:cloudwatch/dashboard:Dashboard"],
    ),
    ...checkPattern(
      "dashboardName",
      inputs.dashboardName,
      /^[-_A-Za-z0-9]+$/,
      "only alphanumeric characters, hyphens and underscores allowed",
    ),
    ...(json === undefined || json.ok
      ? []
      : [failure("dashboardBody", `"dashboard_body" contains an invalid JSON: ${json.why}`)]),
  ];
}

function validate(inputs: Properties): void {
  const json = parseJson(asString(inputs.dashboardBody) ?? "");
  const body = json.ok ? (json.value as Value) : undefined;
  const widgets = isObject(body) ? (body.widgets ?? []) : undefined;
  if (!isList(widgets)) throw bodyError("The dashboard body must be a JSON object with a list of widgets");
  if (widgets.length > MOST_WIDGETS)
    throw bodyError(`The dashboard must have at most ${MOST_WIDGETS} widgets`);
  for (const [index, widget] of widgets.entries()) {
    const type = isObject(widget) ? widget.type : undefined;
    if (typeof type !== "string") throw bodyError(`/widgets/${index}: Should have required property 'type'`);
  }
}

function bodyError(words: string): AwsError {
  return new AwsError("InvalidParameterInput", `The field DashboardBody is invalid: ${words}`, {
    source: SOURCE,
  });
}

function removePrevious(call: ResourceCall, name: string): void {
  const others = call.store.list({ account: call.account, type: call.type }).filter((one) => one.id === name);
  for (const other of others) call.store.remove(other);
}
