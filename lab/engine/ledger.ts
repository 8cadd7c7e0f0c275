import type { PendingType, ResourceState, StateSession } from "./state";

/** A resource of the stack as it stands, under a key that stays while its state changes. */
export interface Held {
  readonly key: number;
  state: ResourceState;
}

/** What an operation did to the stack. */
export type Effect = { readonly put: Held } | { readonly drop: Held };

/** Where the stack's changes are written down, each before the next thing is done. */
export interface Ledger {
  /** A key that nothing has. */
  nextKey(): number;
  /** Notes that an operation is about to begin, and answers its number. */
  begin(type: PendingType, resource: ResourceState, token?: string): Promise<number>;
  /** Notes how it ended. Without a number: a change that needed no provider. */
  settle(operation: number | undefined, effects: readonly Effect[]): Promise<void>;
}

/** A ledger in the stack's journal. What a provider says of a resource that is not ready is written masked. */
export function journalLedger(session: StateSession, mask: (text: string) => string): Ledger {
  let key = session.base.resources.length;
  let operation = session.base.pendingOperations.length;
  return {
    nextKey() {
      key += 1;
      return key - 1;
    },
    async begin(type, resource, token) {
      operation += 1;
      const number = operation - 1;
      await session.append([
        { kind: "pending", operation: number, type, resource, ...(token === undefined ? {} : { token }) },
      ]);
      return number;
    },
    async settle(number, effects) {
      await session.append([
        ...effects.map((effect) =>
          "put" in effect
            ? ({ kind: "put", key: effect.put.key, resource: masked(effect.put.state, mask) } as const)
            : ({ kind: "drop", key: effect.drop.key } as const),
        ),
        ...(number === undefined ? [] : [{ kind: "settled", operation: number } as const]),
      ]);
    },
  };
}

function masked(state: ResourceState, mask: (text: string) => string): ResourceState {
  return state.initErrors ? { ...state, initErrors: state.initErrors.map(mask) } : state;
}

/** A ledger that nothing is written to, for previews. */
export function dryLedger(firstKey: number): Ledger {
  let key = firstKey;
  return {
    nextKey() {
      key += 1;
      return key - 1;
    },
    begin: async () => 0,
    settle: async () => undefined,
  };
}
