/** A mistake in what the user typed: shown as it is, without a stack, and ends with exit code 2. */
export class UsageError extends Error {}

/** Codes with which the command ends. */
export const EXIT = { ok: 0, failed: 1, usage: 2, killed: 8 } as const;
