import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { isRecordName, normalizeDomain } from "../../common/domains";
import { GLOBAL_SERVICES_REGION } from "../../common/regions";
import { checkWhenKnown } from "../shared/deferred-checks";
import type { Faults } from "../shared/errors";
import type { Tags } from "../shared/tags";
import type { CdnDomain } from "./args";

/** Form of a certificate's ARN, for messages. */
export const CERTIFICATE_FORM = `the ARN of an ACM certificate in ${GLOBAL_SERVICES_REGION}, the only region whose certificates CloudFront accepts`;

const CERTIFICATE_ARN = new RegExp(
  `^arn:[a-z-]+:acm:${GLOBAL_SERVICES_REGION}:\\d{12}:certificate/[A-Za-z0-9-]+$`,
);

/** Domain names and certificate, validated. */
export interface ResolvedDomain extends CdnDomain {
  /** Names in normal form. */
  readonly aliases: readonly string[];
  /** Names to validate for the certificate, each once; a wildcard shares the validation of the name below its asterisk. */
  readonly validationNames: readonly string[];
}

/** Whether CloudFront can use the certificate. */
export function isCertificateArn(arn: string): boolean {
  return CERTIFICATE_ARN.test(arn);
}

/** Returns the name that ACM validates for `alias`: `example.com` for both example.com and *.example.com. */
export function validationName(alias: string): string {
  return alias.replace(/^\*\./, "");
}

/** Checks the domain names and the source of their certificate. */
export function resolveDomain(faults: Faults, domain: CdnDomain): ResolvedDomain {
  const { certificateArn, zoneId } = domain;
  const aliases = domain.aliases.map(normalizeDomain);
  faults.expect(
    aliases.length >= 1 && aliases.length <= 100,
    "number of domain.aliases",
    aliases.length,
    "1 to 100",
  );
  for (const alias of aliases) {
    const valid = isRecordName(alias, true) && alias.includes(".");
    faults.expect(valid, "domain.aliases", alias, "a domain name such as www.example.com or *.example.com");
  }
  faults.expect(new Set(aliases).size === aliases.length, "domain.aliases", domain.aliases, "each name once");
  faults.expect(
    certificateArn !== undefined || zoneId !== undefined,
    "domain",
    { aliases: domain.aliases },
    "a certificateArn, or a zoneId in which a new certificate is validated",
  );
  if (typeof certificateArn === "string") {
    const valid = isCertificateArn(certificateArn);
    faults.expect(valid, "domain.certificateArn", certificateArn, CERTIFICATE_FORM);
  }
  return { ...domain, aliases, validationNames: [...new Set(aliases.map(validationName))] };
}

/** Returns the ARN of the aliases' certificate: the caller's, or that of a new one, which resolves after its validation. */
export function findOrCreateCertificate(
  name: string,
  { certificateArn, zoneId, aliases, validationNames }: ResolvedDomain,
  tags: Tags | undefined,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  if (certificateArn !== undefined || zoneId === undefined) {
    const argument = "domain.certificateArn";
    return checkWhenKnown(name, argument, certificateArn ?? "", isCertificateArn, CERTIFICATE_FORM);
  }
  const region = GLOBAL_SERVICES_REGION;
  const [domainName = "", ...subjectAlternativeNames] = aliases;
  const certificate = new aws.acm.Certificate(
    `${name}-certificate`,
    {
      region,
      domainName,
      ...(subjectAlternativeNames.length > 0 ? { subjectAlternativeNames } : {}),
      validationMethod: "DNS",
      ...(tags ? { tags } : {}),
    },
    { parent },
  );
  const records = validationNames.map((validatedName) =>
    createValidationRecord(name, validatedName, certificate, zoneId, parent),
  );
  const validation = new aws.acm.CertificateValidation(
    `${name}-certificate`,
    { region, certificateArn: certificate.arn, validationRecordFqdns: records.map(({ fqdn }) => fqdn) },
    { parent },
  );
  return validation.certificateArn;
}

function createValidationRecord(
  name: string,
  validatedName: string,
  certificate: aws.acm.Certificate,
  zoneId: pulumi.Input<string>,
  parent: pulumi.Resource,
): aws.route53.Record {
  const option = certificate.domainValidationOptions.apply((options) => {
    const match = options.find(({ domainName }) => validationName(domainName) === validatedName);
    if (!match) throw new Error(`ACM returned no validation record for ${validatedName}`);
    return match;
  });
  return new aws.route53.Record(
    `${name}-proof-${validatedName}`,
    {
      zoneId,
      name: option.resourceRecordName,
      type: option.resourceRecordType,
      records: [option.resourceRecordValue],
      ttl: 60,
      // all certificates of an account share the validation record of a domain
      allowOverwrite: true,
    },
    { parent },
  );
}

/** Points every alias at the distribution, over IPv4 and IPv6. */
export function createAliasRecords(
  name: string,
  aliases: readonly string[],
  zoneId: pulumi.Input<string>,
  distribution: aws.cloudfront.Distribution,
  parent: pulumi.Resource,
): void {
  const target = {
    name: distribution.domainName,
    zoneId: distribution.hostedZoneId,
    evaluateTargetHealth: false,
  };
  for (const alias of aliases) {
    for (const type of ["A", "AAAA"] as const) {
      new aws.route53.Record(
        `${name}-${type.toLowerCase()}-${alias}`,
        { zoneId, name: alias, type, aliases: [target] },
        { parent },
      );
    }
  }
}
