/** One label of a domain name as DNS records use it, underscore included. @see https://www.rfc-editor.org/rfc/rfc2181#section-11 */
const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;

/** Longest domain name without its trailing dot, in characters. @see https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4 */
const MAX_LENGTH = 253;

/** A domain name in the one form that is compared and sent: lower case, without its trailing dot. */
export function normalDomain(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

/** Whether `name`, in normal form, is a domain name; its first label may be a lone asterisk when `wildcard` says so. */
export function isDomain(name: string, wildcard = false): boolean {
  const labels = name.split(".");
  const plain = wildcard && labels[0] === "*" ? labels.slice(1) : labels;
  return name.length <= MAX_LENGTH && plain.length > 0 && plain.every((label) => LABEL.test(label));
}

/** Whether `name` is `zone` or below it, label by label: notexample.com is not in example.com. Both in normal form. */
export function isInZone(name: string, zone: string): boolean {
  const own = name.split(".");
  const labels = zone.split(".");
  return labels.every((label, at) => own.at(at - labels.length) === label);
}
