import type { PendingType, ResourceState, StateSession } from "../state";

/** A resource in the state of the stack. Its key in the journal stays the same while its state changes. */
export interface StackResource {
  readonly key: number;
  readonly state: ResourceState;
}

/** A change of the stack's state: a resource as it is now, or one that is gone. */
export type StateChange = { readonly put: StackResource } | { readonly drop: StackResource };

/** Stores every change of the stack's state before the deployment goes on. */
export interface StackJournal {
  /** Records that an operation of a provider is about to begin, and returns its number. */
  begin(type: PendingType, resource: ResourceState, token?: string): Promise<number>;
  /** Records changes in one write, and which operation ended with them, if they come from one. */
  write(changes: readonly StateChange[], endedOperation?: number): Promise<void>;
}

/** Writes to the journal of an open stack. `mask` hides secrets in the errors of resources that are not ready. */
export function sessionJournal(session: StateSession, mask: (text: string) => string): StackJournal {
  let nextOperation = session.base.pendingOperations.length;
  return {
    async begin(type, resource, token) {
      const operation = nextOperation;
      nextOperation += 1;
      await session.append([
        { kind: "pending", operation, type, resource, ...(token === undefined ? {} : { token }) },
      ]);
      return operation;
    },
    async write(changes, endedOperation) {
      await session.append([
        ...changes.map((change) =>
          "put" in change
            ? ({ kind: "put", key: change.put.key, resource: maskErrors(change.put.state, mask) } as const)
            : ({ kind: "drop", key: change.drop.key } as const),
        ),
        ...(endedOperation === undefined ? [] : [{ kind: "settled", operation: endedOperation } as const]),
      ]);
    },
  };
}

/** Writes nothing: the journal of a preview. */
export const PREVIEW_JOURNAL: StackJournal = {
  begin: async () => 0,
  write: async () => undefined,
};

function maskErrors(state: ResourceState, mask: (text: string) => string): ResourceState {
  return state.initErrors ? { ...state, initErrors: state.initErrors.map(mask) } : state;
}
