import { collectFindings, mustBe, mustBeBetween, mustBeOneOf, type Resource, resourceRule } from "../../kit";

const USER_POOL = "aws:cognito/userPool:UserPool";
const IDENTITY_POOL = "aws:cognito/identityPool:IdentityPool";

/** User pools require strong passwords, a second factor and threat protection; identity pools refuse unauthenticated users. */
export const cognitoBaseline = resourceRule<Settings>({
  name: "cognito-baseline",
  title: "Users authenticate securely",
  description:
    "A Cognito user pool requires strong passwords, offers a second factor and blocks attacks; an identity pool refuses unauthenticated users.",
  level: "mandatory",
  severity: "medium",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "Cognito.3",
    specification: "Password policies for Cognito user pools should have strong configurations",
  },
  tags: [
    "apps",
    "security-hub:Cognito.1",
    "security-hub:Cognito.2",
    "cdk-nag:AwsSolutions-COG1",
    "cdk-nag:AwsSolutions-COG2",
    "cdk-nag:AwsSolutions-COG7",
    "checkov:CKV_AWS_366",
  ],
  remediationSteps:
    'Set passwordPolicy.minimumLength to 8 or more and its four require flags to true, mfaConfiguration to "ON" or "OPTIONAL", userPoolAddOns.advancedSecurityMode to "ENFORCED" with userPoolTier "PLUS", and allowUnauthenticatedIdentities to false.',
  url: "https://docs.aws.amazon.com/cognito/latest/developerguide/managing-security.html",
  settings: {
    mfa: {
      type: "string",
      enum: ["ON", "OPTIONAL", "OFF"],
      default: "OPTIONAL",
      description: "Minimum MFA configuration of user pools: required, optional or off.",
    },
    minPasswordLength: {
      type: "integer",
      minimum: 6,
      maximum: 99,
      default: 8,
      description: "Minimum number of characters of a password.",
    },
    advancedSecurity: {
      type: "string",
      enum: ["ENFORCED", "AUDIT", "OFF"],
      default: "ENFORCED",
      description:
        "Minimum threat protection: block attacks, report them, or off. It needs the tier PLUS, which is billed per user.",
    },
  },
  types: [USER_POOL, IDENTITY_POOL],
  checks: {
    passwords: (pool, { settings }) => {
      if (pool.type !== USER_POOL) return [];
      if (pool.object("passwordPolicy") === undefined) {
        // The default policy requires 8 characters of all four kinds.
        if (settings.minPasswordLength <= 8) return [];
        return `passwordPolicy is missing, expected minimumLength ${settings.minPasswordLength} or more; the default is 8`;
      }
      return collectFindings(
        mustBeBetween(pool, "passwordPolicy.minimumLength", {
          min: settings.minPasswordLength,
          unit: "characters",
        }),
        ...CHARACTER_FLAGS.map((flag) => mustBe(pool, `passwordPolicy.${flag}`, true)),
      );
    },
    "second factor": (pool, { settings }) =>
      pool.type === USER_POOL ? expectAtLeast(pool, "mfaConfiguration", MFA, settings.mfa) : undefined,
    "threat protection": (pool, { settings }) =>
      pool.type === USER_POOL
        ? expectAtLeast(pool, "userPoolAddOns.advancedSecurityMode", SECURITY, settings.advancedSecurity)
        : undefined,
    "unauthenticated users": (pool) =>
      pool.type === IDENTITY_POOL
        ? mustBe(pool, "allowUnauthenticatedIdentities", false, {
            absent: false,
            advice: "otherwise anyone receives AWS credentials",
          })
        : undefined,
  },
});

interface Settings {
  readonly mfa: string;
  readonly minPasswordLength: number;
  readonly advancedSecurity: string;
}

const CHARACTER_FLAGS = ["requireLowercase", "requireUppercase", "requireNumbers", "requireSymbols"];

/** Values from the strictest to the default. */
const MFA = ["ON", "OPTIONAL", "OFF"];
const SECURITY = ["ENFORCED", "AUDIT", "OFF"];

function expectAtLeast(
  pool: Resource,
  path: string,
  levels: readonly string[],
  minimum: string,
): string | undefined {
  const allowed = levels.slice(0, levels.indexOf(minimum) + 1);
  if (allowed.length === levels.length) return undefined;
  return mustBeOneOf(pool, path, allowed);
}
