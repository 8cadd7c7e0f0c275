/**
 * Marks of Pulumi's protocol for values that JSON does not have. The SDK exports most of them from
 * `@pulumi/pulumi/runtime/rpc`, a module that loads the whole runtime; a test compares them.
 *
 * @see https://github.com/pulumi/pulumi/blob/v3.260.0/sdk/go/common/resource/properties.go
 */
export const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";

/** Signature of a secret. */
export const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/** Signature of an output value: a value with its dependencies. */
export const OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** Signature of a reference to a resource. */
export const RESOURCE_SIGNATURE = "5cf8f73096256a8f31e491e813e4eb8e";

/** Signature of an asset. */
export const ASSET_SIGNATURE = "c44067f5952c0a294b673a41bacd8c17";

/** Signature of an archive. */
export const ARCHIVE_SIGNATURE = "0def7320c3a5731c473e5ecbe6d01bc7";

/** Signature of a byte string. */
export const BYTE_STRING_SIGNATURE = "803fd3297a5875dc03ca845dda5d2a98";

/** Unknown value of a preview. The SDK sends this one for every type. */
export const UNKNOWN_VALUE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
