import type { Service } from "../resource-type";
import { schedule } from "./schedule";

/** EventBridge Scheduler. */
export const scheduler: Service = { name: "scheduler", types: [schedule] };
