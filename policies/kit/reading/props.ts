import { UnknownValueError } from "@pulumi/policy";

/** State of a property: a value, absent, or undecided, which is a value that a preview does not know. */
export type Reading =
  | { readonly state: "known"; readonly value: unknown }
  | { readonly state: "absent" }
  | { readonly state: "undecided" };

/** Thrown when a check reads an unknown value, so that it can neither pass nor fail. */
export class Undecided extends Error {
  /** Path of the unknown value, such as `versioningConfiguration.status`. */
  readonly path: string;
  /** Names of the resources that provide the value: it is known once they exist. Empty when nothing is known about it. */
  readonly sources: readonly string[];

  constructor(path: string, sources: readonly string[] = []) {
    super(`${path} is unknown`);
    this.path = path;
    this.sources = sources;
  }

  /** The same unknown value, with the name of the resource that has it in its path. */
  of({ name }: { readonly name: string }): Undecided {
    return new Undecided(`${this.path} of ${name}`, this.sources);
  }
}

/** Options of {@link Props}. */
export interface PropsOptions {
  /** Names of the resources that will provide a property's value. */
  readonly sourcesOf?: (property: string) => readonly string[];
  /** Called with every path that is read. */
  readonly onRead?: (path: string) => void;
}

const ABSENT: Reading = { state: "absent" };
const UNDECIDED: Reading = { state: "undecided" };

/**
 * Properties, some of them unknown; no reader takes an unknown one for absent or for a value. Paths are keys and
 * indices joined by dots. Every reader but `read` throws {@link Undecided} for an unknown value.
 */
export class Props {
  /** Path of these properties in their resource, with a dot at the end; empty for the resource itself. */
  readonly at: string;
  readonly #layers: readonly unknown[];
  readonly #options: PropsOptions;

  /**
   * @param layers the properties, then the properties that replace unknown ones
   * @param at path of these properties in their resource, with a dot at the end
   */
  constructor(layers: readonly unknown[], at = "", options: PropsOptions = {}) {
    this.#layers = layers;
    this.at = at;
    this.#options = options;
  }

  /** Reads the state of a property. */
  read(path: string): Reading {
    this.#options.onRead?.(this.at + path);
    return readingOf(this.#layers, path.split("."));
  }

  /** Reads a string by a key that may contain dots, such as the key of a tag. Undefined when it is absent. */
  entry(key: string): string | undefined {
    this.#options.onRead?.(this.at + key);
    const reading = readingOf(this.#layers, [key]);
    if (reading.state === "undecided") throw this.undecided(key);
    return reading.state === "known" ? String(reading.value) : undefined;
  }

  /** Whether a property is set: to a value, or to one that another resource will provide. */
  isSet(path: string): boolean {
    const { state } = this.read(path);
    if (state !== "undecided") return state === "known";
    const undecided = this.undecided(path);
    if (undecided.sources.length > 0) return true;
    throw undecided;
  }

  /** Creates the error about an unknown value, with the resources that provide it. */
  undecided(path: string): Undecided {
    const [property = ""] = (this.at + path).split(".");
    return new Undecided(this.at + path, this.#options.sourcesOf?.(property));
  }

  /** Whether a list is set and has items, known or unknown. */
  hasItems(path: string): boolean {
    const reading = this.read(path);
    return reading.state === "known"
      ? Array.isArray(reading.value) && reading.value.length > 0
      : this.isSet(path);
  }

  /** Reads a value. Undefined when it is absent. */
  value(path: string): unknown {
    const reading = this.read(path);
    if (reading.state === "undecided") throw this.undecided(path);
    return reading.state === "known" ? reading.value : undefined;
  }

  /** Reads a string; numbers and booleans are converted. Undefined when it is absent. */
  string(path: string): string | undefined {
    const value = this.value(path);
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? String(value)
      : undefined;
  }

  /** Reads a number, or a string that holds one. Undefined when it is absent. */
  number(path: string): number | undefined {
    const value = this.value(path);
    if (typeof value === "string" && value.trim() === "") return undefined;
    const number = typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;
    return Number.isNaN(number) ? undefined : number;
  }

  /** Reads a boolean, or a string that holds one. Undefined when it is absent. */
  boolean(path: string): boolean | undefined {
    const value = this.value(path);
    if (value === true || value === "true") return true;
    return value === false || value === "false" ? false : undefined;
  }

  /** Reads the strings of a list; a single string counts as a list of one. Empty when it is absent. */
  strings(path: string): readonly string[] {
    const value = this.value(path);
    if (typeof value === "string") return [value];
    if (!Array.isArray(value)) return [];
    return Array.from({ length: value.length }, (_, index) => this.string(`${path}.${index}`) ?? "");
  }

  /** Reads an object, or the first item of a list. Undefined when it is absent. */
  object(path: string): Props | undefined {
    const value = this.value(path);
    if (Array.isArray(value)) return value.length > 0 ? this.object(`${path}.0`) : undefined;
    return isObject(value) ? this.#inner(path) : undefined;
  }

  /** Reads the objects of a list; a single object counts as a list of one. Empty when it is absent. */
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

  /** Reads the keys of an object, even of unknown values. Empty when it is absent. */
  keys(path: string): readonly string[] {
    const value = path === "" ? this.#layers[0] : this.value(path);
    return isObject(value) ? Object.keys(value) : [];
  }

  /** Reads a JSON document, a string or an object. Undefined when it is absent or the string is not JSON. */
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
  // The SDK throws for every unknown value, and capturing the stack trace is most of the cost.
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
      // The SDK wraps properties so that reading an unknown one throws.
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
