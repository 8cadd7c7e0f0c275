import assert from "node:assert/strict";
import { lbTlsAndRedirect } from "../../../policies/baseline/rules/lb-tls-and-redirect";
import {
  type Fixtures,
  prove,
  ref,
  remediate,
  resource,
  setInput,
  unknown,
  unsetInput,
} from "../../helpers/policy";

const LISTENER = "aws:lb/listener:Listener";
const toHttps = { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } };
const forward = { type: "forward", targetGroupArn: "arn:aws:elasticloadbalancing:x:targetgroup/web" };

const balancer = resource("aws:lb/loadBalancer:LoadBalancer", "front", {
  dropInvalidHeaderFields: true,
  accessLogs: { bucket: "logs-of-example", enabled: true },
});
const plain = resource(LISTENER, "plain", {
  loadBalancerArn: ref("front", "arn"),
  port: 80,
  protocol: "HTTP",
  defaultActions: [toHttps],
});
const secure = resource(LISTENER, "secure", {
  loadBalancerArn: ref("front", "arn"),
  port: 443,
  protocol: "HTTPS",
  sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
  defaultActions: [forward],
});
const fixtures: Fixtures = [balancer, plain, secure];
const policy = (text: string, why: string) =>
  `sslPolicy is ${text}, expected "ELBSecurityPolicy-TLS13-1-2-2021-06" or equivalent; ${why}`;
const plainAction =
  'defaultActions.0.type is "forward", expected "redirect"; plain HTTP must redirect to HTTPS';

function createRule(actions: readonly unknown[]) {
  return resource("aws:lb/listenerRule:ListenerRule", "rule", {
    listenerArn: ref("plain", "arn"),
    actions,
    conditions: [{ pathPattern: { values: ["/health"] } }],
  });
}

