import type { Resource } from "../reading/resource";

/** Settings of a provider that determine its account. */
const SIGN_IN_SETTINGS = [
  "accessKey",
  "profile",
  "assumeRole",
  "assumeRoles",
  "assumeRoleWithWebIdentity",
  "allowedAccountIds",
];

/**
 * A key for the account of a resource, equal for resources whose providers sign in the same way. A provider with an unknown
 * setting counts as an account of its own.
 */
export function accountKeyOf({ provider }: Resource): string {
  const readings = SIGN_IN_SETTINGS.map((property) => provider?.props.read(property));
  if (provider && readings.some((reading) => reading?.state === "undecided")) return provider.urn;
  return JSON.stringify(readings.map((reading) => (reading?.state === "known" ? reading.value : null)));
}
