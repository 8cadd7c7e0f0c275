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
} from "../../kit";

const PATH = "viewerCertificate.acmCertificateArn";

/** CloudFront accepts only certificates of us-east-1, wherever the other resources are. */
export const cloudfrontCertUsEast1 = stackRule({
  name: "cloudfront-cert-us-east-1",
  title: "CloudFront certificates are in us-east-1",
  description: "The certificate of a CloudFront distribution is an ACM certificate in us-east-1.",
  level: "mandatory",
  severity: "high",
  tags: ["multi-region"],
  remediationSteps:
    'Set region "us-east-1" on the aws.acm.Certificate and its aws.acm.CertificateValidation, or give both a provider of us-east-1, and use certificateArn of the validation.',
  url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html",
  types: ANY_DISTRIBUTION,
  checks: {
    "region of the certificate": (distribution, { stack }) => {
      const misplaced = listCertificates(distribution, stack).find(
        ({ region }) => region !== GLOBAL_SERVICES_REGION,
      );
      return (
        misplaced &&
        `${PATH} is of ${misplaced.name} in ${misplaced.region}, expected a certificate in ${GLOBAL_SERVICES_REGION}, the only region whose certificates CloudFront accepts`
      );
    },
  },
});

interface CertificateRegion {
  readonly name: string;
  readonly region: string;
}

/** Lists the certificates of a distribution with their regions. */
function listCertificates(distribution: Resource, stack: Stack): readonly CertificateRegion[] {
  const known = distribution.read(PATH);
  const arn = known.state === "known" ? parseArn(String(known.value)) : undefined;
  const linked = stack.findTargets(distribution, PATH, [...CERTIFICATE, ...CERTIFICATE_VALIDATION]);
  if (arn?.service === "acm") return [{ name: nameOf(linked, arn.resource), region: arn.region }];
  if (known.state === "undecided" && linked.length === 0) throw distribution.undecided(PATH);
  return linked.map((one) => evaluateWithin(one, () => readCertificate(one, stack)));
}

function readCertificate(certificate: Resource, stack: Stack): CertificateRegion {
  if (isCertificate(certificate)) return { name: certificate.name, region: certificate.region() };
  const validated = stack.findTarget(certificate, "certificateArn", CERTIFICATE);
  if (validated) return { name: validated.name, region: validated.region() };
  const arn = parseArn(certificate.string("certificateArn") ?? "");
  return { name: certificate.name, region: arn?.region ?? certificate.region() };
}

function nameOf(linked: readonly Resource[], id: string): string {
  return linked.find(isCertificate)?.name ?? linked[0]?.name ?? id;
}

function isCertificate({ type }: Resource): boolean {
  return (CERTIFICATE as readonly string[]).includes(type);
}
