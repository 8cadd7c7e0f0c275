import type { Service } from "../resource-type";
import { budget } from "./budget";

/** Budgets. */
export const budgets: Service = { name: "budgets", types: [budget] };
