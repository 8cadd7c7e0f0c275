import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { GLOBAL_SERVICES_REGION } from "../../common/regions";
import { checkedLater } from "../shared/deferred-checks";
import type { CdnArgs } from ".";
import { type CdnPlan, CERTIFICATE_FORM, isCertificate, type PlannedDomain, provedName } from "./plan";

type Here = { parent: pulumi.Resource };
type Tags = { tags?: Exclude<CdnArgs["tags"], undefined> };

/** Headers that each answer carries; they win over the origin's. */
export function securityHeaders(plan: CdnPlan, { securityHeaders: wanted = {} }: CdnArgs) {
  const override = true;
  return {
    contentSecurityPolicy: { contentSecurityPolicy: plan.contentSecurityPolicy, override },
    contentTypeOptions: { override },
    frameOptions: { frameOption: wanted.frames ?? "DENY", override },
    referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override },
    strictTransportSecurity: {
      accessControlMaxAgeSec: plan.httpsSeconds,
      includeSubdomains: true,
      preload: false,
      override,
    },
  };
}

/** Inputs of a caching policy that keeps by path alone: static objects do not differ by cookie, header or query. */
export function cachePolicy(
  times: { readonly min: number; readonly default: number; readonly max: number },
  compress: boolean,
): aws.cloudfront.CachePolicyArgs {
  return {
    minTtl: times.min,
    defaultTtl: times.default,
    maxTtl: times.max,
    parametersInCacheKeyAndForwardedToOrigin: {
      cookiesConfig: { cookieBehavior: "none" },
      headersConfig: { headerBehavior: "none" },
      queryStringsConfig: { queryStringBehavior: "none" },
      enableAcceptEncodingGzip: compress,
      enableAcceptEncodingBrotli: compress,
    },
  };
}

/** ARN of the certificate for the aliases: the caller's, or one that is made and proved here; known once it is issued. */
export function certificateOf(
  name: string,
  domain: PlannedDomain,
  args: CdnArgs,
  here: Here,
): pulumi.Output<string> {
  const { certificateArn, zoneId } = args.domain ?? {};
  if (certificateArn !== undefined || zoneId === undefined) {
    return checkedLater(name, "domain.certificateArn", certificateArn ?? "", isCertificate, CERTIFICATE_FORM);
  }
  const region = GLOBAL_SERVICES_REGION;
  const [domainName = "", ...subjectAlternativeNames] = domain.aliases;
  const certificate = new aws.acm.Certificate(
    `${name}-certificate`,
    {
      region,
      domainName,
      ...(subjectAlternativeNames.length > 0 ? { subjectAlternativeNames } : {}),
      validationMethod: "DNS",
      ...(args.tags ? { tags: args.tags } : {}),
    },
    here,
  );
  const proofs = domain.proved.map((proved) => {
    const proof = certificate.domainValidationOptions.apply((options) => {
      const found = options.find((option) => provedName(option.domainName) === proved);
      if (!found) throw new Error(`ACM asks no proof for ${proved}`);
      return found;
    });
    return new aws.route53.Record(
      `${name}-proof-${proved}`,
      {
        zoneId,
        name: proof.resourceRecordName,
        type: proof.resourceRecordType,
        records: [proof.resourceRecordValue],
        ttl: 60,
        // ACM asks every certificate of an account for the same record of a domain
        allowOverwrite: true,
      },
      here,
    );
  });
  const validation = new aws.acm.CertificateValidation(
    `${name}-certificate`,
    { region, certificateArn: certificate.arn, validationRecordFqdns: proofs.map((proof) => proof.fqdn) },
    here,
  );
  return validation.certificateArn;
}

/** Points every alias at the distribution, over IPv4 and IPv6. */
export function aliasRecords(
  name: string,
  { aliases }: PlannedDomain,
  zoneId: pulumi.Input<string>,
  distribution: aws.cloudfront.Distribution,
  here: Here,
): void {
  for (const alias of aliases) {
    for (const type of ["A", "AAAA"] as const) {
      new aws.route53.Record(
        `${name}-${type.toLowerCase()}-${alias}`,
        {
          zoneId,
          name: alias,
          type,
          aliases: [
            { name: distribution.domainName, zoneId: distribution.hostedZoneId, evaluateTargetHealth: false },
          ],
        },
        here,
      );
    }
  }
}

/**
 * Sends access logs to a bucket, log group or delivery stream.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
 */
export function deliverLogs(
  name: string,
  destinationArn: pulumi.Input<string>,
  distribution: aws.cloudfront.Distribution,
  tags: Tags,
  here: Here,
): void {
  const region = GLOBAL_SERVICES_REGION;
  const child = `${name}-logs`;
  const source = new aws.cloudwatch.LogDeliverySource(
    child,
    { region, logType: "ACCESS_LOGS", resourceArn: distribution.arn, ...tags },
    here,
  );
  const destination = new aws.cloudwatch.LogDeliveryDestination(
    child,
    {
      region,
      outputFormat: "json",
      deliveryDestinationConfiguration: { destinationResourceArn: destinationArn },
      ...tags,
    },
    here,
  );
  new aws.cloudwatch.LogDelivery(
    child,
    {
      region,
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.arn,
      s3DeliveryConfigurations: pulumi
        .output(destinationArn)
        .apply((arn) => (isBucket(arn) ? [BY_HOUR] : undefined)),
      ...tags,
    },
    here,
  );
}

const BY_HOUR = { suffixPath: "{DistributionId}/{yyyy}/{MM}/{dd}/{HH}", enableHiveCompatiblePath: false };

function isBucket(arn: string): boolean {
  return arn.split(":")[2] === "s3";
}
