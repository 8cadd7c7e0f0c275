import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createMarkers, nameAfter } from "./markers";
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
  const markers = record.policy === "simple" ? undefined : createMarkers(name, record, parent);
  let first: aws.route53.Record | undefined;
  for (const recordSet of record.recordSets) {
    const { child, routing, healthCheck, formerChildren } = recordSet;
    const healthCheckId = healthCheck === undefined ? undefined : healthChecks.get(healthCheck)?.id;
    const resource = new aws.route53.Record(
      `${name}-${child}`,
      {
        zoneId,
        // depends on the first record set too, so that its replacement deletes the others first
        name: first
          ? nameAfter(first.name, [markers?.policy, markers?.ttl])
          : nameAfter(record.name, [markers?.policy]),
        type: record.type,
        ...(routing ? { setIdentifier: routing.setIdentifier, ...routing.inputs } : {}),
        ...targetInputs(name, record.key, recordSet),
        ...(healthCheckId ? { healthCheckId } : {}),
      },
      {
        parent,
        // Route 53 rejects a second policy, and a second simple record, for one name and type
        deleteBeforeReplace: true,
        // a simple record that becomes routed is replaced: Route 53 must delete its record set first
        replacementTrigger: record.policy,
        aliases: formerChildren.map((former) => ({ name: `${name}-${former}` })),
        // changes its TTL after the others are deleted and before they are created again, and answers meanwhile
        ...(markers?.ttl && !first ? { dependsOn: [markers.ttl] } : {}),
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
