import type { Op } from "../lab/engine";

/** Operations on an environment. */
export type Operation = "up" | "preview" | "destroy" | "refresh";

const DONE: Readonly<Partial<Record<Op, string>>> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  refresh: "refreshed",
  same: "unchanged",
};

const OUTCOMES: Readonly<Record<Operation, Readonly<Partial<Record<Op, string>>>>> = {
  up: DONE,
  destroy: DONE,
  preview: { ...DONE, create: "to create", update: "to update", replace: "to replace", delete: "to delete" },
  refresh: { ...DONE, update: "changed", delete: "gone" },
};

const ACTIONS: Readonly<Partial<Record<Op, string>>> = {
  create: "creating",
  update: "updating",
  replace: "replacing",
  "create-replacement": "replacing",
  delete: "deleting",
  "delete-replaced": "deleting the replaced",
  refresh: "refreshing",
  read: "reading",
};

/** The result of a step, worded for its operation: a refresh finds that a resource is gone, it deletes nothing. */
export function outcomeLabel(operation: Operation, op: Op): string {
  return OUTCOMES[operation][op] ?? op;
}

/** The action of a running step. */
export function actionLabel(op: Op): string {
  return ACTIONS[op] ?? op;
}
