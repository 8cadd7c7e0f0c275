import {
  DISTRIBUTION,
  findFirst,
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
const HTTPS_ALONE = ["redirect-to-https", "https-only"];

/** A distribution speaks modern TLS alone, signs what it asks of buckets, and keeps a log. */
export const cloudfrontBaseline = resourceRule<Settings>({
  name: "cloudfront-baseline",
  title: "Distributions are closed to plain HTTP, and logged",
  description:
    "A CloudFront distribution speaks TLS 1.2 or newer alone, signs its requests to buckets, has a root object for them, and keeps access logs.",
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
    "security-hub:CloudFront.13",
    "checkov:CKV_AWS_174",
    "checkov:CKV_AWS_34",
    "checkov:CKV_AWS_86",
    "checkov:CKV_AWS_68",
    "cdk-nag:AwsSolutions-CFR3",
    "cdk-nag:AwsSolutions-CFR4",
    "cdk-nag:AwsSolutions-CFR7",
    "trivy:AWS-0013",
  ],
  remediationSteps:
    'Set viewerCertificate.minimumProtocolVersion to "TLSv1.2_2021", every viewerProtocolPolicy to "redirect-to-https", originAccessControlId of each bucket\'s origin to an aws.cloudfront.OriginAccessControl, and defaultRootObject; add loggingConfig, or aws.cloudwatch.LogDeliverySource with the distribution\'s ARN.',
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
        "Whether a distribution may have no name of its own. Under cloudfront.net AWS alone decides on TLS, and there is nothing to set.",
    },
    allowOriginAccessIdentity: {
      type: "boolean",
      default: false,
      description: "Whether an origin access identity, which origin access control replaces, is enough.",
    },
  },
  types: DISTRIBUTION,
  checks: {
    "viewers' TLS": (distribution, { settings }) => {
      const certificate = "viewerCertificate.cloudfrontDefaultCertificate";
      if (distribution.boolean(certificate)) {
        return settings.allowDefaultCertificate
          ? undefined
          : `${certificate} is true, expected a certificate of its own; set viewerCertificate.acmCertificateArn and minimumProtocolVersion`;
      }
      const path = "viewerCertificate.minimumProtocolVersion";
      const oldest = distribution.string(path);
      if (/^TLSv1\.[23]_/.test(oldest ?? "")) return undefined;
      return `${path} is ${formatValue(oldest)}, expected TLS 1.2 or newer; set it to "TLSv1.2_2021"`;
    },
    "viewers' protocol": (distribution) =>
      behavioursOf(distribution).flatMap(
        (behaviour) => mustBeOneOf(behaviour, "viewerProtocolPolicy", HTTPS_ALONE) ?? [],
      ),
    "bucket origins": (distribution, { settings }) =>
      bucketOrigins(distribution).flatMap((origin) => {
        if (origin.isSet("originAccessControlId") && !isEmpty(origin, "originAccessControlId")) return [];
        const identity = "s3OriginConfig.originAccessIdentity";
        if (settings.allowOriginAccessIdentity && origin.isSet(identity) && !isEmpty(origin, identity)) {
          return [];
        }
        return `${origin.at}originAccessControlId is missing, expected an aws.cloudfront.OriginAccessControl, by which CloudFront signs its requests to the bucket`;
      }),
    "root object": (distribution) => {
      const target = distribution.string("defaultCacheBehavior.targetOriginId");
      if (!bucketTargets(distribution).includes(target)) return undefined;
      if ((distribution.string("defaultRootObject") ?? "") !== "") return undefined;
      return 'defaultRootObject is missing, expected an object of the bucket such as "index.html", without which the root path shows what the bucket holds or an error';
    },
    "access logs": (distribution, context) => {
      const logged = findFirst(
        () => distribution.isSet("loggingConfig.bucket") || undefined,
        () => distribution.isSet("defaultCacheBehavior.realtimeLogConfigArn") || undefined,
        () =>
          requireStack(context, "its log delivery").findReferrers(
            distribution,
            LOG_DELIVERY_SOURCE,
            "resourceArn",
          ).length > 0 || undefined,
      );
      return logged
        ? undefined
        : "it keeps no access log; add loggingConfig, or aws.cloudwatch.LogDeliverySource with its ARN as resourceArn";
    },
    "web ACL": (distribution, { settings }) =>
      settings.requireWaf
        ? mustBeSet(distribution, "webAclId", "the ARN of a web ACL of scope CLOUDFRONT")
        : undefined,
  },
  remediation: (inputs, distribution) => {
    let changed = false;
    for (const behaviour of behavioursOf(distribution)) {
      if (HTTPS_ALONE.includes(behaviour.string("viewerProtocolPolicy") ?? "")) continue;
      setInput(inputs, `${behaviour.at}viewerProtocolPolicy`, "redirect-to-https");
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

function behavioursOf(distribution: Resource): readonly Props[] {
  return [...distribution.list("defaultCacheBehavior"), ...distribution.list("orderedCacheBehaviors")];
}

/** CloudFront takes every origin for a bucket that says neither how to speak HTTP to it nor in which VPC it is; websites of buckets do. */
function bucketOrigins(distribution: Resource): readonly Props[] {
  return distribution
    .list("origins")
    .filter((origin) => !origin.object("customOriginConfig") && !origin.object("vpcOriginConfig"));
}

/** Ids of origins that are buckets, and of groups that have one. */
function bucketTargets(distribution: Resource): readonly (string | undefined)[] {
  const origins = bucketOrigins(distribution).map((origin) => origin.string("originId"));
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
