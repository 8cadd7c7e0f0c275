import { createHash } from "node:crypto";
import type { ResourceCall } from "../resource-type";
import { findRecord } from "./records";

/**
 * An id that no resource of the type has yet, such as `vpc-0a1b…`: the same for the same history, so that drills repeat.
 *
 * @param digits how many hexadecimal digits follow the prefix
 */
export function createHexId(call: ResourceCall, prefix: string, digits: number): string {
  for (let attempt = 0; ; attempt++) {
    const id = prefix + digest(call, attempt, "hex").slice(0, digits);
    if (findRecord(call, call.type, id) === undefined && !isUsed(call, id)) return remember(call, id);
  }
}

/** An id of upper-case letters and digits, such as the `Z…` of a hosted zone. */
export function createCapitalsId(call: ResourceCall, prefix: string, digits: number): string {
  for (let attempt = 0; ; attempt++) {
    const id = prefix + toCapitals(digest(call, attempt, "hex"), digits);
    if (!isUsed(call, id)) return remember(call, id);
  }
}

/** Hexadecimal digits that follow from a text alone: for the parts of an output that nothing refers to. */
export function hexOf(source: string, digits: number): string {
  return createHash("sha256").update(source).digest("hex").slice(0, digits);
}

/** A uuid that follows from a text alone. */
export function uuidOf(source: string): string {
  const hex = hexOf(source, 32);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join("-");
}

function digest(call: ResourceCall, attempt: number, encoding: "hex"): string {
  const source = [call.account, call.region, call.type, call.urn, call.clock.now(), attempt].join("\n");
  return createHash("sha256").update(source).digest(encoding);
}

function toCapitals(hex: string, digits: number): string {
  let rest = BigInt(`0x${hex}`);
  let found = "";
  while (found.length < digits) {
    found += "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[Number(rest % 36n)];
    rest /= 36n;
  }
  return found;
}

// An id that was deleted is not given again: what still names it must not find a stranger.
function isUsed(call: ResourceCall, id: string): boolean {
  return call.store.note("id", id) !== undefined;
}

function remember(call: ResourceCall, id: string): string {
  call.store.setNote("id", id, true);
  return id;
}
