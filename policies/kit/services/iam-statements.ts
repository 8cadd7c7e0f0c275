import { parseCidrClearingHostBits } from "../../../common/cidr";
import { isInternetWide } from "../facts/internet-cidr";
import type { Props } from "../reading/props";
import { findFirst } from "../reading/three-valued-logic";

/** The statements of a policy document. */
export function statementsOf(document: Props): readonly Props[] {
  return document.list("Statement");
}

/** Reads the strings of a key that has one value or a list. */
export function readStrings(statement: Props, path: string): readonly string[] {
  const single = statement.string(path);
  return single === undefined ? statement.strings(path) : [single];
}

/** Whether a statement applies to every principal, authenticated or not. */
export function appliesToEveryone(statement: Props): boolean {
  if (statement.string("Principal") === "*") return true;
  return statement.strings("Principal.AWS").includes("*");
}

/** Whether a statement applies to every action of a service. */
export function appliesToWholeService(statement: Props, service: string): boolean {
  return readStrings(statement, "Action").some((action) =>
    ["*", `${service}:*`].includes(action.toLowerCase()),
  );
}

/** Whether a string matches a pattern of IAM, in which `*` stands for any string and `?` for any character. */
export function matchesIamPattern(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*+/g, "[^]*")
    .replace(/\?/g, "[^]");
  return new RegExp(`^${source}$`).test(text);
}

/** A condition of a statement: its operator and key as written, and the path of its values. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly path: string;
}

/** Conditions of a statement; all of them must be true. */
export function conditionsOf(statement: Props): readonly Condition[] {
  return statement.keys("Condition").flatMap((operator) =>
    statement.keys(`Condition.${operator}`).map((key) => ({
      operator,
      key,
      path: `Condition.${operator}.${key}`,
    })),
  );
}

/** Keys of conditions that restrict the callers, in lower case. */
const CALLER_KEYS: ReadonlySet<string> = new Set([
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceip",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:sourceowner",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:vpcsourceip",
  "kms:calleraccount",
]);

/** Operators under which a request without the key does not match. */
const REQUIRING_OPERATOR =
  /^(?:ForAnyValue:)?(?:String(?:Equals|Like|EqualsIgnoreCase)|Arn(?:Equals|Like)|IpAddress)$/i;

/**
 * Whether a statement allows every principal, authenticated or not, and no condition restricts the callers.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function isOpenToEveryone(statement: Props): boolean {
  if (statement.string("Effect") !== "Allow") return false;
  // Every principal but some is every other principal of every account.
  if (!statement.isSet("NotPrincipal") && !appliesToEveryone(statement)) return false;
  return !conditionsOf(statement).some((condition) => restrictsCallers(statement, condition));
}

function restrictsCallers(statement: Props, { operator, key, path }: Condition): boolean {
  if (!CALLER_KEYS.has(key.toLowerCase()) || !REQUIRING_OPERATOR.test(operator)) return false;
  return readStrings(statement, path).every((value) => {
    const block = parseCidrClearingHostBits(value);
    return block ? !isInternetWide(block) : !/^[*?:]*$/.test(value);
  });
}

/**
 * Describes why a statement does not deny all requests to a service without TLS: undefined when it does, empty when the
 * statement is about something else.
 */
export function findTlsFlaw(statement: Props, service: string): string | undefined {
  const conditions = conditionsOf(statement);
  const transport = conditions.find(({ key }) => key.toLowerCase() === "aws:securetransport");
  if (!transport) return "";
  const other = conditions.find((condition) => condition !== transport);
  const describe = (path: string, form: string): string =>
    `${statement.at}${path} is ${JSON.stringify(statement.value(path))}, expected ${form}`;
  return findFirst(
    () => (statement.string("Effect") === "Deny" ? undefined : describe("Effect", '"Deny"')),
    () =>
      /^bool(ifexists)?$/i.test(transport.operator) &&
      readStrings(statement, transport.path).includes("false")
        ? undefined
        : describe(`Condition.${transport.operator}`, '{"aws:SecureTransport":"false"} under "Bool"'),
    () => other && `${statement.at}${other.path} narrows it, expected no other condition`,
    () => (appliesToEveryone(statement) ? undefined : describe("Principal", '"*"')),
    () => (appliesToWholeService(statement, service) ? undefined : describe("Action", `"${service}:*"`)),
  );
}
