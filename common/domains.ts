/** Longest domain name without its trailing dot, in characters. @see https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4 */
const MAX_LENGTH = 253;

/** Label of a DNS record's name, which may have underscores. @see https://www.rfc-editor.org/rfc/rfc2181#section-11 */
const RECORD_LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;

/** Label of a host's name. @see https://www.rfc-editor.org/rfc/rfc1123#section-2.1 */
const HOST_LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/** Returns a domain name in the form that is compared and sent: lower case, without its trailing dot. */
export function normalizeDomain(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

/** Whether a normalized name is that of a DNS record; its first label may be an asterisk when `wildcard` is true. */
export function isRecordName(name: string, wildcard = false): boolean {
  const labels = name.split(".");
  const plain = wildcard && labels[0] === "*" ? labels.slice(1) : labels;
  return name.length <= MAX_LENGTH && plain.length > 0 && plain.every((label) => RECORD_LABEL.test(label));
}

/** Whether a string is one label of a host's name, such as `app`. */
export function isHostLabel(label: string): boolean {
  return HOST_LABEL.test(label);
}

/** Whether a normalized name is a host's name of two labels or more, the last one not numeric: `app.example.com`. */
export function isHostName(name: string): boolean {
  const labels = name.split(".");
  return (
    name.length <= MAX_LENGTH &&
    labels.length > 1 &&
    labels.every(isHostLabel) &&
    /^[a-z]/.test(labels.at(-1) ?? "")
  );
}

/** Whether a normalized name is `zone` or below it, label by label: notexample.com is not in example.com. */
export function isInZone(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}
