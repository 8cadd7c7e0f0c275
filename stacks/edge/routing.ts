import type * as pulumi from "@pulumi/pulumi";
import { type DnsRecord, DnsRouting } from "../../components";
import type { FoundationInputs } from "../handover";
import type { RegionSettings, Settings } from "../settings";

/**
 * Creates the DNS records that route to the regions, and their health checks; undefined without dns.
 *
 * @param operationsTopicArn topic in us-east-1, the only region with the metrics of health checks
 */
export function createRouting(
  { dns, regions: all, primary, secondary }: Settings,
  foundation: FoundationInputs,
  operationsTopicArn: pulumi.Input<string>,
  options: pulumi.ComponentResourceOptions,
) {
  if (!dns || foundation.zoneId === undefined) return undefined;
  const reachable = all.flatMap(({ endpoint, ...region }) =>
    endpoint === undefined ? [] : [{ ...region, endpoint }],
  );
  const targets =
    dns.policy === "failover"
      ? reachable.filter(({ code }) => code === primary || code === secondary)
      : reachable;
  return new DnsRouting(
    "dns",
    {
      zone: { id: foundation.zoneId, name: dns.zone },
      records: { [dns.record]: recordSpec(`${dns.record}.${dns.zone}`, dns.policy, primary, targets) },
      healthChecks: Object.fromEntries(
        targets.map(({ code, endpoint }) => [code, { fqdn: endpoint, path: dns.healthPath }]),
      ),
      alarmTopicArns: [operationsTopicArn],
    },
    options,
  );
}

function recordSpec(
  name: string,
  policy: "failover" | "latency" | "weighted",
  primary: string,
  targets: readonly (RegionSettings & { readonly endpoint: string })[],
): DnsRecord {
  const common = { name, type: "CNAME" as const };
  const targetOf = ({ code, endpoint }: { readonly code: string; readonly endpoint: string }) => ({
    target: { values: [endpoint] },
    healthCheck: code,
  });
  if (policy === "weighted") {
    const endpoints = Object.fromEntries(
      targets.map((region) => [region.code, { ...targetOf(region), weight: region.weight }]),
    );
    return { ...common, policy, endpoints };
  }
  const endpoints = Object.fromEntries(targets.map((region) => [region.code, targetOf(region)]));
  return policy === "failover" ? { ...common, policy, primary, endpoints } : { ...common, policy, endpoints };
}
