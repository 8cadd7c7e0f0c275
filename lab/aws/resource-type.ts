import type { Clock } from "./clock";
import type { CloudRecord, CloudStore } from "./cloud-store";
import type { Partition } from "./partition";
import type { Properties, Value } from "./property-values";

/** The circumstances of one request: who asks, where, when, and the cloud around it. */
export interface Call {
  /** Account, 12 digits. */
  readonly account: string;
  /** Region of the resource, its `region` argument or else the provider's; for a global service the provider's region. */
  readonly region: string;
  /** Partition of that region. */
  readonly partition: Partition;
  /** Lab time. */
  readonly clock: Clock;
  /** The cloud: other resources can be read and, in create, update and delete, changed. */
  readonly store: CloudStore;
}

/** The circumstances of a request about one resource. */
export interface ResourceCall extends Call {
  /** URN of the resource. */
  readonly urn: string;
  /** Type token. */
  readonly type: string;
  /** Logical name: the last part of the URN. */
  readonly name: string;
}

/** One property that a check refuses. */
export interface CheckFailure {
  /** Path of the property, such as `rules[0].id`. */
  readonly property: string;
  /** Why, in AWS's or the provider's words. */
  readonly reason: string;
}

/** What a resource is going to be: its id and all its properties. */
export interface Draft {
  readonly id: string;
  readonly outputs: Properties;
}

/** What an update is about. */
export interface Change {
  /** The resource as the cloud holds it before. */
  readonly before: CloudRecord;
  /** Outputs as the generic rules would leave them: the old ones, overlaid by the new inputs. */
  readonly draft: Properties;
}

/** How the name of a type is made up when the program gives none. */
export interface NameRule {
  /** Property that holds the name, such as `bucket`. */
  readonly property: string;
  /** Longest name, in characters. @default 255 */
  readonly maxLength?: number;
  /** What stands between the logical name and the random part. @default "-" */
  readonly separator?: string;
  /** Makes the logical name fit, such as lower-casing it. @default - unchanged */
  readonly transform?: (logicalName: string) => string;
  /** What the name must end with, given its inputs, such as `.fifo`. @default - nothing */
  readonly suffix?: (inputs: Properties) => string;
  /** Whether the name is the logical name itself, with no random part. @default false */
  readonly exact?: boolean;
}

/** The API operations by which a type is handled; faults are matched by these names. */
export interface ApiNames {
  readonly create?: string;
  readonly read?: string;
  readonly update?: string;
  readonly delete?: string;
}

/** Typical times AWS takes, in seconds; applied only when the lab runs in real time. */
export interface Durations {
  readonly create?: number;
  readonly update?: number;
  readonly delete?: number;
}

/**
 * What a service knows of one resource type beyond the generic behaviour. Every field but the first two is optional;
 * each function is pure but for the store of its call.
 */
export interface ResourceType {
  /** Type token, such as `aws:s3/bucket:Bucket`. */
  readonly type: string;
  /** Service as in ARNs and in folder names, such as `s3`; faults are matched by it. */
  readonly service: string;
  /** Where its records live. @default - global when the SDK's declaration has no argument `region` */
  readonly scope?: "regional" | "global";
  /** API operations. @default - made from the type: `CreateBucket`, … */
  readonly api?: ApiNames;
  /**
   * All inputs, or paths such as `rules[*].id`, whose change makes a new resource; `region` always does.
   *
   * @default - the name, a table of common types, and what the SDK's documentation says
   */
  readonly immutable?: readonly string[];
  /** Inputs that change in place although the SDK's documentation reads otherwise. @default - none */
  readonly mutable?: readonly string[];
  /** Auto-naming. @default - the property `name`, when there is one that may be absent */
  readonly name?: NameRule | "none";
  /** Whether a replacement must delete first, since two cannot exist at once. @default false */
  readonly deleteBeforeReplace?: boolean;
  /** Inputs as AWS fills them in; runs before `check`. Unknown values must be let pass. */
  readonly defaults?: (inputs: Properties, call: ResourceCall) => Properties;
  /** Refuses inputs. Runs in previews as well, so unknown values (see `isKnown`) must be let pass. */
  readonly check?: (inputs: Properties, call: ResourceCall) => readonly CheckFailure[];
  /**
   * Makes the resource, inside a transaction.
   *
   * @param draft generic id and outputs, to be built upon
   * @throws {AwsError} when AWS refuses
   */
  readonly create?: (call: ResourceCall, inputs: Properties, draft: Draft) => Draft;
  /** Outputs as they are now, of a resource that exists: for what changes with time. */
  readonly read?: (call: ResourceCall, record: CloudRecord) => Properties;
  /** Whether it has ended by itself, so that the provider takes it for gone. @default - it never does */
  readonly hasEnded?: (call: ResourceCall, record: CloudRecord) => boolean;
  /**
   * Changes the resource, inside a transaction, and answers its outputs.
   *
   * @throws {AwsError} when AWS refuses
   */
  readonly update?: (call: ResourceCall, inputs: Properties, change: Change) => Properties;
  /**
   * Runs, inside a transaction, before the record is removed.
   *
   * @throws {AwsError} when AWS refuses, such as `BucketNotEmpty`
   */
  readonly delete?: (call: ResourceCall, record: CloudRecord) => void;
  /** Typical times. @default - none */
  readonly durations?: Durations;
}

/** A data source: a question that makes nothing. */
export interface InvokeFunction {
  /** Token, such as `aws:index/getCallerIdentity:getCallerIdentity`. */
  readonly token: string;
  /** Service, by which faults are matched, such as `sts`. */
  readonly service: string;
  /** API operation, such as `GetCallerIdentity`. */
  readonly operation: string;
  /** Refuses arguments. @default - none refused */
  readonly check?: (args: Properties, call: Call) => readonly CheckFailure[];
  /**
   * The answer.
   *
   * @throws {AwsError} when AWS refuses
   */
  readonly run: (args: Properties, call: Call) => Properties;
}

/** What a folder `lab/aws/<service>` contributes. */
export interface Service {
  /** Folder name. */
  readonly name: string;
  readonly types?: readonly ResourceType[];
  readonly functions?: readonly InvokeFunction[];
}

/** Shorthand for one refused property. */
export function failure(property: string, reason: string): CheckFailure {
  return { property, reason };
}

/** The value at a path such as `rules[0].id`, or undefined. */
export function valueAt(inputs: Properties, path: string): Value | undefined {
  let value: Value | undefined = inputs;
  for (const step of path.split(/[.[\]]+/)) {
    if (step === "") continue;
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.hasOwn(value, step) ? (value as Properties)[step] : undefined;
  }
  return value;
}
