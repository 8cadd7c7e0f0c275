import type { CloudRecord } from "../cloud-store";
import { lastPart } from "../common/inputs";
import { listStatements, readPolicy, toStringList } from "../common/policy";
import { findRecord } from "../common/records";
import { isObject, type Properties } from "../property-values";
import type { Call } from "../resource-type";

/** Finds the role of a name or an ARN. */
export function findRole(call: Call, reference: string): CloudRecord | undefined {
  return findRecord(call, "aws:iam/role:Role", lastPart(reference));
}

/** Whether a role's trust policy lets a service assume it. */
export function trustsService({ outputs }: CloudRecord, service: string): boolean {
  const document = readPolicy(outputs.assumeRolePolicy);
  return listStatements(document ?? {}).some(({ Effect, Principal }: Properties) => {
    if (Effect !== "Allow") return false;
    const services = isObject(Principal) ? toStringList(Principal.Service) : toStringList(Principal);
    return services.includes(service) || services.includes("*");
  });
}
