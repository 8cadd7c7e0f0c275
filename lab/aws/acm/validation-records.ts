import { hexOf } from "../common/ids";
import type { Properties } from "../property-values";

/** The DNS record by which ACM believes that a domain is ours. */
interface ValidationRecord {
  readonly domainName: string;
  readonly resourceRecordName: string;
  readonly resourceRecordType: string;
  readonly resourceRecordValue: string;
}

/**
 * The record that validates a domain. It is the same for a domain and for the wildcard above it, and for every
 * certificate of the account.
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

/** Whether DNS answers the record that a domain asks for. */
export function isValidationRecord(record: Properties, wanted: ValidationRecord): boolean {
  const name = String(record.fqdn ?? "").toLowerCase();
  const values = Array.isArray(record.records) ? record.records : [];
  return (
    record.type === "CNAME" &&
    `${name}.` === wanted.resourceRecordName &&
    values.some((value) => `${String(value).replace(/\.$/, "")}.` === wanted.resourceRecordValue)
  );
}
