import { firstFound } from "./logic";
import type { Props } from "./props";

/** The statements of a policy document. */
export function statementsOf(document: Props): readonly Props[] {
  return document.list("Statement");
}

/** All texts at a key that takes one value or several, of whatever kind. */
export function valuesAt(statement: Props, path: string): readonly string[] {
  const single = statement.string(path);
  return single === undefined ? statement.strings(path) : [single];
}

/** Whether a statement speaks of everyone, signed in or not. */
export function speaksOfEveryone(statement: Props): boolean {
  if (statement.string("Principal") === "*") return true;
  return statement.strings("Principal.AWS").includes("*");
}

/** Whether a statement speaks of every action of a service. */
export function speaksOfWholeService(statement: Props, service: string): boolean {
  return valuesAt(statement, "Action").some((action) => ["*", `${service}:*`].includes(action.toLowerCase()));
}

/** Whether a text matches a pattern of IAM, in which `*` stands for any text and `?` for any character. */
export function isLike(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*+/g, "[^]*")
    .replace(/\?/g, "[^]");
  return new RegExp(`^${source}$`).test(text);
}

/** A condition of a statement: its operator and its key, as they are written, and where its values are. */
export interface ConditionPlace {
  readonly operator: string;
  readonly key: string;
  readonly path: string;
}

/** The conditions of a statement, which must all hold. */
export function conditionsOf(statement: Props): readonly ConditionPlace[] {
  return statement.keys("Condition").flatMap((operator) =>
    statement.keys(`Condition.${operator}`).map((key) => ({
      operator,
      key,
      path: `Condition.${operator}.${key}`,
    })),
  );
}

/** Why a statement does not deny everyone every use of a service that comes without TLS; nothing when it does. */
export function tlsFlaw(statement: Props, service: string): string | undefined {
  const conditions = conditionsOf(statement);
  const transport = conditions.find(({ key }) => key.toLowerCase() === "aws:securetransport");
  // Of what else a policy is about, nothing is to be said.
  if (!transport) return "";
  const other = conditions.find((condition) => condition !== transport);
  const expected = (path: string, form: string): string =>
    `${statement.at}${path} is ${JSON.stringify(statement.value(path))}, expected ${form}`;
  return firstFound(
    () => (statement.string("Effect") === "Deny" ? undefined : expected("Effect", '"Deny"')),
    () =>
      /^bool(ifexists)?$/i.test(transport.operator) && valuesAt(statement, transport.path).includes("false")
        ? undefined
        : expected(`Condition.${transport.operator}`, '{"aws:SecureTransport":"false"} under "Bool"'),
    () => other && `${statement.at}${other.path} narrows it, expected no other condition`,
    () => (speaksOfEveryone(statement) ? undefined : expected("Principal", '"*"')),
    () => (speaksOfWholeService(statement, service) ? undefined : expected("Action", `"${service}:*"`)),
  );
}
