import { UnknownValueError } from "@pulumi/policy";

/** What is found at a path: a value, nothing, or something that is not known before it is made. */
export type Reading =
  | { readonly state: "known"; readonly value: unknown }
  | { readonly state: "absent" }
  | { readonly state: "undecided" };

/** A check has come to a value that is not known yet, so that it can neither pass nor fail. */
export class Undecided extends Error {
  /** What is not known, such as `versioningConfiguration.status`. */
  readonly path: string;

  constructor(path: string) {
    super(`${path} is not known yet`);
    this.path = path;
  }
}

/** How the properties of a resource can be looked at. */
export interface PropsOptions {
  /** Whether a property of the resource is taken from another resource, which is then its value's source. */
  readonly isReference?: (property: string) => boolean;
  /** Told of every path that is read. */
  readonly onRead?: (path: string) => void;
}

const ABSENT: Reading = { state: "absent" };
const UNDECIDED: Reading = { state: "undecided" };

/**
 * Properties that may be unknown, read without ever taking an unknown for absent or for a value. Paths are keys and
 * indices joined by dots. Every reader but `read` throws `Undecided` when the value is not known.
 */
export class Props {
  /** The place of these properties in their resource, with a dot at the end, or nothing. */
  readonly at: string;
  readonly #layers: readonly unknown[];
  readonly #options: PropsOptions;

  /**
   * @param layers the properties, then what stands in for those of them that are unknown
   * @param at the place of these properties in their resource
   */
  constructor(layers: readonly unknown[], at = "", options: PropsOptions = {}) {
    this.#layers = layers;
    this.at = at;
    this.#options = options;
  }

  /** What stands at a path. */
  read(path: string): Reading {
    this.#options.onRead?.(this.at + path);
    return readingOf(this.#layers, path.split("."));
  }

  /** The text under a key that may hold dots, such as that of a tag. Undefined when there is none. */
  entry(key: string): string | undefined {
    this.#options.onRead?.(this.at + key);
    const reading = readingOf(this.#layers, [key]);
    if (reading.state === "undecided") throw new Undecided(this.at + key);
    return reading.state === "known" ? String(reading.value) : undefined;
  }

  /** Whether something is given: a value, or one that another resource will have. */
  isSet(path: string): boolean {
    const { state } = this.read(path);
    if (state !== "undecided") return state === "known";
    const [property = ""] = (this.at + path).split(".");
    if (this.#options.isReference?.(property)) return true;
    throw new Undecided(this.at + path);
  }

  /** Whether a list is given that has items, even when these are not known. */
  hasItems(path: string): boolean {
    const reading = this.read(path);
    return reading.state === "known"
      ? Array.isArray(reading.value) && reading.value.length > 0
      : this.isSet(path);
  }

  /** The value, or undefined when there is none. */
  value(path: string): unknown {
    const reading = this.read(path);
    if (reading.state === "undecided") throw new Undecided(this.at + path);
    return reading.state === "known" ? reading.value : undefined;
  }

  /** A text; numbers and truth values are written out. Undefined when there is none. */
  string(path: string): string | undefined {
    const value = this.value(path);
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? String(value)
      : undefined;
  }

  /** A number, also one that is written as text. Undefined when there is none. */
  number(path: string): number | undefined {
    const value = this.value(path);
    if (typeof value === "string" && value.trim() === "") return undefined;
    const number = typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;
    return Number.isNaN(number) ? undefined : number;
  }

  /** A truth value, also one that is written as text. Undefined when there is none. */
  boolean(path: string): boolean | undefined {
    const value = this.value(path);
    if (value === true || value === "true") return true;
    return value === false || value === "false" ? false : undefined;
  }

  /** All texts of a list; none when there is no list. A single text counts as a list of one. */
  strings(path: string): readonly string[] {
    const value = this.value(path);
    if (typeof value === "string") return [value];
    if (!Array.isArray(value)) return [];
    return Array.from({ length: value.length }, (_, index) => this.string(`${path}.${index}`) ?? "");
  }

  /** An object's properties, or undefined when there is none. The one item of a list counts as the object. */
  object(path: string): Props | undefined {
    const value = this.value(path);
    if (Array.isArray(value)) return value.length > 0 ? this.object(`${path}.0`) : undefined;
    return isObject(value) ? this.#inner(path) : undefined;
  }

  /** The objects of a list; none when there is no list. A single object counts as a list of one. */
  list(path: string): readonly Props[] {
    const value = this.value(path);
    if (!Array.isArray(value)) return isObject(value) ? [this.#inner(path)] : [];
    const items: Props[] = [];
    for (let index = 0; index < value.length; index++) {
      const item = this.object(`${path}.${index}`);
      if (item) items.push(item);
    }
    return items;
  }

  /** The keys of an object, even when their values are not known; none when there is no object. */
  keys(path: string): readonly string[] {
    const value = path === "" ? this.#layers[0] : this.value(path);
    return isObject(value) ? Object.keys(value) : [];
  }

  /** A JSON document, given as text or as the object itself. Undefined when there is none, or the text is not JSON. */
  json(path: string): Props | undefined {
    const value = this.value(path);
    if (isObject(value)) return this.object(path);
    if (typeof value !== "string") return undefined;
    try {
      return new Props([JSON.parse(value)], `${this.at}${path}.`);
    } catch {
      return undefined;
    }
  }

  #inner(path: string): Props {
    const layers = this.#layers.flatMap((layer) => {
      const reading = readQuietly(layer, path.split("."));
      return reading.state === "known" ? [reading.value] : [];
    });
    return new Props(layers, `${this.at}${path}.`, this.#options);
  }
}

function readingOf([layer, ...others]: readonly unknown[], keys: readonly string[]): Reading {
  const first = readQuietly(layer, keys);
  if (first.state !== "undecided") return first;
  for (const other of others) {
    const reading = readQuietly(other, keys);
    if (reading.state === "known") return reading;
  }
  return UNDECIDED;
}

function readQuietly(layer: unknown, keys: readonly string[]): Reading {
  // The SDK throws at every unknown; nobody looks at the trace, which is most of what that costs.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return readPath(layer, keys);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function readPath(layer: unknown, keys: readonly string[]): Reading {
  let value = layer;
  for (const key of keys) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return ABSENT;
    try {
      value = (value as Record<string, unknown>)[key];
    } catch (error) {
      // The SDK hands out properties that throw as soon as an unknown one is touched.
      if (error instanceof UnknownValueError) return UNDECIDED;
      throw error;
    }
    if (value === undefined || value === null) return ABSENT;
  }
  return { state: "known", value };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
