import { isGlobalType } from "../facts/global-types";
import { Props, type PropsOptions, Undecided } from "./props";

/** The provider of a resource. */
export interface ProviderView {
  readonly name: string;
  readonly urn: string;
  readonly type: string;
  readonly props: Props;
}

/** Arguments of a {@link Resource}. */
export interface ResourceParts {
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  readonly protect: boolean;
  /** Inputs, or the outputs when the inputs were not recorded. */
  readonly inputs: unknown;
  /** Outputs, which replace unknown inputs. */
  readonly outputs?: unknown;
  readonly provider?: ProviderView | undefined;
  /** Region when neither the resource nor its provider has one. */
  readonly defaultRegion?: string | undefined;
  /** Resources by the property that depends on them. @default - unknown, because the stack is not complete yet */
  readonly propertyDependencies?: Readonly<Record<string, readonly { readonly name: string }[]>>;
  readonly onRead?: PropsOptions["onRead"];
}

/** A resource as rules read it: its inputs, region, tags, provider and outputs. */
export class Resource extends Props {
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  /** Whether Pulumi protects it from deletion. */
  readonly protect: boolean;
  readonly provider: ProviderView | undefined;
  /** Its outputs. */
  readonly outputs: Props;
  readonly #defaultRegion: string | undefined;
  #region: string | undefined;
  #defaultTags: { readonly props: Props | undefined } | undefined;

  constructor(parts: ResourceParts) {
    const { propertyDependencies, onRead } = parts;
    const sourcesOf = (property: string): readonly string[] =>
      propertyDependencies?.[property]?.map(({ name }) => name) ?? [];
    super([parts.inputs, parts.outputs], "", { sourcesOf, ...(onRead && { onRead }) });
    this.type = parts.type;
    this.urn = parts.urn;
    this.name = parts.name;
    this.protect = parts.protect;
    this.provider = parts.provider;
    this.outputs = new Props([parts.outputs]);
    this.#defaultRegion = parts.defaultRegion;
  }

  /** Whether it is global, so that it has no region. */
  get isGlobal(): boolean {
    return isGlobalType(this.type);
  }

  /** Whether the program chose no provider for it, so that it has the default provider of the stack's configuration. */
  get hasDefaultProvider(): boolean {
    // https://github.com/pulumi/pulumi/blob/v3.260.0/pkg/resource/deploy/providers/reference.go
    return this.provider !== undefined && /^default(_|$)/.test(this.provider.name);
  }

  /**
   * Its region: its own `region`, or else its provider's, or else the default.
   *
   * @throws {Undecided} when none of them is known
   */
  region(): string {
    this.#region ??= this.#readRegion();
    return this.#region;
  }

  #readRegion(): string {
    const region =
      this.string("region") ??
      this.provider?.props.string("region") ??
      readKnownString(this.outputs, "region") ??
      this.#defaultRegion;
    if (region === undefined) throw new Undecided("region");
    return region;
  }

  /** The `defaultTags` of its provider. Undefined without default tags. */
  defaultTags(): Props | undefined {
    this.#defaultTags ??= { props: this.provider?.props.json("defaultTags") };
    return this.#defaultTags.props;
  }

  /** Reads a tag: its own, or else a default tag of its provider. Undefined when it is absent. */
  tag(key: string): string | undefined {
    // Reads only this tag, because another one may be unknown.
    return this.object("tags")?.entry(key) ?? this.defaultTags()?.object("tags")?.entry(key);
  }

  /** All tags: the default tags of its provider, overridden by its own. */
  tags(): ReadonlyMap<string, string> {
    const tags = new Map<string, string>();
    for (const source of [this.defaultTags(), this]) {
      for (const key of source?.keys("tags") ?? []) {
        // A key may contain dots, so it cannot be part of a path.
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
