import { GLOBAL_SERVICES_REGION } from "../../../common/regions";
import {
  ANY_DISTRIBUTION,
  CERTIFICATE,
  CERTIFICATE_VALIDATION,
  evaluateWithin,
  parseArn,
  type Resource,
  type Stack,
  stackRule,
  Undecided,
} from "../../kit";

const PATH = "viewerCertificate.acmCertificateArn";

/** CloudFront takes certificates of one region alone, wherever the program's other resources are. */
export const cloudfrontCertUsEast1 = stackRule({
  name: "cloudfront-cert-us-east-1",
  title: "CloudFront's certificates are in us-east-1",
  description: "The certificate of a CloudFront distribution is one of ACM in us-east-1.",
  level: "mandatory",
  severity: "high",
  tags: ["multi-region"],
  remediationSteps:
    'Set region "us-east-1" on the aws.acm.Certificate and its aws.acm.CertificateValidation, or give both a provider of us-east-1, and use the validation\'s certificateArn.',
  url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html",
  types: ANY_DISTRIBUTION,
  checks: {
    "region of the certificate": (distribution, { stack }) => {
      const astray = placesOf(distribution, stack).find(({ region }) => region !== GLOBAL_SERVICES_REGION);
      return (
        astray &&
        `${PATH} is of ${astray.name} in ${astray.region}, expected a certificate in ${GLOBAL_SERVICES_REGION}, the only region that CloudFront takes them from`
      );
    },
  },
});

interface Place {
  readonly name: string;
  readonly region: string;
}

/** The certificates that a distribution has, and where they are. */
function placesOf(distribution: Resource, stack: Stack): readonly Place[] {
  const known = distribution.read(PATH);
  const arn = known.state === "known" ? parseArn(String(known.value)) : undefined;
  const linked = stack.findTargets(distribution, PATH, [...CERTIFICATE, ...CERTIFICATE_VALIDATION]);
  if (arn?.service === "acm") return [{ name: nameOf(linked, arn.resource), region: arn.region }];
  if (known.state === "undecided" && linked.length === 0) throw new Undecided(PATH);
  return linked.map((one) => evaluateWithin(one, () => placeOf(one, stack)));
}

function placeOf(certificate: Resource, stack: Stack): Place {
  if (isCertificate(certificate)) return { name: certificate.name, region: certificate.region() };
  const proved = stack.findTarget(certificate, "certificateArn", CERTIFICATE);
  if (proved) return { name: proved.name, region: proved.region() };
  const arn = parseArn(certificate.string("certificateArn") ?? "");
  return { name: certificate.name, region: arn?.region ?? certificate.region() };
}

function nameOf(linked: readonly Resource[], id: string): string {
  return linked.find(isCertificate)?.name ?? linked[0]?.name ?? id;
}

function isCertificate({ type }: Resource): boolean {
  return (CERTIFICATE as readonly string[]).includes(type);
}
