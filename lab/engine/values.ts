/**
 * Property values as they travel: plain JSON, where Pulumi's special values are signed objects and unknown sentinels.
 * The engine keeps them in this one form from the wire to the checkpoint, so that nothing is converted twice.
 *
 * @see https://github.com/pulumi/pulumi/blob/v3.260.0/sdk/go/common/resource/properties.go
 */
export type Value = null | boolean | number | string | readonly Value[] | Properties;
/** An object of property values. */
export interface Properties {
  readonly [key: string]: Value;
}

/** Key that marks a signed object. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
/** Signatures of the special values. */
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";
export const OUTPUT_VALUE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
export const RESOURCE_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";
export const ASSET = "c44067f5952c0a294b673a41bacd8c17";
export const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
export const BYTE_STRING = "803fd3297a5875dc03ca845dda5d2a98";
/** Stands for a value that a preview cannot know. The SDK sends this one whatever the type. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
