import type { Service } from "../resource-type";
import { schedule } from "./schedule";
import { scheduleGroup } from "./schedule-group";

/** EventBridge Scheduler. */
export const scheduler: Service = { name: "scheduler", types: [schedule, scheduleGroup] };
