import type { Properties, Value } from "../values/values";

/** Timeouts of the operations on one resource, in seconds. */
export interface CustomTimeouts {
  readonly create?: number;
  readonly update?: number;
  readonly delete?: number;
}

/**
 * One resource of a deployment, with the names and meaning of Pulumi's checkpoint format, version 3. In memory its
 * secrets are `{[SIGNATURE]: SECRET, value}`; on disk they are `{[SIGNATURE]: SECRET, ciphertext}`.
 *
 * @see https://github.com/pulumi/pulumi/blob/v3.260.0/sdk/go/common/apitype/core.go ResourceV3
 */
export interface ResourceState {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly id?: string;
  readonly inputs?: Properties;
  readonly outputs?: Properties;
  readonly parent?: string;
  readonly protect?: boolean;
  readonly taint?: boolean;
  readonly external?: boolean;
  readonly dependencies?: readonly string[];
  readonly initErrors?: readonly string[];
  /** `URN::ID` of the provider resource. */
  readonly provider?: string;
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  readonly delete?: boolean;
  readonly pendingReplacement?: boolean;
  readonly additionalSecretOutputs?: readonly string[];
  readonly aliases?: readonly string[];
  readonly customTimeouts?: CustomTimeouts;
  readonly importID?: string;
  readonly retainOnDelete?: boolean;
  readonly deletedWith?: string;
  readonly replaceWith?: readonly string[];
  readonly ignoreChanges?: readonly string[];
  readonly replaceOnChanges?: readonly string[];
  readonly hideDiff?: readonly string[];
  readonly replacementTrigger?: Value;
  /** ISO 8601; for display only. */
  readonly created?: string;
  readonly modified?: string;
  readonly sourcePosition?: string;
  readonly stackTrace?: readonly unknown[];
}

/** Kinds of pending operations. */
export type PendingType = "creating" | "updating" | "deleting" | "reading" | "importing";

/** An operation that was started and whose outcome is not known. */
export interface PendingOperation {
  readonly type: PendingType;
  readonly resource: ResourceState;
  /** Sent with the create, so that the engine can look up its outcome. Stored in the journal, not in an export. */
  readonly token?: string;
}

/** The resources of a stack, each after all that it refers to, and its pending operations. */
export interface Deployment {
  readonly resources: readonly ResourceState[];
  readonly pendingOperations: readonly PendingOperation[];
}
