import { createHash } from "node:crypto";
import type { ResourceCall } from "../resource-type";
import { findRecord } from "./records";

/**
 * Creates an id that no resource of the type has had, such as `vpc-0a1b…`. The same history creates the same id.
 *
 * @param digits number of hexadecimal digits after the prefix
 */
export function createHexId(call: ResourceCall, prefix: string, digits: number): string {
  for (let attempt = 0; ; attempt++) {
    const id = prefix + digest(call, attempt, "hex").slice(0, digits);
    if (findRecord(call, call.type, id) === undefined && !isUsed(call, id)) return remember(call, id);
  }
}

/** Creates an id of upper-case letters and digits, such as the `Z…` of a hosted zone. */
export function createCapitalsId(call: ResourceCall, prefix: string, digits: number): string {
  for (let attempt = 0; ; attempt++) {
    const id = prefix + toCapitals(digest(call, attempt, "hex"), digits);
    if (!isUsed(call, id)) return remember(call, id);
  }
}

/** Hexadecimal digits that depend on a string alone, for parts of outputs. */
export function hexOf(source: string, digits: number): string {
  return createHash("sha256").update(source).digest("hex").slice(0, digits);
}

/** A UUID that depends on a string alone. */
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
  let characters = "";
  while (characters.length < digits) {
    characters += "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[Number(rest % 36n)];
    rest /= 36n;
  }
  return characters;
}

// The id of a deleted resource is not used again: a reference to it must not find another resource.
function isUsed(call: ResourceCall, id: string): boolean {
  return call.store.note("id", id) !== undefined;
}

function remember(call: ResourceCall, id: string): string {
  call.store.setNote("id", id, true);
  return id;
}
