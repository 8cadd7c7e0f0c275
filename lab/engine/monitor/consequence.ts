/** The SDK's message about a resource whose input comes from one that failed. */
const CONSEQUENCE = /resource \S+ \[[^\]]+\] failed to register/;

/** Whether an error only reports that another resource failed, which the engine reports itself. */
export function isConsequence(text: string): boolean {
  return CONSEQUENCE.test(text);
}
