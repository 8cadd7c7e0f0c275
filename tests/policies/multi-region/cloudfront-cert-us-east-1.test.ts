import { cloudfrontCertUsEast1 } from "../../../policies/multi-region/rules/cloudfront-cert-us-east-1";
import { derivedFrom, prove, ref, resource, setInput, withOptions } from "../../helpers/policy";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const CERTIFICATE = "aws:acm/certificate:Certificate";
const VALIDATION = "aws:acm/certificateValidation:CertificateValidation";

const US = { region: "us-east-1" };
const ARN = "arn:aws:acm:us-east-1:123456789012:certificate/0a1b";

const misplaced = (name: string, region = "eu-west-1") =>
  `viewerCertificate.acmCertificateArn is of ${name} in ${region}, expected a certificate in us-east-1, the only region whose certificates CloudFront accepts`;

prove(cloudfrontCertUsEast1, {
  compliant: [
    resource(CERTIFICATE, "certificate", { region: "us-east-1" }),
    resource(VALIDATION, "issued", { certificateArn: ref("certificate", "arn") }, US),
    resource(DISTRIBUTION, "cdn", {
      viewerCertificate: { acmCertificateArn: ref("issued", "certificateArn"), sslSupportMethod: "sni-only" },
    }),
    resource(DISTRIBUTION, "other", { viewerCertificate: { acmCertificateArn: ARN } }),
  ].map((one) => (one.name === "certificate" ? { ...one, outputs: { arn: ARN } } : one)),
  alsoCompliant: {
    "a certificate without its validation": [
      resource(CERTIFICATE, "certificate", {}, US),
      resource(DISTRIBUTION, "cdn", { viewerCertificate: { acmCertificateArn: ref("certificate", "arn") } }),
    ],
    "the proof of another stack's certificate": [
      resource(VALIDATION, "issued", { certificateArn: ARN }, US),
      resource(DISTRIBUTION, "cdn", {
        viewerCertificate: { acmCertificateArn: ref("issued", "certificateArn") },
      }),
    ],
    "CloudFront's own certificate, and one of IAM": [
      resource(DISTRIBUTION, "cdn", { viewerCertificate: { cloudfrontDefaultCertificate: true } }),
      resource(DISTRIBUTION, "old", { viewerCertificate: { iamCertificateId: "ASCA0EXAMPLE" } }),
      resource(CERTIFICATE, "regional", {}),
    ],
  },
  mutants: [
    {
      title: "a certificate of another region",
      change: (fixtures) =>
        setInput(
          setInput(fixtures, "certificate", "region", "eu-west-1").map((one) =>
            one.name === "certificate"
              ? { ...one, outputs: { arn: ARN.replace("us-east-1", "eu-west-1") } }
              : one,
          ),
          "other",
          "viewerCertificate",
          { acmCertificateArn: ref("certificate", "arn") },
        ),
      messages: { cdn: misplaced("certificate"), other: misplaced("certificate") },
      when: "preview",
    },
    {
      title: "the proof of a certificate of another region and stack",
      change: (fixtures) =>
        setInput(fixtures, "issued", "certificateArn", "arn:aws:acm:eu-west-1:123456789012:certificate/0a1b"),
      messages: { cdn: misplaced("issued") },
    },
    {
      title: "an ARN of another region",
      change: (fixtures) =>
        setInput(
          fixtures,
          "other",
          "viewerCertificate.acmCertificateArn",
          "arn:aws:acm:us-west-2:123456789012:certificate/0a1b",
        ),
      messages: { other: misplaced("certificate/0a1b", "us-west-2") },
    },
    {
      title: "a distribution of many tenants, and a certificate by its provider's region",
      change: (fixtures) => [
        ...withOptions(fixtures, "issued", { region: "us-east-1" }),
        resource(CERTIFICATE, "astray", {}),
        resource("aws:cloudfront/multitenantDistribution:MultitenantDistribution", "many", {
          viewerCertificate: { acmCertificateArn: ref("astray", "arn") },
        }),
      ],
      messages: { many: misplaced("astray") },
    },
    {
      title: "an ARN that another resource provides",
      change: (fixtures) => [
        ...setInput(fixtures, "other", "viewerCertificate.acmCertificateArn", derivedFrom(ARN, "parameter")),
        resource("aws:ssm/parameter:Parameter", "parameter", {}),
      ],
      messages: {
        other:
          "region of the certificate cannot be decided because viewerCertificate.acmCertificateArn is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
      when: "preview",
    },
  ],
});
