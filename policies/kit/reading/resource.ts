import { isGlobalType } from "../facts/global-types";
import { Props, type PropsOptions, Undecided } from "./props";

/** The provider of a resource. */
export interface ProviderView {
  readonly name: string;
  readonly urn: string;
  readonly type: string;
  readonly props: Props;
}

/** What a resource is made from. */
export interface ResourceParts {
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  readonly protect: boolean;
  /** What it was asked to be, or, when that is not on record, what it is. */
  readonly inputs: unknown;
  /** What it is; stands in where an input is not known. */
  readonly outputs?: unknown;
  readonly provider?: ProviderView | undefined;
  /** Region for resources that nothing else tells it of. */
  readonly defaultRegion?: string | undefined;
  /** Resources by the property that depends on them. @default - not known, as long as the stack is not complete */
  readonly propertyDependencies?: Readonly<Record<string, readonly unknown[]>>;
  readonly onRead?: PropsOptions["onRead"];
}

/** A resource as rules see it: its properties, where it is, and what it comes from. */
export class Resource extends Props {
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  /** Whether Pulumi keeps it from being deleted. */
  readonly protect: boolean;
  readonly provider: ProviderView | undefined;
  /** What it is, beyond what it was asked to be. */
  readonly outputs: Props;
  readonly #defaultRegion: string | undefined;
  #region: string | undefined;
  #defaultTags: { readonly props: Props | undefined } | undefined;

  constructor(parts: ResourceParts) {
    const { propertyDependencies, onRead } = parts;
    const isReference = (property: string): boolean => (propertyDependencies?.[property]?.length ?? 0) > 0;
    super([parts.inputs, parts.outputs], "", { isReference, ...(onRead && { onRead }) });
    this.type = parts.type;
    this.urn = parts.urn;
    this.name = parts.name;
    this.protect = parts.protect;
    this.provider = parts.provider;
    this.outputs = new Props([parts.outputs]);
    this.#defaultRegion = parts.defaultRegion;
  }

  /** Whether it belongs to no region. */
  get isGlobal(): boolean {
    return isGlobalType(this.type);
  }

  /** Whether no provider was chosen for it, so that the one of the stack's configuration has it. */
  get hasDefaultProvider(): boolean {
    // https://github.com/pulumi/pulumi/blob/v3.260.0/pkg/resource/deploy/providers/reference.go
    return this.provider !== undefined && /^default(_|$)/.test(this.provider.name);
  }

  /**
   * The region that it is in: its own `region`, else its provider's, else the stack's.
   *
   * @throws {Undecided} when nothing tells it
   */
  region(): string {
    this.#region ??= this.#readRegion();
    return this.#region;
  }

  #readRegion(): string {
    const told =
      this.string("region") ??
      this.provider?.props.string("region") ??
      readKnownString(this.outputs, "region") ??
      this.#defaultRegion;
    if (told === undefined) throw new Undecided("region");
    return told;
  }

  /** What its provider gives to all of its resources: `tags` by key. Undefined when it gives nothing. */
  defaultTags(): Props | undefined {
    this.#defaultTags ??= { props: this.provider?.props.json("defaultTags") };
    return this.#defaultTags.props;
  }

  /** The value of a tag: its own, else the one that its provider gives to all. Undefined when there is none. */
  tag(key: string): string | undefined {
    // By itself, so that another tag that is not known yet does not stand in the way.
    return this.object("tags")?.entry(key) ?? this.defaultTags()?.object("tags")?.entry(key);
  }

  /** All tags, its own over those that its provider gives to all. */
  tags(): ReadonlyMap<string, string> {
    const tags = new Map<string, string>();
    for (const source of [this.defaultTags(), this]) {
      for (const key of source?.keys("tags") ?? []) {
        // A key may hold dots, so that it cannot be part of a path.
        const value = source?.object("tags")?.entry(key);
        if (value !== undefined) tags.set(key, value);
      }
    }
    return tags;
  }
}

function readKnownString(props: Props, path: string): string | undefined {
  const reading = props.read(path);
  return reading.state === "known" && typeof reading.value === "string" ? reading.value : undefined;
}
