import { X509Certificate } from "node:crypto";
import { describeMismatch, type Resource, resourceRule } from "../../kit";

/** Types with the text of a certificate, which no service renews. */
const BODIES: Readonly<Record<string, string>> = {
  "aws:acm/certificate:Certificate": "certificateBody",
  "aws:iam/serverCertificate:ServerCertificate": "certificateBody",
  "aws:transfer/certificate:Certificate": "certificate",
};

const DAY_MS = 86_400_000;

/** Nothing renews an imported certificate, and every client refuses it after its last day. */
export const certificateExpiry = resourceRule<{ readonly minDays: number }>({
  name: "certificate-expiry",
  title: "Certificates do not expire soon",
  description:
    "Imported certificates are valid for some more weeks, and certificates have keys of 2,048 bits or more.",
  level: "advisory",
  severity: "high",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "ACM.1",
    specification: "Imported and ACM-issued certificates should be renewed after a specified time period",
  },
  tags: ["network", "security-hub:ACM.2", "config:ACM_CERTIFICATE_EXPIRATION_CHECK"],
  remediationSteps:
    "Import the renewed certificate, or let ACM issue and renew one with validationMethod DNS.",
  url: "https://docs.aws.amazon.com/acm/latest/userguide/import-certificate.html",
  settings: {
    minDays: {
      type: "integer",
      minimum: 1,
      maximum: 365,
      default: 30,
      description: "Days for which a certificate must still be valid.",
    },
  },
  types: Object.keys(BODIES),
  checks: {
    expiry: (resource, { settings: { minDays }, now }) => {
      const certificate = certificateOf(resource);
      if (!certificate) return undefined;
      const end = new Date(certificate.validTo);
      const days = Math.floor((end.getTime() - now.getTime()) / DAY_MS);
      if (days >= minDays) return undefined;
      const date = end.toISOString().slice(0, 10);
      return `its certificate ${days < 0 ? "expired" : "expires"} on ${date}, expected ${minDays} or more days from now; import the renewed one`;
    },
    "key length": (resource) =>
      resource.string("keyAlgorithm") === "RSA_1024"
        ? describeMismatch(resource, "keyAlgorithm", '"RSA_2048" or a longer or elliptic key')
        : undefined,
  },
});

function certificateOf(resource: Resource): X509Certificate | undefined {
  const text = resource.string(BODIES[resource.type] ?? "");
  if (text === undefined) return undefined;
  try {
    return new X509Certificate(text);
  } catch {
    // AWS refuses a body that is no certificate.
    return undefined;
  }
}
