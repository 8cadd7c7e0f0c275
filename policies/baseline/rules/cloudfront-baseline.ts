import {
  DISTRIBUTION,
  findFirst,
  findFlaws,
  formatValue,
  mustBeOneOf,
  mustBeSet,
  type Props,
  type Resource,
  requireStack,
  resourceRule,
  setInput,
} from "../../kit";

const LOG_DELIVERY_SOURCE = ["aws:cloudwatch/logDeliverySource:LogDeliverySource"];
const HTTPS_ONLY = ["redirect-to-https", "https-only"];

/** A distribution accepts only modern TLS, signs its requests to buckets, and has access logs. */
export const cloudfrontBaseline = resourceRule<Settings>({
  name: "cloudfront-baseline",
  title: "Distributions require HTTPS and have access logs",
  description:
    "A CloudFront distribution requires TLS 1.2 or newer of viewers and custom origins, signs its requests to buckets, has a root object for them, and has access logs.",
  level: "mandatory",
  severity: "medium",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "CloudFront.3",
    specification: "CloudFront distributions should require encryption in transit",
  },
  tags: [
    "edge",
    "security-hub:CloudFront.1",
    "security-hub:CloudFront.5",
    "security-hub:CloudFront.6",
    "security-hub:CloudFront.9",
    "security-hub:CloudFront.10",
    "security-hub:CloudFront.13",
    "checkov:CKV_AWS_174",
    "checkov:CKV_AWS_34",
    "checkov:CKV_AWS_86",
    "checkov:CKV_AWS_68",
    "cdk-nag:AwsSolutions-CFR3",
    "cdk-nag:AwsSolutions-CFR4",
    "cdk-nag:AwsSolutions-CFR5",
    "cdk-nag:AwsSolutions-CFR7",
    "trivy:AWS-0013",
  ],
  remediationSteps:
    'Set viewerCertificate.minimumProtocolVersion to "TLSv1.2_2021", every viewerProtocolPolicy to "redirect-to-https", originAccessControlId of each bucket origin to an aws.cloudfront.OriginAccessControl, customOriginConfig of each other origin to originProtocolPolicy "https-only" and originSslProtocols ["TLSv1.2"], and defaultRootObject; add loggingConfig, or aws.cloudwatch.LogDeliverySource with the distribution\'s ARN.',
  url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html",
  settings: {
    requireWaf: {
      type: "boolean",
      default: false,
      description: "Whether every distribution needs a web ACL.",
    },
    allowDefaultCertificate: {
      type: "boolean",
      default: true,
      description:
        "Whether a distribution may use the default certificate of cloudfront.net, whose TLS version cannot be set.",
    },
    allowOriginAccessIdentity: {
      type: "boolean",
      default: false,
      description: "Whether an origin access identity, the predecessor of origin access control, is enough.",
    },
  },
  types: DISTRIBUTION,
  checks: {
    "viewer TLS": (distribution, { settings }) => {
      const certificate = "viewerCertificate.cloudfrontDefaultCertificate";
      if (distribution.boolean(certificate)) {
        return settings.allowDefaultCertificate
          ? undefined
          : `${certificate} is true, expected a custom certificate; set viewerCertificate.acmCertificateArn and minimumProtocolVersion`;
      }
      const path = "viewerCertificate.minimumProtocolVersion";
      const minimum = distribution.string(path);
      if (/^TLSv1\.[23]_/.test(minimum ?? "")) return undefined;
      return `${path} is ${formatValue(minimum)}, expected TLS 1.2 or newer; set it to "TLSv1.2_2021"`;
    },
    "viewer protocol": (distribution) =>
      behaviorsOf(distribution).flatMap(
        (behavior) => mustBeOneOf(behavior, "viewerProtocolPolicy", HTTPS_ONLY) ?? [],
      ),
    "bucket origins": (distribution, { settings }) =>
      bucketOriginsOf(distribution).flatMap((origin) => {
        if (origin.isSet("originAccessControlId") && !isEmpty(origin, "originAccessControlId")) return [];
        const identity = "s3OriginConfig.originAccessIdentity";
        if (settings.allowOriginAccessIdentity && origin.isSet(identity) && !isEmpty(origin, identity)) {
          return [];
        }
        return `${origin.at}originAccessControlId is missing, expected an aws.cloudfront.OriginAccessControl, so that CloudFront signs its requests to the bucket`;
      }),
    "custom origins": (distribution) =>
      findFlaws(distribution.list("origins"), (origin) => findCustomOriginFault(origin, distribution)),
    "root object": (distribution) => {
      const target = distribution.string("defaultCacheBehavior.targetOriginId");
      if (!bucketTargetsOf(distribution).includes(target)) return undefined;
      if ((distribution.string("defaultRootObject") ?? "") !== "") return undefined;
      return 'defaultRootObject is missing, expected an object of the bucket such as "index.html"; without one the root path lists the bucket or returns an error';
    },
    "access logs": (distribution, context) => {
      const hasLogs = findFirst(
        () => distribution.isSet("loggingConfig.bucket") || undefined,
        () => distribution.isSet("defaultCacheBehavior.realtimeLogConfigArn") || undefined,
        () =>
          requireStack(context, "its log delivery").findReferrers(
            distribution,
            LOG_DELIVERY_SOURCE,
            "resourceArn",
          ).length > 0 || undefined,
      );
      return hasLogs
        ? undefined
        : "it has no access logs; add loggingConfig, or aws.cloudwatch.LogDeliverySource with its ARN as resourceArn";
    },
    "web ACL": (distribution, { settings }) =>
      settings.requireWaf
        ? mustBeSet(distribution, "webAclId", "the ARN of a web ACL of scope CLOUDFRONT")
        : undefined,
  },
  remediation: (inputs, distribution) => {
    let changed = false;
    for (const behavior of behaviorsOf(distribution)) {
      if (HTTPS_ONLY.includes(behavior.string("viewerProtocolPolicy") ?? "")) continue;
      setInput(inputs, `${behavior.at}viewerProtocolPolicy`, "redirect-to-https");
      changed = true;
    }
    return changed;
  },
});

