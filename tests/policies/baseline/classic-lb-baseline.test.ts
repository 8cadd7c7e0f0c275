import assert from "node:assert/strict";
import { classicLbBaseline } from "../../../policies/baseline/rules/classic-lb-baseline";
import {
  type Fixtures,
  prove,
  ref,
  remediate,
  resource,
  setInput,
  unsetInput,
  withoutResources,
} from "../../helpers/policy";

const BALANCER = "aws:elb/loadBalancer:LoadBalancer";
const compliant: Fixtures = [
  resource(BALANCER, "front", {
    listeners: [
      {
        lbPort: 443,
        lbProtocol: "https",
        instancePort: 80,
        instanceProtocol: "http",
        sslCertificateId: "c1",
      },
      { lbPort: 5432, lbProtocol: "tcp", instancePort: 5432, instanceProtocol: "tcp" },
    ],
    internal: true,
    accessLogs: { bucket: "logs" },
    connectionDraining: true,
    crossZoneLoadBalancing: true,
  }),
  resource("aws:elb/loadBalancerPolicy:LoadBalancerPolicy", "tls", {
    loadBalancerName: ref("front", "name"),
    policyName: "tls",
    policyTypeName: "SSLNegotiationPolicyType",
    policyAttributes: [{ name: "Reference-Security-Policy", value: "ELBSecurityPolicy-TLS-1-2-2017-01" }],
  }),
];
const negotiation = (versions: Readonly<Record<string, string>>): Fixtures => [
  ...withoutResources(compliant, "tls"),
  resource("aws:elb/sslNegotiationPolicy:SslNegotiationPolicy", "own", {
    loadBalancer: ref("front"),
    lbPort: 443,
    attributes: Object.entries(versions).map(([name, value]) => ({ name, value })),
  }),
];
const noPolicy = (why: string) =>
  `listeners.0 has no policy for TLS 1.2 or newer (${why}); add aws.elb.LoadBalancerPolicy with Reference-Security-Policy "ELBSecurityPolicy-TLS-1-2-2017-01" and aws.elb.ListenerPolicy`;
const plain = (path: string, protocol: string) =>
  `${path}.lbProtocol is "${protocol}", expected "https"; a classic load balancer cannot redirect, so replace it by aws.lb.LoadBalancer or delete the listener`;

prove(classicLbBaseline, {
  compliant,
  alsoCompliant: {
    "a policy with protocols of its own": negotiation({
      "Protocol-TLSv1.2": "true",
      "Protocol-TLSv1": "false",
    }),
    "a balancer without TLS": [
      resource("aws:elasticloadbalancing/loadBalancer:LoadBalancer", "front", {
        listeners: [{ lbPort: 443, lbProtocol: "TCP", instancePort: 443, instanceProtocol: "TCP" }],
        accessLogs: { bucket: ref("logs"), enabled: true },
        connectionDraining: true,
      }),
      resource("aws:s3/bucket:Bucket", "logs", {}),
    ],
  },
  mutants: [
    {
      title: "a listener for HTTP",
      change: (all) => setInput(all, "front", "listeners.1", { lbPort: 80, lbProtocol: "HTTP" }),
      messages: { front: plain("listeners.1", "HTTP") },
    },
    {
      title: "a TCP listener for port 80",
      change: (all) => setInput(all, "front", "listeners.1.lbPort", 80),
      messages: { front: plain("listeners.1", "tcp") },
    },
    {
      title: "HTTP of an internet-facing balancer where internal ones may have it",
      change: (all) => unsetInput(setInput(all, "front", "listeners.1.lbPort", 80), "front", "internal"),
      settings: { allowInternalHttp: true },
      messages: { front: plain("listeners.1", "tcp") },
    },
    {
      title: "the default policy",
      change: (all) => withoutResources(all, "tls"),
      messages: { front: noPolicy("the default policy accepts TLS 1.0") },
    },
    {
      title: "an old policy",
      change: (all) => setInput(all, "tls", "policyAttributes.0.value", "ELBSecurityPolicy-2016-08"),
      messages: { front: noPolicy('tls has "ELBSecurityPolicy-2016-08"') },
    },
    {
      title: "a policy with an old protocol",
      change: () => negotiation({ "Protocol-TLSv1.2": "true", "Protocol-TLSv1.1": "true" }),
      messages: { front: noPolicy("own accepts TLSv1.1") },
    },
    {
      title: "a policy without protocols",
      change: () => negotiation({ "Server-Defined-Cipher-Order": "true" }),
      messages: { front: noPolicy("own accepts no TLS version explicitly") },
    },
    {
      title: "no access logs",
      change: (all) => unsetInput(all, "front", "accessLogs"),
      messages: { front: "accessLogs.enabled is missing, expected true; set accessLogs.bucket as well" },
    },
    {
      title: "disabled access logs",
      change: (all) => setInput(all, "front", "accessLogs.enabled", false),
      messages: { front: "accessLogs.enabled is false, expected true; set accessLogs.bucket as well" },
    },
    {
      title: "no connection draining",
      change: (all) => unsetInput(all, "front", "connectionDraining"),
      messages: {
        front:
          "connectionDraining is missing, expected true; otherwise requests fail when an instance leaves",
      },
    },
    {
      title: "no balancing across zones",
      change: (all) => setInput(all, "front", "crossZoneLoadBalancing", false),
      messages: { front: "crossZoneLoadBalancing is false, expected true" },
    },
  ],
});

describe("the remediation of classic-lb-baseline", () => {
  it("drains connections", () => {
    const before = unsetInput(compliant, "front", "connectionDraining");

    assert.equal(remediate(classicLbBaseline, before, "front")?.["connectionDraining"], true);
    assert.equal(remediate(classicLbBaseline, compliant, "front"), undefined);
  });
});
