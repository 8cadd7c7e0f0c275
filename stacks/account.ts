import type * as aws from "@pulumi/aws";
import type { Settings } from "./settings";

/** Arguments of a provider that bind it to the account of an environment. */
export type AccountArgs = Pick<aws.ProviderArgs, "allowedAccountIds" | "assumeRoles">;

/**
 * Returns the arguments that bind a provider to the account of the settings: it refuses credentials of any other account before
 * it creates, updates or deletes anything.
 */
export function bindToAccount({ accountId, assumeRole }: Settings): AccountArgs {
  return {
    allowedAccountIds: [accountId],
    ...(assumeRole && { assumeRoles: [assumeRole] }),
  };
}
