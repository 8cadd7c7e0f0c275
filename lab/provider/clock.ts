import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../aws/clock";
import type { CloudStore } from "../aws/cloud-store";

const KIND = "lab/clock";
const OFFSET = "offset";

/** The machine's time plus the time that the lab's clock was advanced. The offset is in the store, for all processes. */
export class SystemClock implements Clock {
  readonly #store: CloudStore;
  readonly #scale: number;

  /** @param scale lab seconds per real second of waiting; 0 when nothing takes time */
  constructor(store: CloudStore, scale: number) {
    this.#store = store;
    this.#scale = scale;
  }

  now(): number {
    return Date.now() + offset(this.#store);
  }

  async sleep(ms: number): Promise<void> {
    if (this.#scale > 0 && ms > 0) await wait(ms / this.#scale);
  }
}

/** Advances a store's clock, for every process that shares it. */
export function advanceClock(store: CloudStore, ms: number): void {
  store.transact(() => store.setNote(KIND, OFFSET, offset(store) + ms));
}

function offset(store: CloudStore): number {
  const value = store.note(KIND, OFFSET);
  return typeof value === "number" ? value : 0;
}

/**
 * Parses `ARCHIPELAGO_LAB_TIME`: unset or `none` when operations take no time, `real:60` when a minute of AWS's typical time
 * takes a second.
 *
 * @returns lab seconds per real second, 0 for none
 * @throws {Error} for any other value
 */
export function timeScale(setting: string | undefined): number {
  if (setting === undefined || setting === "" || setting === "none") return 0;
  const scale = Number(
    /^real(?::(\d+(?:\.\d+)?))?$/.exec(setting)?.[1] ?? (setting === "real" ? 1 : Number.NaN),
  );
  if (scale > 0) return scale;
  throw new Error(
    `lab: ARCHIPELAGO_LAB_TIME is ${JSON.stringify(setting)}, expected "none", "real" or "real:<lab seconds per second>"`,
  );
}
