import { certificateExpiry } from "../../../policies/baseline/rules/certificate-expiry";
import { prove, resource, setInput } from "../../helpers/policy";
import { mutantsOf } from "../../helpers/requirements";

/** A self-signed certificate of www.example.com that is valid until 2027-03-07. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBiTCCAS+gAwIBAgIUdAGy0HnkRm8n6bcM2NY/lSbb5VcwCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPd3d3LmV4YW1wbGUuY29tMB4XDTI2MTEyNzE3MzMxNVoXDTI3
MDMwNzE3MzMxNVowGjEYMBYGA1UEAwwPd3d3LmV4YW1wbGUuY29tMFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEYcZwxHGl3Ljpwok7ZLyexx7/ptbbASS0MnDvkKqu
MhpjXhZUZjejXzJ1tdgmI6+fypCoPdtDUjLDhbIHF6v1LaNTMFEwHQYDVR0OBBYE
FPN2HG4++sFXe2xKECNjnro0K7gtMB8GA1UdIwQYMBaAFPN2HG4++sFXe2xKECNj
nro0K7gtMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAOw18OGV
9n0D8tW4onBOXg+Jx7SONKbZ2bgsS4FVeiRsAiASv5ic/+QSU/HQdResv//rNSzx
EzP3XdsFsxaUqQXSlg==
-----END CERTIFICATE-----`;

prove(certificateExpiry, {
  compliant: [
    resource("aws:acm/certificate:Certificate", "imported", { certificateBody: CERTIFICATE }),
    resource("aws:acm/certificate:Certificate", "issued", {
      domainName: "www.example.com",
      keyAlgorithm: "RSA_2048",
    }),
  ],
  alsoCompliant: {
    "a body that is no certificate": [
      resource("aws:iam/serverCertificate:ServerCertificate", "other", { certificateBody: "none" }),
    ],
  },
  options: { now: new Date("2027-01-06T00:00:00Z") },
  mutants: [
    ...mutantsOf([
      [
        "issued",
        "keyAlgorithm",
        "RSA_1024",
        'keyAlgorithm is "RSA_1024", expected "RSA_2048" or a longer or elliptic key',
      ],
    ]),
    {
      title: "a certificate that expires soon",
      options: { now: new Date("2027-02-25T00:00:00Z") },
      change: (all) => all,
      messages: {
        imported:
          "its certificate expires on 2027-03-07, expected 30 or more days from now; import the renewed one",
      },
    },
    {
      title: "an expired certificate",
      options: { now: new Date("2027-03-17T00:00:00Z") },
      change: (all) => all,
      messages: {
        imported:
          "its certificate expired on 2027-03-07, expected 30 or more days from now; import the renewed one",
      },
    },
    {
      title: "a certificate of a server with a longer notice",
      settings: { minDays: 90 },
      change: () =>
        setInput(
          [resource("aws:iam/serverCertificate:ServerCertificate", "server", {})],
          "server",
          "certificateBody",
          CERTIFICATE,
        ),
      messages: {
        server:
          "its certificate expires on 2027-03-07, expected 90 or more days from now; import the renewed one",
      },
    },
  ],
});
