const TIMESTAMP = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/;

/**
 * The moment that a text in ISO 8601 with its zone names, in milliseconds since 1970; undefined when it is none, lacks the
 * zone, or names a day that the calendar does not have.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3339#section-5.6
 */
export function parseTimestamp(text: string): number | undefined {
  const [, day = ""] = TIMESTAMP.exec(text) ?? [];
  const moment = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  if (day === "" || Number.isNaN(moment)) return undefined;
  // Date.parse takes 31 February for 2 March.
  const midnight = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== day ? undefined : moment;
}
