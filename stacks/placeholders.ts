import { RunError } from "@pulumi/pulumi/errors";
import { isPhone } from "../common/contacts";

/** Setting that has the value of a documentation in place of the user's own, with its path. */
export interface Placeholder {
  readonly path: string;
  readonly value: string;
}

/** Accounts in AWS's documentation. @see https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html */
const DOCUMENTATION_ACCOUNTS = new Set([
  "012345678901",
  "012345678910",
  "111122223333",
  "123456789012",
  "210987654321",
  "444455556666",
  "777788889999",
]);

/** Account in an ARN of any partition. */
const ARN_ACCOUNT = /\barn:aws[\w-]*:[\w-]*:[\w-]*:(\d{12}):/g;

/** Top-level domains without hosts on the internet. @see https://www.rfc-editor.org/rfc/rfc2606#section-2 */
const RESERVED_TOP_LEVELS = new Set(["example", "invalid", "localhost", "test"]);

/** Host name within a longer string, such as an e-mail address or a URL. */
const HOST = /[a-z0-9_-]+(?:\.[a-z0-9_-]+)+/g;

/**
 * Phones for use in fiction, in North America and the United Kingdom.
 *
 * @see https://nationalnanpa.com/number_resource_info/555_numbers.html
 * @see https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama
 */
const FICTITIOUS_PHONE = /^\+(?:1\d{3}55501\d\d|447700900\d{3})$/;

/** Address blocks for documentation. @see https://www.rfc-editor.org/rfc/rfc5737 @see https://www.rfc-editor.org/rfc/rfc3849 */
const DOCUMENTATION_ADDRESS = /^(?:192\.0\.2|198\.51\.100|203\.0\.113)\.|^2001:0?db8:/i;

/** Words in lieu of a value: change-me, replace-me, todo, placeholder, your-team, <owner>. */
const REQUEST =
  /^(?:(?:change|replace|fill|set)[-_ ]?(?:me|this|it|in)|placeholder|to-?do|tbd|your[-_ ].*|<.*>)$/i;

/** Whether an account's id is one of documentation, which no user has. */
export function isDocumentationAccount(id: string): boolean {
  return DOCUMENTATION_ACCOUNTS.has(id) || /^(\d)\1{11}$/.test(id);
}

/** Whether a string is a placeholder for an account, a domain, an e-mail address, a phone, an address block or a name. */
export function isPlaceholder(text: string): boolean {
  const value = text.trim();
  return (
    isDocumentationAccount(value) ||
    [...value.matchAll(ARN_ACCOUNT)].some(([, account = ""]) => isDocumentationAccount(account)) ||
    (value.toLowerCase().match(HOST) ?? []).some(isExampleHost) ||
    (isPhone(value) && FICTITIOUS_PHONE.test(value)) ||
    DOCUMENTATION_ADDRESS.test(value) ||
    REQUEST.test(value)
  );
}

/** Lists the placeholders among the strings of settings, in their order. */
export function findPlaceholders(value: unknown, path = ""): readonly Placeholder[] {
  if (typeof value === "string") return isPlaceholder(value) ? [{ path, value }] : [];
  if (Array.isArray(value))
    return value.flatMap((item, index) => findPlaceholders(item, `${path}[${index}]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    findPlaceholders(child, path === "" ? key : `${path}.${key}`),
  );
}

/**
 * Passes when the settings can be deployed: in the lab, with any values; with a documentation account, which the providers
 * accept nowhere else; on AWS, without placeholders.
 *
 * @param environment variables of the process; ARCHIPELAGO_LAB_CLOUD names the simulated cloud of the lab
 * @throws {RunError} with each placeholder and its path
 */
export function rejectPlaceholders(
  settings: { readonly environment: string; readonly accountId: string },
  environment: NodeJS.ProcessEnv,
): void {
  if (environment["ARCHIPELAGO_LAB_CLOUD"] || isDocumentationAccount(settings.accountId)) return;
  const placeholders = findPlaceholders(settings);
  if (placeholders.length === 0) return;
  const lines = placeholders.map(({ path, value }) => `✖ is ${JSON.stringify(value)}\n  → at ${path}`);
  throw new RunError(
    `Pulumi.${settings.environment}.yaml: archipelago:settings has placeholders, expected values of your own for the account ${settings.accountId}\n${lines.join("\n")}`,
  );
}

function isExampleHost(name: string): boolean {
  const labels = name.split(".");
  return RESERVED_TOP_LEVELS.has(labels.at(-1) ?? "") || labels.at(-2) === "example";
}
