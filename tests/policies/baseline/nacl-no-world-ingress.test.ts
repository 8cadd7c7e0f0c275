import { naclNoWorldIngress } from "../../../policies/baseline/rules/nacl-no-world-ingress";
import { type Fixtures, prove, resource, setInput } from "../../helpers/policy";
import { mutantsOf } from "../../helpers/requirements";

const END =
  "expected networks of administrators for ports 22 and 3389; or only the ports that the subnet serves";

const fixtures: Fixtures = [
  resource("aws:ec2/networkAcl:NetworkAcl", "acl", {
    ingress: [
      { action: "allow", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlock: "0.0.0.0/0", ruleNo: 100 },
      {
        action: "allow",
        protocol: "tcp",
        fromPort: 1024,
        toPort: 65535,
        cidrBlock: "0.0.0.0/0",
        ruleNo: 110,
      },
    ],
  }),
  resource("aws:ec2/networkAclRule:NetworkAclRule", "ssh", {
    ruleAction: "allow",
    protocol: "6",
    fromPort: 22,
    toPort: 22,
    cidrBlock: "192.0.2.0/24",
  }),
];

prove(naclNoWorldIngress, {
  compliant: fixtures,
  alsoCompliant: {
    "egress to everywhere": [
      resource("aws:ec2/networkAclRule:NetworkAclRule", "out", {
        egress: true,
        ruleAction: "allow",
        protocol: "-1",
        cidrBlock: "0.0.0.0/0",
      }),
    ],
    "a denied port": setInput(
      setInput(fixtures, "ssh", "cidrBlock", "0.0.0.0/0"),
      "ssh",
      "ruleAction",
      "deny",
    ),
  },
  // The other properties of a rule decide.
  indifferent: [
    "acl: ingress.0.action",
    "acl: ingress.1.action",
    "ssh: fromPort",
    "ssh: protocol",
    "ssh: ruleAction",
    "ssh: toPort",
  ],
  mutants: mutantsOf([
    ["ssh", "cidrBlock", "0.0.0.0/0", `cidrBlock is "0.0.0.0/0", ${END}`],
    ["ssh", "ipv6CidrBlock", "::/0", `ipv6CidrBlock is "::/0", ${END}`],
    ["acl", "ingress.0.protocol", "-1", `ingress.0.cidrBlock is "0.0.0.0/0", ${END}`],
    ["acl", "ingress.1.fromPort", 0, `ingress.1.cidrBlock is "0.0.0.0/0", ${END}`],
    [
      "acl",
      "ingress.0",
      { action: "allow", protocol: "tcp", fromPort: 3000, toPort: 4000, cidrBlock: "0.0.0.0/0" },
      `ingress.0.cidrBlock is "0.0.0.0/0", ${END}`,
    ],
  ]),
});
