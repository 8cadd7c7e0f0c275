import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../shared/arn";
import type { Faults } from "../shared/errors";
import type { LogGroupSpec } from "./args";

/** Form of an identifier of personal data, some with a country: EmailAddress, PassportNumber-FR. */
const IDENTIFIER = /^[A-Z][A-Za-z0-9]*(?:-[A-Z]{2})?$/;

/** Checks the identifiers of a group. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/protect-sensitive-log-data-types.html */
export function checkMask(faults: Faults, path: string, { mask, class: groupClass }: LogGroupSpec): void {
  if (mask === undefined) return;
  const valid = mask.length >= 1 && mask.length <= 100 && mask.every((one) => IDENTIFIER.test(one));
  faults.expect(
    valid,
    `${path}.mask`,
    mask,
    "1 to 100 identifiers such as EmailAddress or PassportNumber-FR",
  );
  const isStandard = groupClass === undefined || groupClass === "STANDARD";
  faults.expect(isStandard, `${path}.mask`, mask, "none with class INFREQUENT_ACCESS");
}

/** Creates the policy that masks personal data in the events of a group. */
export function createMask(
  name: string,
  mask: readonly string[],
  logGroupName: pulumi.Output<string>,
  parent: pulumi.Resource,
): void {
  const { partition } = aws.getPartitionOutput({}, { parent });
  const identifiers = mask.map((identifier) =>
    arn({ partition, service: "dataprotection", account: "aws", resource: `data-identifier/${identifier}` }),
  );
  const policyDocument = pulumi.jsonStringify({
    Name: name,
    Version: "2021-06-01",
    Statement: [
      { Sid: "audit", DataIdentifier: identifiers, Operation: { Audit: { FindingsDestination: {} } } },
      { Sid: "redact", DataIdentifier: identifiers, Operation: { Deidentify: { MaskConfig: {} } } },
    ],
  });
  new aws.cloudwatch.LogDataProtectionPolicy(name, { logGroupName, policyDocument }, { parent });
}
