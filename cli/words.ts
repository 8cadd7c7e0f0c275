import type { Op } from "../lab/engine";
import type { Operation } from "./operate";

const DONE: Readonly<Partial<Record<Op, string>>> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  refresh: "looked at",
  same: "unchanged",
};

const WORDS: Readonly<Record<Operation, Readonly<Partial<Record<Op, string>>>>> = {
  up: DONE,
  destroy: DONE,
  preview: { ...DONE, create: "to create", update: "to update", replace: "to replace", delete: "to delete" },
  refresh: { ...DONE, same: "as before", update: "changed", delete: "gone" },
};

const UNDER_WAY: Readonly<Partial<Record<Op, string>>> = {
  create: "creating",
  update: "updating",
  replace: "replacing",
  "create-replacement": "replacing",
  delete: "deleting",
  "delete-replaced": "deleting the old",
  refresh: "looking at",
  read: "reading",
};

/** What a step came to, in the words of its operation: a refresh finds what is gone, it deletes nothing. */
export function outcomeWord(operation: Operation, op: Op): string {
  return WORDS[operation][op] ?? op;
}

/** What is being done in a step. */
export function actionWord(op: Op): string {
  return UNDER_WAY[op] ?? op;
}