prove(lbTlsAndRedirect, {
  compliant: fixtures,
  alsoCompliant: {
    "network and gateway load balancers": [
      resource("aws:lb/loadBalancer:LoadBalancer", "net", { loadBalancerType: "network" }),
      resource(LISTENER, "tcp", { loadBalancerArn: ref("net", "arn"), port: 80, protocol: "TCP" }),
      resource(LISTENER, "tls", {
        loadBalancerArn: ref("net", "arn"),
        port: 443,
        protocol: "TLS",
        sslPolicy: "ELBSecurityPolicy-TLS-1-2-2017-01",
      }),
      resource("aws:lb/loadBalancer:LoadBalancer", "gate", { loadBalancerType: "gateway" }),
      resource(LISTENER, "any", { loadBalancerArn: ref("gate", "arn"), defaultActions: [forward] }),
    ],
    "a rule with a fixed response, and one that redirects": [
      ...fixtures,
      createRule([
        { type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "403" } },
      ]),
      { ...createRule([toHttps]), name: "another" },
    ],
    "a rule of the HTTPS listener": [
      ...fixtures,
      resource("aws:lb/listenerRule:ListenerRule", "rule", {
        listenerArn: ref("secure", "arn"),
        actions: [forward],
      }),
    ],
  },
  mutants: [
    {
      title: "a listener that serves plain HTTP",
      change: (all) => setInput(all, "plain", "defaultActions", [forward]),
      messages: { plain: plainAction },
    },
    {
      title: "a listener without a protocol",
      change: (all) => setInput(unsetInput(all, "plain", "protocol"), "plain", "defaultActions", [forward]),
      messages: { plain: plainAction },
    },
    {
      title: "a listener of an alias type",
      change: () => [
        resource("aws:alb/listener:Listener", "plain", {
          loadBalancerArn: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/x/1",
          port: 80,
          protocol: "HTTP",
          defaultActions: [forward],
        }),
      ],
      messages: { plain: plainAction },
    },
    {
      title: "a redirect to plain HTTP",
      change: (all) => unsetInput(all, "plain", "defaultActions.0.redirect.protocol"),
      messages: { plain: 'defaultActions.0.redirect.protocol is missing, expected "HTTPS"' },
    },
    {
      title: "a rule that serves plain HTTP",
      change: (all) => [...all, createRule([forward])],
      messages: {
        plain: 'actions.0.type of rule is "forward", expected "redirect"; plain HTTP must redirect to HTTPS',
      },
    },
    {
      title: "a policy that allows TLS 1.0",
      change: (all) => setInput(all, "secure", "sslPolicy", "ELBSecurityPolicy-TLS13-1-0-2021-06"),
      messages: {
        secure: policy('"ELBSecurityPolicy-TLS13-1-0-2021-06"', "the policy is not allowed"),
      },
    },
    {
      title: "no policy",
      change: (all) => unsetInput(all, "secure", "sslPolicy"),
      messages: { secure: policy("missing", "the default allows TLS 1.0") },
    },
    {
      title: "a TLS listener with an old policy",
      change: () => [
        resource(LISTENER, "tls", { port: 443, protocol: "TLS", sslPolicy: "ELBSecurityPolicy-2016-08" }),
      ],
      messages: { tls: policy('"ELBSecurityPolicy-2016-08"', "the policy is not allowed") },
    },
    {
      title: "a policy that the settings do not allow",
      settings: { sslPolicies: ["ELBSecurityPolicy-TLS13-1-3-.*"] },
      change: (all) => all,
      messages: {
        secure: policy('"ELBSecurityPolicy-TLS13-1-2-2021-06"', "the policy is not allowed"),
      },
    },
    {
      title: "invalid headers that are not dropped",
      change: (all) => unsetInput(all, "front", "dropInvalidHeaderFields"),
      messages: { front: "dropInvalidHeaderFields is missing, expected true" },
    },
    {
      title: "disabled access logs",
      change: (all) => setInput(all, "front", "accessLogs.enabled", false),
      messages: {
        front: "accessLogs.enabled is false, expected true; set accessLogs.bucket as well",
      },
    },
    {
      title: "no access logs",
      change: (all) => unsetInput(all, "front", "accessLogs"),
      messages: {
        front: "accessLogs.enabled is missing, expected true; set accessLogs.bucket as well",
      },
    },
    {
      title: "an internal load balancer that serves plain HTTP where it is not allowed",
      change: (all) =>
        setInput(setInput(all, "front", "internal", true), "plain", "defaultActions", [forward]),
      messages: { plain: plainAction },
    },
    {
      title: "a public load balancer that serves plain HTTP where only internal ones may",
      settings: { allowInternalHttp: true },
      change: (all) => setInput(all, "plain", "defaultActions", [forward]),
      messages: { plain: plainAction },
    },
  ],
});

prove(lbTlsAndRedirect, {
  compliant: setInput(setInput(fixtures, "front", "internal", true), "plain", "defaultActions", [forward]),
  settings: { allowInternalHttp: true, requireAccessLogs: false },
  alsoCompliant: { "no access logs": unsetInput(fixtures, "front", "accessLogs") },
  mutants: [],
});

describe("the remediation of lb-tls-and-redirect", () => {
  it("drops invalid headers and changes nothing else", () => {
    const loose = setInput(fixtures, "front", "dropInvalidHeaderFields", false);
    assert.deepEqual(remediate(lbTlsAndRedirect, loose, "front"), balancer.inputs);
  });

  it("leaves compliant load balancers, network load balancers and listeners alone", () => {
    assert.equal(remediate(lbTlsAndRedirect, fixtures, "front"), undefined);
    assert.equal(remediate(lbTlsAndRedirect, fixtures, "plain"), undefined);
    const network = [resource("aws:lb/loadBalancer:LoadBalancer", "net", { loadBalancerType: "network" })];
    assert.equal(remediate(lbTlsAndRedirect, network, "net"), undefined);
  });

  it("leaves unknown values alone", () => {
    const hidden = setInput(fixtures, "front", "dropInvalidHeaderFields", unknown);
    assert.equal(remediate(lbTlsAndRedirect, hidden, "front", { when: "preview" }), undefined);
  });
});
