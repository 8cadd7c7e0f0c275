import type { Props } from "../reading/props";
import { findFirst } from "../reading/three-valued-logic";

/** The statements of a policy document. */
export function statementsOf(document: Props): readonly Props[] {
  return document.list("Statement");
}

/** All texts at a key that takes one value or several, of whatever kind. */
export function readStrings(statement: Props, path: string): readonly string[] {
  const single = statement.string(path);
  return single === undefined ? statement.strings(path) : [single];
}

/** Whether a statement speaks of everyone, signed in or not. */
export function appliesToEveryone(statement: Props): boolean {
  if (statement.string("Principal") === "*") return true;
  return statement.strings("Principal.AWS").includes("*");
}

/** Whether a statement speaks of every action of a service. */
export function appliesToWholeService(statement: Props, service: string): boolean {
  return readStrings(statement, "Action").some((action) =>
    ["*", `${service}:*`].includes(action.toLowerCase()),
  );
}

/** Whether a text matches a pattern of IAM, in which `*` stands for any text and `?` for any character. */
export function matchesIamPattern(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*+/g, "[^]*")
    .replace(/\?/g, "[^]");
  return new RegExp(`^${source}$`).test(text);
}

/** A condition of a statement: its operator and its key, as they are written, and where its values are. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly path: string;
}

/** The conditions of a statement, which must all hold. */
export function conditionsOf(statement: Props): readonly Condition[] {
  return statement.keys("Condition").flatMap((operator) =>
    statement.keys(`Condition.${operator}`).map((key) => ({
      operator,
      key,
      path: `Condition.${operator}.${key}`,
    })),
  );
}

/** Why a statement does not deny everyone every use of a service that comes without TLS; nothing when it does. */
export function findTlsFlaw(statement: Props, service: string): string | undefined {
  const conditions = conditionsOf(statement);
  const transport = conditions.find(({ key }) => key.toLowerCase() === "aws:securetransport");
  // Of what else a policy is about, nothing is to be said.
  if (!transport) return "";
  const other = conditions.find((condition) => condition !== transport);
  const expected = (path: string, form: string): string =>
    `${statement.at}${path} is ${JSON.stringify(statement.value(path))}, expected ${form}`;
  return findFirst(
    () => (statement.string("Effect") === "Deny" ? undefined : expected("Effect", '"Deny"')),
    () =>
      /^bool(ifexists)?$/i.test(transport.operator) &&
      readStrings(statement, transport.path).includes("false")
        ? undefined
        : expected(`Condition.${transport.operator}`, '{"aws:SecureTransport":"false"} under "Bool"'),
    () => other && `${statement.at}${other.path} narrows it, expected no other condition`,
    () => (appliesToEveryone(statement) ? undefined : expected("Principal", '"*"')),
    () => (appliesToWholeService(statement, service) ? undefined : expected("Action", `"${service}:*"`)),
  );
}
