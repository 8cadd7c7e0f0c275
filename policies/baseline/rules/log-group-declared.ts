import {
  isAnyPassing,
  LOG_GROUP,
  type Props,
  type Resource,
  type Stack,
  stackRule,
  Undecided,
} from "../../kit";

const FUNCTION = ["aws:lambda/function:Function"];
const REST_API = ["aws:apigateway/restApi:RestApi"];
const METHOD_SETTINGS = ["aws:apigateway/methodSettings:MethodSettings"];
const WEBSOCKET_STAGE = ["aws:apigatewayv2/stage:Stage"];
const API = ["aws:apigatewayv2/api:Api"];
const FLOW_LOG = ["aws:ec2/flowLog:FlowLog"];

/** A service that finds no log group makes one, which keeps logs for ever and stays when the stack is gone. */
export const logGroupDeclared = stackRule({
  name: "log-group-declared",
  title: "Log groups are declared",
  description:
    "The log group that a function, a stage of an API or a flow log writes to is part of the stack.",
  level: "advisory",
  severity: "low",
  tags: ["logs"],
  remediationSteps:
    "Add aws.cloudwatch.LogGroup with the name that the service writes to and retentionInDays, before the resource that logs; or name a group in loggingConfig.logGroup, of which the service makes none by itself.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html",
  types: [...FUNCTION, ...METHOD_SETTINGS, ...WEBSOCKET_STAGE, ...FLOW_LOG],
  checks: {
    "log group": (writer, { stack }) => {
      const expected = expectedGroup(stack, writer);
      if (
        !expected ||
        isAnyPassing(stack.ofTypes(LOG_GROUP), (group) => isIt(stack, group, writer, expected))
      ) {
        return undefined;
      }
      return `nothing declares its log group, expected aws.cloudwatch.LogGroup named ${expected.form}; without it the service makes one that keeps logs for ever`;
    },
  },
});

/** The log group that a resource writes to. */
interface ExpectedGroup {
  /** Its name, when it is known. */
  readonly name: string | undefined;
  /** Its name in words. */
  readonly form: string;
  /** What its name is made of. */
  readonly owner: Resource | undefined;
}

/** Whether a function has a name that will be known only once it is made. */
function isNameOpen(owner: Resource): boolean {
  return FUNCTION.includes(owner.type) && owner.read("name").state === "undecided";
}

/** The log group that a service would make by itself; undefined when it makes none, or the program has named another. */
function expectedGroup(stack: Stack, writer: Resource): ExpectedGroup | undefined {
  if (FUNCTION.includes(writer.type)) {
    return writer.isSet("loggingConfig.logGroup")
      ? undefined
      : groupOf("/aws/lambda/", [["<name>", nameOf(writer)]], writer);
  }
  if (FLOW_LOG.includes(writer.type)) {
    // Versions of the SDK before 7 named the group, which the service makes when it is missing.
    if (!writer.isSet("logGroupName") || stack.findTarget(writer, "logGroupName", LOG_GROUP))
      return undefined;
    return groupOf("", [["<logGroupName>", writer.string("logGroupName")]], undefined);
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
  const id = ["<api>", api ? knownAt(api.outputs, "id") : knownAt(writer, path)] as const;
  return isRest
    ? groupOf("API-Gateway-Execution-Logs_", [id, ["<stage>", knownAt(writer, "stageName")]], api)
    : groupOf("/aws/apigateway/", [id, ["<stage>", knownAt(writer, "name")]], api);
}

function groupOf(
  prefix: string,
  parts: readonly (readonly [placeholder: string, value: string | undefined])[],
  owner: Resource | undefined,
): ExpectedGroup {
  const isKnown = parts.every(([, value]) => value !== undefined);
  const name = prefix + parts.map(([placeholder, value]) => value ?? placeholder).join("/");
  return { name: isKnown ? name : undefined, form: JSON.stringify(name), owner };
}

/** The name of a function, given or made up; undefined as long as it is not known. */
function nameOf(lambda: Resource): string | undefined {
  return knownAt(lambda, "name") ?? knownAt(lambda.outputs, "name") ?? knownAt(lambda.outputs, "id");
}

function knownAt(props: Props, path: string): string | undefined {
  const reading = props.read(path);
  return reading.state === "known" ? String(reading.value) : undefined;
}

/** Whether a group is the one that is expected: by its name, or, as long as that is not known, by what it is made of. */
function isIt(stack: Stack, group: Resource, writer: Resource, { name, owner }: ExpectedGroup): boolean {
  const own = knownAt(group, "name");
  if (own !== undefined && name !== undefined) return own === name && group.region() === writer.region();
  if (owner === undefined) return false;
  if (stack.findTargets(group, "name", [owner.type]).includes(owner)) return true;
  // Two names that come from the same place may turn out to be one.
  if (own !== undefined && isNameOpen(owner)) throw new Undecided("name");
  return false;
}
