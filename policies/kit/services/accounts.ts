import type { Resource } from "../reading/resource";

/** Settings of a provider that decide in which account it works. */
const SIGN_IN_SETTINGS = [
  "accessKey",
  "profile",
  "assumeRole",
  "assumeRoles",
  "assumeRoleWithWebIdentity",
  "allowedAccountIds",
];

/**
 * What tells the accounts of resources apart: equal for two whose providers sign in alike. A provider of which that is
 * not known is an account by itself.
 */
export function accountKeyOf({ provider }: Resource): string {
  const readings = SIGN_IN_SETTINGS.map((property) => provider?.props.read(property));
  if (provider && readings.some((reading) => reading?.state === "undecided")) return provider.urn;
  return JSON.stringify(readings.map((reading) => (reading?.state === "known" ? reading.value : null)));
}