interface Settings {
  readonly requireWaf: boolean;
  readonly allowDefaultCertificate: boolean;
  readonly allowOriginAccessIdentity: boolean;
}

function behaviorsOf(distribution: Resource): readonly Props[] {
  return [...distribution.list("defaultCacheBehavior"), ...distribution.list("orderedCacheBehaviors")];
}

/** CloudFront treats every origin without a custom or VPC configuration as a bucket; bucket websites have a custom one. */
function bucketOriginsOf(distribution: Resource): readonly Props[] {
  return distribution
    .list("origins")
    .filter((origin) => !origin.object("customOriginConfig") && !origin.object("vpcOriginConfig"));
}

/**
 * Describes why CloudFront may reach a custom origin without TLS 1.2.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html
 */
function findCustomOriginFault(origin: Props, distribution: Resource): string | undefined {
  const custom = origin.object("customOriginConfig");
  if (!custom) return undefined;
  const policy = custom.string("originProtocolPolicy");
  if (policy === "http-only") {
    return `${custom.at}originProtocolPolicy is "http-only", expected "https-only"; an S3 website has no HTTPS, so replace it by its bucket with an aws.cloudfront.OriginAccessControl`;
  }
  if (policy === "match-viewer" && servesPlainHttp(origin, distribution)) {
    return `${custom.at}originProtocolPolicy is "match-viewer", expected "https-only", since a behavior accepts HTTP`;
  }
  const old = custom.strings("originSslProtocols").filter((protocol) => !/^TLSv1\.[23]$/.test(protocol));
  if (old.length === 0) return undefined;
  const names = old.map(formatValue).join(" and ");
  return `${custom.at}originSslProtocols has ${names}, expected ["TLSv1.2"]`;
}

/** Whether a behavior sends the plain HTTP requests of viewers to an origin. */
function servesPlainHttp(origin: Props, distribution: Resource): boolean {
  const id = origin.string("originId");
  const groups = distribution
    .list("originGroups")
    .filter((group) => group.list("members").some((member) => member.string("originId") === id))
    .map((group) => group.string("originId"));
  return behaviorsOf(distribution).some(
    (behavior) =>
      behavior.string("viewerProtocolPolicy") === "allow-all" &&
      [id, ...groups].includes(behavior.string("targetOriginId")),
  );
}

/** Ids of bucket origins, and of origin groups that contain one. */
function bucketTargetsOf(distribution: Resource): readonly (string | undefined)[] {
  const origins = bucketOriginsOf(distribution).map((origin) => origin.string("originId"));
  const groups = distribution.list("originGroups").flatMap((group) => {
    const members = group.list("members").map((member) => member.string("originId"));
    return members.some((member) => origins.includes(member)) ? [group.string("originId")] : [];
  });
  return [...origins, ...groups];
}

function isEmpty(props: Props, path: string): boolean {
  const reading = props.read(path);
  return reading.state === "known" && reading.value === "";
}
