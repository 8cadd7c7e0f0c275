/** A property value: plain JSON, in which Pulumi's special values are signed objects. */
export type Value = null | boolean | number | string | readonly Value[] | Properties;
/** An object of property values. */
export interface Properties {
  readonly [key: string]: Value;
}
