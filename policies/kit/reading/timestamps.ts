const TIMESTAMP = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/;

/**
 * Parses a timestamp in ISO 8601 with a time zone to milliseconds since 1970. Undefined for other strings and for days that do
 * not exist.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3339#section-5.6
 */
export function parseTimestamp(text: string): number | undefined {
  const [, day = ""] = TIMESTAMP.exec(text) ?? [];
  const timestamp = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  if (day === "" || Number.isNaN(timestamp)) return undefined;
  // Date.parse reads 31 February as 2 March.
  const midnight = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== day
    ? undefined
    : timestamp;
}
