import type { Clock } from "./clock";
import type { CloudRecord, CloudStore } from "./cloud-store";
import type { Partition } from "./partition";
import type { Properties } from "./property-values";

/** Circumstances of one request. */
export interface Call {
  /** Account, 12 digits. */
  readonly account: string;
  /** Region of the resource, its `region` argument or else the provider's; for a global service the provider's region. */
  readonly region: string;
  /** Partition of that region. */
  readonly partition: Partition;
  /** Lab time. */
  readonly clock: Clock;
  /** The simulated cloud: create, update and delete may read and change other resources. */
  readonly store: CloudStore;
}

/** Circumstances of a request about one resource. */
export interface ResourceCall extends Call {
  /** URN of the resource. */
  readonly urn: string;
  /** Type token. */
  readonly type: string;
  /** Logical name: the last part of the URN. */
  readonly name: string;
}

/** A property that a check refuses. */
export interface CheckFailure {
  /** Path of the property, such as `rules[0].id`. */
  readonly property: string;
  /** Message of AWS or the provider. */
  readonly reason: string;
}

/** Id and properties of a resource that is about to be created. */
export interface Draft {
  readonly id: string;
  readonly outputs: Properties;
}

/** State of a resource before an update, and a draft of its outputs. */
export interface Change {
  /** The resource in the simulated cloud before the update. */
  readonly before: CloudRecord;
  /** Outputs by the generic rules: the old ones, overlaid by the new inputs. */
  readonly draft: Properties;
}

/** Auto-naming of a type: how a resource gets its name when the program gives none. */
export interface NameRule {
  /** Property that holds the name, such as `bucket`. */
  readonly property: string;
  /** Makes the logical name fit, such as by lower-casing it. @default - unchanged */
  readonly transform?: (logicalName: string) => string;
  /** Required end of the name for given inputs, such as `.fifo`. @default - none */
  readonly suffix?: (inputs: Properties) => string;
  /** Whether the name is the logical name itself, without a random part. @default false */
  readonly exact?: boolean;
}

/** API operations that act on a type; faults match these names. */
export interface ApiNames {
  readonly create?: string;
  readonly read?: string;
  readonly update?: string;
  readonly delete?: string;
}

/** Typical times of AWS, in seconds; they apply only when the lab runs in real time. */
export interface Durations {
  readonly create?: number;
  readonly update?: number;
  readonly delete?: number;
}

/**
 * Facts of one type that are data. They stand in the type's own file, or in a row of `type-facts.ts` when the type has
 * no file; `simulated-type.ts` reads them.
 */
export interface TypeFacts {
  /** API operations. @default - a verb and the type: `CreateBucket`, … */
  readonly api?: ApiNames;
  /** Form of the id, see `createIdentity`. @default - the name, or the type and 17 hexadecimal digits */
  readonly id?: string;
  /** Form of the ARN, see `createIdentity`. @default - service, region, account, type and id */
  readonly arn?: string;
  /** Auto-naming. @default - the property `name`, when AWS returns one that the program may leave out */
  readonly name?: NameRule | "none";
  /**
   * All inputs, or paths such as `rules[*].id`, whose change makes a new resource; `region` always does.
   *
   * @default - the name, `alsoImmutable` and the inputs that the SDK's documentation names
   */
  readonly immutable?: readonly string[];
  /** Inputs whose change makes a new resource although the SDK's documentation does not say so. @default - none */
  readonly alsoImmutable?: readonly string[];
  /** Whether AWS returns an existing resource instead of refusing to create another of its id. @default false */
  readonly isCreateIdempotent?: boolean;
}

/**
 * Rules of one resource type beyond the generic behaviour: the content of the type's own file. All fields but `type` and
 * `service` are optional; the functions have no effects but on the store of their call.
 */
export interface ResourceType extends TypeFacts {
  /** Type token, such as `aws:s3/bucket:Bucket`. */
  readonly type: string;
  /** Service as in folder names, such as `s3`; faults match it. */
  readonly service: string;
  /** Where records of the type are stored. @default - global when the SDK's declaration has no argument `region` */
  readonly scope?: "regional" | "global";
  /** Inputs that change in place although the SDK's documentation reads otherwise. @default - none */
  readonly mutable?: readonly string[];
  /** Fills in AWS's defaults; runs before `check`. Unknown values must pass. */
  readonly defaults?: (inputs: Properties, call: ResourceCall) => Properties;
  /** Refuses inputs. Runs in previews as well, so unknown values (see `isKnown`) must pass. */
  readonly check?: (inputs: Properties, call: ResourceCall) => readonly CheckFailure[];
  /**
   * Creates the resource, inside a transaction.
   *
   * @param draft generic id and outputs to build on
   * @throws {AwsError} when AWS refuses
   */
  readonly create?: (call: ResourceCall, inputs: Properties, draft: Draft) => Draft;
  /** Returns the present outputs of an existing resource, for what changes over time. */
  readonly read?: (call: ResourceCall, record: CloudRecord) => Properties;
  /** Whether the resource has ended by itself, so that the provider treats it as deleted. @default - it never does */
  readonly hasEnded?: (call: ResourceCall, record: CloudRecord) => boolean;
  /**
   * Changes the resource, inside a transaction, and returns its outputs.
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

/** A data source: reads and creates nothing. */
export interface InvokeFunction {
  /** Token, such as `aws:index/getCallerIdentity:getCallerIdentity`. */
  readonly token: string;
  /** Service, such as `sts`; faults match it. */
  readonly service: string;
  /** API operation, such as `GetCallerIdentity`. */
  readonly operation: string;
  /**
   * Returns the result.
   *
   * @throws {AwsError} when AWS refuses
   */
  readonly run: (args: Properties, call: Call) => Properties;
}

/** Content of a folder `lab/aws/<service>`. */
export interface Service {
  /** Folder name. */
  readonly name: string;
  readonly types?: readonly ResourceType[];
  readonly functions?: readonly InvokeFunction[];
}

/** Creates the failure of one property. */
export function failure(property: string, reason: string): CheckFailure {
  return { property, reason };
}
