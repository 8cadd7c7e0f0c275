import { type CloudRecord, GLOBAL } from "../cloud-store";
import type { Call } from "../resource-type";

/** Finds a resource of the caller's account, in the caller's region or among global services. */
export function findRecord(call: Call, type: string, id: string): CloudRecord | undefined {
  const { account, region, store } = call;
  return store.get({ account, region, type, id }) ?? store.get({ account, region: GLOBAL, type, id });
}

/** Lists the resources of one type in the caller's account and region. */
export function listRegionalRecords(call: Call, type: string): readonly CloudRecord[] {
  return call.store.list({ account: call.account, region: call.region, type });
}

/** Lists the resources of one type of a global service in the caller's account. */
export function listGlobalRecords(call: Call, type: string): readonly CloudRecord[] {
  return call.store.list({ account: call.account, region: GLOBAL, type });
}
