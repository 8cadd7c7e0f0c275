import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { PlannedRecord, PlannedRecordSet } from "./plan";
import { shouldEvaluateHealth } from "./targets";

/** Creates all record sets of one record and returns the record's full name. */
export function createRecordSets(
  name: string,
  record: PlannedRecord,
  zoneId: pulumi.Output<string>,
  healthChecks: ReadonlyMap<string, aws.route53.HealthCheck>,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  let first: aws.route53.Record | undefined;
  for (const recordSet of record.recordSets) {
    const { child, routing, healthCheck } = recordSet;
    const healthCheckId = healthCheck === undefined ? undefined : healthChecks.get(healthCheck)?.id;
    const resource = new aws.route53.Record(
      `${name}-${child}`,
      {
        zoneId,
        // depends on the first record set, so that its replacement deletes the others first
        name: first ? first.name : record.name,
        type: record.type,
        ...(routing ? { setIdentifier: routing.setIdentifier, ...routing.inputs } : {}),
        ...targetInputs(name, record.key, recordSet),
        ...(healthCheckId ? { healthCheckId } : {}),
      },
      {
        parent,
        // Route 53 rejects a second policy, and a second simple record, for one name and type
        deleteBeforeReplace: true,
        replacementTrigger: record.policy,
        // a simple record that becomes routed is replaced: Route 53 must delete its record set first
        ...(record.formerChild && !first ? { aliases: [{ name: `${name}-${record.formerChild}` }] } : {}),
      },
    );
    first ??= resource;
  }
  return first ? first.fqdn : pulumi.output(record.name);
}

function targetInputs(name: string, key: string, { target, healthCheck, healthRequired }: PlannedRecordSet) {
  if (!target.alias) return { records: [...target.values], ttl: target.ttl };
  const { dnsName, zoneId, evaluateTargetHealth } = target.alias;
  const shouldEvaluate = pulumi.output(zoneId).apply((knownZoneId) =>
    shouldEvaluateHealth(name, key, {
      zoneId: knownZoneId,
      evaluateTargetHealth,
      healthRequired: healthRequired && healthCheck === undefined,
    }),
  );
  return { aliases: [{ name: dnsName, zoneId, evaluateTargetHealth: shouldEvaluate }] };
}
