import { Undecided } from "../reading/props";

/** Information about a run that {@link readUnlessPending} needs. */
export interface PendingContext {
  readonly isPreview: boolean;
  readonly settings: unknown;
}

/**
 * Reads a document or script of a resource. Undefined when a preview does not know it because it contains an output of a
 * resource that does not exist yet, such as an ARN: an update evaluates the string before it creates the resource that has
 * it. With the setting `onUnknown` of `fail`, such a string is undecided.
 */
export function readUnlessPending<T>({ isPreview, settings }: PendingContext, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const isStrict = (settings as { readonly onUnknown?: unknown }).onUnknown === "fail";
    if (error instanceof Undecided && isPreview && error.sources.length > 0 && !isStrict) return undefined;
    throw error;
  }
}
