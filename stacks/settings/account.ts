import { z } from "zod";
import { expectation, formatFault } from "../issue-messages";

const ACCOUNT_FORM = /^\d{12}$/;

/** Role of the commercial partition; its account is the first group. */
const ROLE_FORM = /^arn:aws:iam::(\d{12}):role\/[\w+=,.@/-]{1,576}$/;

/** Id of an AWS account. A number is refused: YAML drops leading zeros, and an id with one is another id. */
export const AccountId = z
  .string({
    error: ({ input }) =>
      formatFault(
        input,
        typeof input === "number"
          ? 'a string of 12 digits; write it in quotes, such as "123456789012"'
          : '12 digits in quotes, such as "123456789012"',
      ),
  })
  .regex(ACCOUNT_FORM, expectation('12 digits in quotes, such as "123456789012"'));

/**
 * Role that the providers assume.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const assumeRole = z.strictObject({
  roleArn: z
    .string()
    .regex(ROLE_FORM, expectation("the ARN of a role, such as arn:aws:iam::123456789012:role/deploy"))
    .describe("ARN of a role in the account accountId."),
  externalId: z
    .string()
    .regex(/^[\w+=,.@:/-]{2,1224}$/, expectation("2 to 1224 letters, digits and _+=,.@:/-"))
    .optional()
    .describe("External id that the role's trust policy demands. Default: none."),
  sessionName: z
    .string()
    .regex(/^[\w+=,.@-]{2,64}$/, expectation("2 to 64 letters, digits and _+=,.@-"))
    .optional()
    .describe("Name of the sessions, which CloudTrail records. Default: generated."),
});

/** Returns the account of a role's ARN; undefined for another string. */
export function accountOfRole(arn: string): string | undefined {
  return ROLE_FORM.exec(arn)?.[1];
}
