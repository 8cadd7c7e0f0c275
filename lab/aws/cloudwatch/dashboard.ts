import { globalArn } from "../common/arn";
import { length, matches } from "../common/faults";
import { parseJson } from "../common/json";
import { AwsError } from "../errors";
import {
  type CheckFailure,
  type Draft,
  failure,
  type ResourceCall,
  type ResourceType,
} from "../resource-type";
import { isList, isObject, type Properties, text, type Value } from "../value";

const SOURCE =
  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html";

/** Most widgets on a dashboard. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
const MOST_WIDGETS = 500;

/**
 * A dashboard. Names are unique in the account, whatever region a request went to; a second one of a name takes the
 * place of the first, as PutDashboard does.
 */
export const dashboard: ResourceType = {
  type: "aws:cloudwatch/dashboard:Dashboard",
  service: "cloudwatch",
  name: { property: "dashboardName", maxLength: 255 },
  api: { create: "PutDashboard", read: "GetDashboard", update: "PutDashboard", delete: "DeleteDashboards" },
  immutable: ["dashboardName", "region"],
  check,
  create: (call, inputs, draft): Draft => {
    judge(inputs);
    const name = text(draft.outputs.dashboardName) ?? text(inputs.dashboardName) ?? draft.id;
    takePlace(call, name);
    const arn = globalArn(call, "cloudwatch", `dashboard/${name}`);
    return { id: name, outputs: { ...draft.outputs, dashboardName: name, dashboardArn: arn } };
  },
  update: (_call, inputs, change) => {
    judge(inputs);
    return change.draft;
  },
};

function check(inputs: Properties): readonly CheckFailure[] {
  const body = text(inputs.dashboardBody);
  const parsed = body === undefined ? undefined : parseJson(body);
  return [
    ...length("dashboardName", inputs.dashboardName, 0, 255),
    ...matches(
      "dashboardName",
      inputs.dashboardName,
      /^[-_A-Za-z0-9]+$/,
      "only alphanumeric characters, hyphens and underscores allowed",
    ),
    ...(parsed === undefined || parsed.ok
      ? []
      : [failure("dashboardBody", `"dashboard_body" contains an invalid JSON: ${parsed.why}`)]),
  ];
}

function judge(inputs: Properties): void {
  const parsed = parseJson(text(inputs.dashboardBody) ?? "");
  const body = parsed.ok ? (parsed.value as Value) : undefined;
  const widgets = isObject(body) ? (body.widgets ?? []) : undefined;
  if (!isList(widgets)) throw refused("The dashboard body must be a JSON object with a list of widgets");
  if (widgets.length > MOST_WIDGETS) throw refused(`The dashboard must have at most ${MOST_WIDGETS} widgets`);
  for (const [index, widget] of widgets.entries()) {
    const type = isObject(widget) ? widget.type : undefined;
    if (typeof type !== "string") throw refused(`/widgets/${index}: Should have required property 'type'`);
  }
}

function refused(words: string): AwsError {
  return new AwsError("InvalidParameterInput", `The field DashboardBody is invalid: ${words}`, {
    source: SOURCE,
  });
}

function takePlace(call: ResourceCall, name: string): void {
  const others = call.world.list({ account: call.account, type: call.type }).filter((one) => one.id === name);
  for (const other of others) call.world.remove(other);
}
