import { cognitoBaseline } from "../../../policies/baseline/rules/cognito-baseline";
import { prove, resource, set, unset, type World } from "../../helpers/policy";

const compliant: World = [
  resource("aws:cognito/userPool:UserPool", "users", {
    passwordPolicy: {
      minimumLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireNumbers: true,
      requireSymbols: true,
    },
    mfaConfiguration: "OPTIONAL",
    userPoolAddOns: { advancedSecurityMode: "ENFORCED" },
  }),
  resource("aws:cognito/identityPool:IdentityPool", "identities", {
    identityPoolName: "example",
    allowUnauthenticatedIdentities: false,
  }),
];

prove(cognitoBaseline, {
  compliant,
  alsoCompliant: {
    "Cognito's own policy of passwords": unset(compliant, "users", "passwordPolicy"),
    "an identity pool that says nothing": unset(compliant, "identities", "allowUnauthenticatedIdentities"),
    "a second factor of everybody": set(compliant, "users", "mfaConfiguration", "ON"),
  },
  mutants: [
    {
      given: "short passwords",
      change: (world) => set(world, "users", "passwordPolicy.minimumLength", 7),
      told: { users: "passwordPolicy.minimumLength is 7, expected 8 or more characters" },
    },
    {
      given: "passwords of letters alone",
      change: (world) =>
        unset(
          set(world, "users", "passwordPolicy.requireSymbols", false),
          "users",
          "passwordPolicy.requireNumbers",
        ),
      told: {
        users: [
          "passwordPolicy.requireNumbers is missing, expected true",
          "passwordPolicy.requireSymbols is false, expected true",
        ],
      },
    },
    {
      given: "Cognito's own policy where longer passwords are asked for",
      change: (world) => unset(world, "users", "passwordPolicy"),
      settings: { minPasswordLength: 10 },
      told: { users: "passwordPolicy is missing, expected minimumLength 10 or more; Cognito's own is 8" },
    },
    {
      given: "no second factor",
      change: (world) => unset(world, "users", "mfaConfiguration"),
      told: { users: 'mfaConfiguration is missing, expected "ON" or "OPTIONAL"' },
    },
    {
      given: "a second factor of who wants one, where everybody needs one",
      change: (world) => world,
      settings: { mfa: "ON" },
      told: { users: 'mfaConfiguration is "OPTIONAL", expected "ON"' },
    },
    {
      given: "attacks that are only told of",
      change: (world) => set(world, "users", "userPoolAddOns.advancedSecurityMode", "AUDIT"),
      told: { users: 'userPoolAddOns.advancedSecurityMode is "AUDIT", expected "ENFORCED"' },
    },
    {
      given: "people who are nobody",
      change: (world) => set(world, "identities", "allowUnauthenticatedIdentities", true),
      settings: { advancedSecurity: "OFF", mfa: "OFF" },
      told: {
        identities:
          "allowUnauthenticatedIdentities is true, expected false; else anybody is given credentials of AWS",
      },
    },
  ],
});
