import type { Service } from "./resource-type";
import { s3 } from "./s3";

/** Every service with rules of its own; a new folder is listed here. */
export const SERVICES: readonly Service[] = [s3];
