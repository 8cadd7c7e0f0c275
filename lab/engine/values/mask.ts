import { SIGNATURE_KEY } from "../../../common/special-values";
import { isObject, isSecret, type Properties, type Value } from "./values";

/** Shorter secrets are not masked: hiding every `1` would reveal more than it hides. */
const SHORTEST = 3;
/** Shorter lines of a multi-line secret, such as a lone brace, are not masked by themselves. */
const SHORTEST_LINE = 6;

/**
 * Returns a function that hides secrets in text, in the forms in which they tend to appear: plain, in base64, escaped for
 * JSON, and escaped for a URL. Since output arrives line by line, the lines of a secret are hidden one by one as well.
 */
export function masker(secrets: readonly string[]): (text: string) => string {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < SHORTEST) continue;
    const bytes = Buffer.from(secret, "utf8");
    forms.add(secret);
    for (const line of secret.split(/\r?\n/)) if (line.length >= SHORTEST_LINE) forms.add(line);
    forms.add(bytes.toString("base64"));
    forms.add(bytes.toString("base64url"));
    forms.add(JSON.stringify(secret).slice(1, -1));
    forms.add(encodeURIComponent(secret));
  }
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((masked, form) => masked.replaceAll(form, "[secret]"), text);
}

/** Returns all strings and numbers in a value that are marked as secret, as strings. */
export function secretTexts(value: Value, marked = false): string[] {
  if (typeof value === "string" || typeof value === "number") return marked ? [String(value)] : [];
  if (Array.isArray(value)) return value.flatMap((item) => secretTexts(item, marked));
  if (!isObject(value)) return [];
  const inside = marked || isSecret(value);
  return Object.keys(value).flatMap((key) =>
    key === SIGNATURE_KEY ? [] : secretTexts(value[key] as Value, inside),
  );
}

/** Secrets of many resources, which are collected only when a message appears that may be about any of them. */
export class SeenSecrets {
  #unsearched: Properties[] = [];
  #secrets: readonly string[];
  #mask: (text: string) => string;

  /** @param known secrets that are known already */
  constructor(known: readonly string[] = []) {
    this.#secrets = known;
    this.#mask = masker(known);
  }

  see(properties: Properties): void {
    this.#unsearched.push(properties);
  }

  hide(text: string): string {
    const fresh = this.#unsearched.flatMap((each) => secretTexts(each));
    this.#unsearched = [];
    if (fresh.length > 0) {
      this.#secrets = [...new Set([...this.#secrets, ...fresh])];
      this.#mask = masker(this.#secrets);
    }
    return this.#mask(text);
  }
}
