import { collectFindings, mustBe, mustBeBetween, mustBeOneOf, type Resource, resourceRule } from "../../kit";

const USER_POOL = "aws:cognito/userPool:UserPool";
const IDENTITY_POOL = "aws:cognito/identityPool:IdentityPool";

/** Users have strong passwords and a second factor, attacks on them are met, and nobody comes in without being somebody. */
export const cognitoBaseline = resourceRule<Settings>({
  name: "cognito-baseline",
  title: "Users are well proved",
  description:
    "A Cognito user pool asks for strong passwords and offers a second factor, meets attacks, and an identity pool lets nobody in who is nobody.",
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
      description: "The least that user pools ask: a second factor of everybody, of who wants one, or none.",
    },
    minPasswordLength: {
      type: "integer",
      minimum: 6,
      maximum: 99,
      default: 8,
      description: "Fewest characters of a password.",
    },
    advancedSecurity: {
      type: "string",
      enum: ["ENFORCED", "AUDIT", "OFF"],
      default: "ENFORCED",
      description:
        "The least that threat protection does: meet attacks, tell of them, or nothing. It needs the tier PLUS, which is charged by user.",
    },
  },
  types: [USER_POOL, IDENTITY_POOL],
  checks: {
    passwords: (pool, { settings }) => {
      if (pool.type !== USER_POOL) return [];
      if (pool.object("passwordPolicy") === undefined) {
        // Cognito's own policy: 8 characters, and all four kinds of them.
        if (settings.minPasswordLength <= 8) return [];
        return `passwordPolicy is missing, expected minimumLength ${settings.minPasswordLength} or more; Cognito's own is 8`;
      }
      return collectFindings(
        mustBeBetween(pool, "passwordPolicy.minimumLength", {
          min: settings.minPasswordLength,
          unit: "characters",
        }),
        ...KINDS.map((kind) => mustBe(pool, `passwordPolicy.${kind}`, true)),
      );
    },
    "second factor": (pool, { settings }) =>
      pool.type === USER_POOL ? atLeast(pool, "mfaConfiguration", MFA, settings.mfa) : undefined,
    "threat protection": (pool, { settings }) =>
      pool.type === USER_POOL
        ? atLeast(pool, "userPoolAddOns.advancedSecurityMode", SECURITY, settings.advancedSecurity)
        : undefined,
    "unknown people": (pool) =>
      pool.type === IDENTITY_POOL
        ? mustBe(pool, "allowUnauthenticatedIdentities", false, {
            absent: false,
            advice: "else anybody is given credentials of AWS",
          })
        : undefined,
  },
});

interface Settings {
  readonly mfa: string;
  readonly minPasswordLength: number;
  readonly advancedSecurity: string;
}

const KINDS = ["requireLowercase", "requireUppercase", "requireNumbers", "requireSymbols"];

/** Values from the strictest on; the last is what Cognito takes when nothing is said. */
const MFA = ["ON", "OPTIONAL", "OFF"];
const SECURITY = ["ENFORCED", "AUDIT", "OFF"];

function atLeast(pool: Resource, path: string, ranks: readonly string[], least: string): string | undefined {
  const allowed = ranks.slice(0, ranks.indexOf(least) + 1);
  if (allowed.length === ranks.length) return undefined;
  return mustBeOneOf(pool, path, allowed);
}
