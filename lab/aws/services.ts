import type { Service } from "./resource-type";

/** Every service with rules of its own; a new folder is listed here. */
export const SERVICES: readonly Service[] = [];
