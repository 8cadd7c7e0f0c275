import type { Call } from "../resource-type";
import { type CloudRecord, GLOBAL } from "../world";

/** A resource of the caller's account, in the caller's region or, when the service has none, in the global place. */
export function recordAt(call: Call, type: string, id: string): CloudRecord | undefined {
  const { account, region, world } = call;
  return world.get({ account, region, type, id }) ?? world.get({ account, region: GLOBAL, type, id });
}

/** The resources of one type in the caller's account and region. */
export function recordsHere(call: Call, type: string): readonly CloudRecord[] {
  return call.world.list({ account: call.account, region: call.region, type });
}

/** The resources of one type of a global service in the caller's account. */
export function recordsGlobal(call: Call, type: string): readonly CloudRecord[] {
  return call.world.list({ account: call.account, region: GLOBAL, type });
}
