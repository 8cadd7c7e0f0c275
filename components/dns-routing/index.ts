import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { GLOBAL_SERVICES_REGION } from "../../common/regions";
import { DEFAULT_TTL, evaluatesHealth, expectZoneName } from "./health-checks";
import { dnsPlan, type PlannedAnswer, type PlannedRecord } from "./plan";
import type { DnsHealthCheck, DnsRecord, DnsZone } from "./records";

/** Arguments of {@link DnsRouting}. */
export interface DnsRoutingArgs {
  /** The zone: `{ name }` makes it, `{ id, name }` writes into an existing one. */
  readonly zone: DnsZone;
  /** Records by a label that becomes part of the children's names. @default - none */
  readonly records?: Readonly<Record<string, DnsRecord>> | undefined;
  /** Health checks by the key that endpoints name. @default - none */
  readonly healthChecks?: Readonly<Record<string, DnsHealthCheck>> | undefined;
  /**
   * ARN of an SNS topic in us-east-1, where the checks' metrics live; with it each check gets an alarm that tells when it
   * turns unhealthy and when it recovers. @default - no alarms
   */
  readonly alarmTopicArn?: pulumi.Input<string> | undefined;
  /** Tags of zone, checks and alarms. @default - none */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * A hosted zone, its records under any routing policy, and the health checks that take endpoints out of service.
 *
 * Records of one name and type are one set in Route 53, which refuses to mix policies in it. A changed policy therefore takes
 * the whole set away before it writes the new one, in one `up`, with no answer for that moment. From a routed record back to a
 * simple one takes two: remove the record, then add it. Everything but checks' alarms is global; those lie in us-east-1,
 * where the metrics are.
 *
 * @throws {ArgumentError} telling every fault of zone, records and health checks
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy.html
 */
export class DnsRouting extends pulumi.ComponentResource {
  /** Id of the hosted zone. */
  readonly zoneId: pulumi.Output<string>;
  /** Name servers to enter at the parent zone or the registrar. */
  readonly nameServers: pulumi.Output<string[]>;
  /** Full names of the records, by their keys. */
  readonly fqdns: pulumi.Output<Record<string, string>>;
  /** Ids of the health checks, by their keys. */
  readonly healthCheckIds: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: DnsRoutingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("archipelago:components:DnsRouting", name, args, opts);
    const plan = dnsPlan(name, args);
    const here = { parent: this };

    const { zoneId, nameServers } = zoneOf(name, plan.zone, args, here);
    const checks = healthChecksOf(name, args, here);
    const sets = plan.records.map((record): [string, pulumi.Output<string>] => [
      record.key,
      recordSet(name, record, zoneId, checks, here),
    ]);

    this.zoneId = zoneId;
    this.nameServers = nameServers;
    this.fqdns = pulumi.output(Object.fromEntries(sets));
    this.healthCheckIds = pulumi.output(
      Object.fromEntries([...checks].map(([key, check]) => [key, check.id])),
    );
    this.registerOutputs({
      zoneId: this.zoneId,
      nameServers: this.nameServers,
      fqdns: this.fqdns,
      healthCheckIds: this.healthCheckIds,
    });
  }
}

type Here = { parent: pulumi.Resource };
type Checks = ReadonlyMap<string, aws.route53.HealthCheck>;

function zoneOf(name: string, zone: string, args: DnsRoutingArgs, here: Here) {
  if (args.zone.id === undefined) {
    const { forceDestroy = false } = args.zone;
    const made = new aws.route53.Zone(
      name,
      { name: zone, forceDestroy, ...(args.tags ? { tags: args.tags } : {}) },
      here,
    );
    return { zoneId: made.zoneId, nameServers: made.nameServers };
  }
  const found = aws.route53.getZoneOutput({ zoneId: args.zone.id }, here);
  const sameName = found.apply((it) => {
    expectZoneName(name, zone, it);
    return it;
  });
  return { zoneId: sameName.zoneId, nameServers: sameName.nameServers };
}

