import { cognitoBaseline } from "../../../policies/baseline/rules/cognito-baseline";
import { type Fixtures, prove, resource, setInput, unsetInput } from "../../helpers/policy";

const compliant: Fixtures = [
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
    "the default password policy": unsetInput(compliant, "users", "passwordPolicy"),
    "an identity pool with the default": unsetInput(
      compliant,
      "identities",
      "allowUnauthenticatedIdentities",
    ),
    "a required second factor": setInput(compliant, "users", "mfaConfiguration", "ON"),
  },
  mutants: [
    {
      title: "short passwords",
      change: (fixtures) => setInput(fixtures, "users", "passwordPolicy.minimumLength", 7),
      messages: { users: "passwordPolicy.minimumLength is 7, expected 8 or more characters" },
    },
    {
      title: "passwords of only letters",
      change: (fixtures) =>
        unsetInput(
          setInput(fixtures, "users", "passwordPolicy.requireSymbols", false),
          "users",
          "passwordPolicy.requireNumbers",
        ),
      messages: {
        users: [
          "passwordPolicy.requireNumbers is missing, expected true",
          "passwordPolicy.requireSymbols is false, expected true",
        ],
      },
    },
    {
      title: "the default password policy where longer passwords are required",
      change: (fixtures) => unsetInput(fixtures, "users", "passwordPolicy"),
      settings: { minPasswordLength: 10 },
      messages: { users: "passwordPolicy is missing, expected minimumLength 10 or more; the default is 8" },
    },
    {
      title: "no second factor",
      change: (fixtures) => unsetInput(fixtures, "users", "mfaConfiguration"),
      messages: { users: 'mfaConfiguration is missing, expected "ON" or "OPTIONAL"' },
    },
    {
      title: "an optional second factor where it is required",
      change: (fixtures) => fixtures,
      settings: { mfa: "ON" },
      messages: { users: 'mfaConfiguration is "OPTIONAL", expected "ON"' },
    },
    {
      title: "attacks that are only reported",
      change: (fixtures) => setInput(fixtures, "users", "userPoolAddOns.advancedSecurityMode", "AUDIT"),
      messages: { users: 'userPoolAddOns.advancedSecurityMode is "AUDIT", expected "ENFORCED"' },
    },
    {
      title: "unauthenticated users",
      change: (fixtures) => setInput(fixtures, "identities", "allowUnauthenticatedIdentities", true),
      settings: { advancedSecurity: "OFF", mfa: "OFF" },
      messages: {
        identities:
          "allowUnauthenticatedIdentities is true, expected false; otherwise anyone receives AWS credentials",
      },
    },
  ],
});
