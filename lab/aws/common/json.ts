/** Content of a JSON string, or the reason why it is invalid. */
type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly why: string };

/** Reads JSON without throwing. */
export function parseJson(source: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(source) as unknown };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
}
