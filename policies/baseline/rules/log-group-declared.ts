import { isAnyPassing, LOG_GROUP, type Props, type Resource, type Stack, stackRule } from "../../kit";

const FUNCTION = ["aws:lambda/function:Function"];
const REST_API = ["aws:apigateway/restApi:RestApi"];
const METHOD_SETTINGS = ["aws:apigateway/methodSettings:MethodSettings"];
const WEBSOCKET_STAGE = ["aws:apigatewayv2/stage:Stage"];
const API = ["aws:apigatewayv2/api:Api"];
const FLOW_LOG = ["aws:ec2/flowLog:FlowLog"];

/** A service that finds no log group creates one, which never expires its logs and outlives the stack. */
export const logGroupDeclared = stackRule({
  name: "log-group-declared",
  title: "Log groups are declared",
  description: "The log group of a function, an API stage or a flow log is part of the stack.",
  level: "advisory",
  severity: "low",
  tags: ["logs"],
  remediationSteps:
    "Add aws.cloudwatch.LogGroup with the name that the service writes to and retentionInDays, before the resource that logs; or set loggingConfig.logGroup, whose group the service does not create.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html",
  types: [...FUNCTION, ...METHOD_SETTINGS, ...WEBSOCKET_STAGE, ...FLOW_LOG],
  checks: {
    "log group": (writer, { stack }) => {
      const expected = findExpectedGroup(stack, writer);
      if (
        !expected ||
        isAnyPassing(stack.ofTypes(LOG_GROUP), (group) => isExpectedGroup(stack, group, writer, expected))
      ) {
        return undefined;
      }
      return `its log group is not declared, expected aws.cloudwatch.LogGroup named ${expected.form}; otherwise the service creates one that never expires its logs`;
    },
  },
});

/** Log group that a resource writes to. */
interface ExpectedGroup {
  /** Its name; undefined when it is not known. */
  readonly name: string | undefined;
  /** Its name for a message, with placeholders for unknown parts. */
  readonly form: string;
  /** Resource whose name or id is part of its name. */
  readonly owner: Resource | undefined;
}

/** Whether the name of a function is unknown before its creation. */
function hasUnknownName(owner: Resource): boolean {
  return FUNCTION.includes(owner.type) && owner.read("name").state === "undecided";
}

/** Log group that the service creates by default; undefined when it creates none, or the program names another. */
function findExpectedGroup(stack: Stack, writer: Resource): ExpectedGroup | undefined {
  if (FUNCTION.includes(writer.type)) {
    return writer.isSet("loggingConfig.logGroup")
      ? undefined
      : createExpectedGroup("/aws/lambda/", [["<name>", nameOf(writer)]], writer);
  }
  if (FLOW_LOG.includes(writer.type)) {
    // SDK versions before 7 set the group's name, and the service creates a missing group.
    if (!writer.isSet("logGroupName") || stack.findTarget(writer, "logGroupName", LOG_GROUP))
      return undefined;
    return createExpectedGroup("", [["<logGroupName>", writer.string("logGroupName")]], undefined);
  }
  const isRest = METHOD_SETTINGS.includes(writer.type);
  const levels = isRest
    ? [writer.string("settings.loggingLevel")]
    : [writer, ...writer.list("routeSettings")].map((one) =>
        one.string(one === writer ? "defaultRouteSettings.loggingLevel" : "loggingLevel"),
      );
  if (levels.every((level) => level === undefined || level === "OFF")) return undefined;
  const [path, types] = isRest ? (["restApi", REST_API] as const) : (["apiId", API] as const);
  const api = stack.findTarget(writer, path, types);
  const id = ["<api>", api ? readKnown(api.outputs, "id") : readKnown(writer, path)] as const;
  return isRest
    ? createExpectedGroup(
        "API-Gateway-Execution-Logs_",
        [id, ["<stage>", readKnown(writer, "stageName")]],
        api,
      )
    : createExpectedGroup("/aws/apigateway/", [id, ["<stage>", readKnown(writer, "name")]], api);
}

function createExpectedGroup(
  prefix: string,
  parts: readonly (readonly [placeholder: string, value: string | undefined])[],
  owner: Resource | undefined,
): ExpectedGroup {
  const isKnown = parts.every(([, value]) => value !== undefined);
  const name = prefix + parts.map(([placeholder, value]) => value ?? placeholder).join("/");
  return { name: isKnown ? name : undefined, form: JSON.stringify(name), owner };
}

/** Explicit or generated name of a function; undefined when it is not known. */
function nameOf(lambda: Resource): string | undefined {
  return readKnown(lambda, "name") ?? readKnown(lambda.outputs, "name") ?? readKnown(lambda.outputs, "id");
}

function readKnown(props: Props, path: string): string | undefined {
  const reading = props.read(path);
  return reading.state === "known" ? String(reading.value) : undefined;
}

/** Whether a group is the expected one, by its name, or, when that is unknown, by the resource that it derives from. */
function isExpectedGroup(
  stack: Stack,
  group: Resource,
  writer: Resource,
  { name, owner }: ExpectedGroup,
): boolean {
  const own = readKnown(group, "name");
  if (own !== undefined && name !== undefined) return own === name && group.region() === writer.region();
  if (owner === undefined) return false;
  if (stack.findTargets(group, "name", [owner.type]).includes(owner)) return true;
  // The unknown name of the owner may match the known name of the group.
  if (own !== undefined && hasUnknownName(owner)) throw owner.undecided("name");
  return false;
}
