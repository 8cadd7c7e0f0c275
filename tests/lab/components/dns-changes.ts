import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type DnsRecord, DnsRouting } from "../../../components/dns-routing";

/** DnsRouting with the children that it had before its failover records were named by their role. */
class FormerRouting extends pulumi.ComponentResource {
  constructor(name: string, opts: pulumi.ComponentResourceOptions) {
    super("archipelago:components:DnsRouting", name, {}, opts);
    const { zoneId } = new aws.route53.Zone(
      name,
      { name: "sea.example.com", forceDestroy: false },
      { parent: this },
    );
    const common = (policy: string) => ({
      parent: this,
      deleteBeforeReplace: true,
      replacementTrigger: policy,
    });
    const record = (label: string) => ({ zoneId, type: "A", setIdentifier: label, ttl: 60 });
    const east = new aws.route53.Record(
      `${name}-app-east`,
      {
        ...record("east"),
        name: "app.sea.example.com",
        records: ["192.0.2.1"],
        failoverRoutingPolicies: [{ type: "SECONDARY" }],
      },
      common("failover"),
    );
    new aws.route53.Record(
      `${name}-app-west`,
      {
        ...record("west"),
        name: east.name,
        records: ["192.0.2.2"],
        failoverRoutingPolicies: [{ type: "PRIMARY" }],
        healthCheckId: check.id,
      },
      common("failover"),
    );
    const blue = new aws.route53.Record(
      `${name}-web-blue`,
      {
        ...record("blue"),
        name: "web.sea.example.com",
        records: ["192.0.2.1"],
        weightedRoutingPolicies: [{ weight: 1 }],
      },
      common("weighted"),
    );
    new aws.route53.Record(
      `${name}-web-green`,
      {
        ...record("green"),
        name: blue.name,
        records: ["192.0.2.2"],
        weightedRoutingPolicies: [{ weight: 1 }],
      },
      common("weighted"),
    );
  }
}

const config = new pulumi.Config();
const provider = new aws.Provider("seoul", { region: "ap-northeast-2" });
const check = new aws.route53.HealthCheck(
  "west",
  { type: "HTTPS", fqdn: "west.example.com", port: 443 },
  { provider },
);
if (config.getBoolean("former")) new FormerRouting("sea", { provider });
else
  new DnsRouting(
    "sea",
    {
      zone: { name: "sea.example.com" },
      healthChecks: { west: { fqdn: "west.example.com" } },
      records: config.requireObject<Record<string, DnsRecord>>("records"),
    },
    { provider },
  );
