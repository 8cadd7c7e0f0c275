import * as aws from "@pulumi/aws";
import { DnsRouting } from "../../../components/dns-routing";

const provider = new aws.Provider("seoul", { region: "ap-northeast-2" });

const seoul = { target: { values: ["192.0.2.1"] }, healthCheck: "seoul" };
const virginia = { target: { values: ["192.0.2.2"] }, healthCheck: "virginia" };

const routing = new DnsRouting(
  "sea",
  {
    zone: { name: "sea.example.com", queryLog: { retentionDays: 7 } },
    healthChecks: {
      seoul: { fqdn: "seoul.example.com" },
      virginia: { fqdn: "virginia.example.com", interval: 10 },
    },
    alarmTopicArns: ["arn:aws:sns:us-east-1:123456789012:alarms"],
    records: {
      apex: { policy: "simple", name: "sea.example.com", target: { values: ["192.0.2.9", "192.0.2.10"] } },
      weighted: {
        policy: "weighted",
        name: "weighted.sea.example.com",
        endpoints: { blue: { ...seoul, weight: 90 }, green: { ...virginia, weight: 10 } },
      },
      latency: {
        policy: "latency",
        name: "latency.sea.example.com",
        endpoints: { "ap-northeast-2": seoul, "us-east-1": virginia },
      },
      failover: {
        policy: "failover",
        name: "failover.sea.example.com",
        primary: "ap-northeast-2",
        endpoints: { "ap-northeast-2": seoul, "us-east-1": virginia },
      },
    },
  },
  { provider },
);

export const { zoneId, nameServers, fqdns, healthCheckIds } = routing;
