import { hexOf } from "../common/ids";
import type { Properties } from "../property-values";

/** DNS record that proves the control of a domain. */
interface ValidationRecord {
  readonly domainName: string;
  readonly resourceRecordName: string;
  readonly resourceRecordType: string;
  readonly resourceRecordValue: string;
}

/**
 * Returns the record that validates a domain. A domain and its wildcard share one, as do all certificates of an account.
 *
 * @see https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
export function validationRecord(account: string, domainName: string): ValidationRecord {
  const domain = domainName.toLowerCase().replace(/^\*\./, "");
  const seed = `${account}/${domain}`;
  return {
    domainName,
    resourceRecordName: `_${hexOf(`name/${seed}`, 32)}.${domain}.`,
    resourceRecordType: "CNAME",
    resourceRecordValue: `_${hexOf(`value/${seed}`, 32)}.${hexOf(`zone/${seed}`, 10)}.acm-validations.aws.`,
  };
}

/** Whether a Route 53 record is the expected validation record. */
export function isValidationRecord(record: Properties, expected: ValidationRecord): boolean {
  const name = String(record.fqdn ?? "").toLowerCase();
  const values = Array.isArray(record.records) ? record.records : [];
  return (
    record.type === "CNAME" &&
    `${name}.` === expected.resourceRecordName &&
    values.some((value) => `${String(value).replace(/\.$/, "")}.` === expected.resourceRecordValue)
  );
}