function healthChecksOf(name: string, args: DnsRoutingArgs, here: Here): Checks {
  const { healthChecks = {}, alarmTopicArn } = args;
  return new Map(
    Object.entries(healthChecks).map(([key, wanted]) => {
      const child = `${name}-check-${key}`;
      const check = new aws.route53.HealthCheck(child, healthCheckInputs(child, wanted, args.tags), here);
      if (alarmTopicArn !== undefined) {
        new aws.cloudwatch.MetricAlarm(
          `${name}-alarm-${key}`,
          {
            region: GLOBAL_SERVICES_REGION,
            alarmDescription: `Route 53 sees endpoint ${key} as down.`,
            namespace: "AWS/Route53",
            metricName: "HealthCheckStatus",
            dimensions: { HealthCheckId: check.id },
            statistic: "Minimum",
            period: 60,
            evaluationPeriods: 1,
            comparisonOperator: "LessThanThreshold",
            threshold: 1,
            treatMissingData: "breaching",
            alarmActions: [alarmTopicArn],
            okActions: [alarmTopicArn],
            ...(args.tags ? { tags: args.tags } : {}),
          },
          here,
        );
      }
      return [key, check];
    }),
  );
}

function healthCheckInputs(
  child: string,
  wanted: DnsHealthCheck,
  tags: DnsRoutingArgs["tags"],
): aws.route53.HealthCheckArgs {
  const { fqdn, protocol = "HTTPS", path = "/", searchString, checkerRegions } = wanted;
  const web = protocol === "TCP" ? {} : { resourcePath: path };
  const body = searchString === undefined ? {} : { searchString };
  const port = wanted.port ?? (protocol === "HTTP" ? 80 : 443);
  return {
    type: searchString === undefined ? protocol : `${protocol}_STR_MATCH`,
    fqdn,
    port,
    requestInterval: wanted.interval ?? 30,
    failureThreshold: wanted.failureThreshold ?? 3,
    ...(protocol === "HTTPS" ? { enableSni: true } : {}),
    ...web,
    ...body,
    ...(checkerRegions ? { regions: [...checkerRegions] } : {}),
    // a health check has no name but this tag
    tags: pulumi.output(tags ?? {}).apply((own) => ({ Name: child, ...own })),
  };
}

/** Writes all answers of one record; the full name comes back. */
function recordSet(
  name: string,
  record: PlannedRecord,
  zoneId: pulumi.Output<string>,
  checks: Checks,
  here: Here,
): pulumi.Output<string> {
  let head: aws.route53.Record | undefined;
  for (const answer of record.answers) {
    const check = answer.healthCheck === undefined ? undefined : checks.get(answer.healthCheck);
    const written = new aws.route53.Record(
      `${name}-${answer.child}`,
      {
        zoneId,
        // through the first answer's name, so that its replacement takes the others away first
        name: head ? head.name : record.name,
        type: record.type,
        ...(answer.routed ? { setIdentifier: answer.routed.setIdentifier, ...answer.routed.routing } : {}),
        ...targetInputs(name, record.key, answer),
        ...(check ? { healthCheckId: check.id } : {}),
      },
      {
        ...here,
        // Route 53 refuses a second policy, or a second simple record, beside what is there
        deleteBeforeReplace: true,
        replacementTrigger: record.policy,
        // a record that was simple before had this name
        ...(answer.routed && !head ? { aliases: [{ name: `${name}-${record.key}` }] } : {}),
      },
    );
    head ??= written;
  }
  return head ? head.fqdn : pulumi.output(record.name);
}

function targetInputs(name: string, key: string, { target, healthCheck, needsHealth }: PlannedAnswer) {
  if (!target.alias) return { records: [...target.values], ttl: target.ttl ?? DEFAULT_TTL };
  const { dnsName, zoneId, evaluateTargetHealth } = target.alias;
  const healthless = needsHealth && healthCheck === undefined;
  const evaluated = pulumi
    .output(zoneId)
    .apply((zone) => evaluatesHealth(name, key, { zone, evaluateTargetHealth, healthless }));
  return { aliases: [{ name: dnsName, zoneId, evaluateTargetHealth: evaluated }] };
}
