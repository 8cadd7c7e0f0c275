import type { Resource } from "./resource";

/** Settings of a provider that decide in which account it works. */
const IDENTITY = [
  "accessKey",
  "profile",
  "assumeRole",
  "assumeRoles",
  "assumeRoleWithWebIdentity",
  "allowedAccountIds",
];

/**
 * What tells the account of a resource apart from other accounts: providers that sign in alike work in the same account.
 * Settings that are not known count as one another.
 */
export function accountOf(resource: Resource): string {
  return JSON.stringify(
    IDENTITY.map((property) => {
      const reading = resource.provider?.props.read(property);
      return reading?.state === "known" ? reading.value : undefined;
    }),
  );
}
