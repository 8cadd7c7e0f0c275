import type { Stack } from "./stack";

/** Returns a function that computes a result once per stack. */
export function memoizeByStack<T extends object>(compute: (stack: Stack) => T): (stack: Stack) => T {
  const results = new WeakMap<Stack, T>();
  return (stack) => {
    const result = results.get(stack) ?? compute(stack);
    results.set(stack, result);
    return result;
  };
}
