import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { isRecordName, normalizeDomain } from "../../common/domains";
import { GLOBAL_SERVICES_REGION, HEALTH_CHECKER_REGIONS } from "../../common/regions";
import { createAlarm } from "../shared/alarms";
import { checkLength, checkOneOf, checkWholeNumber } from "../shared/checks";
import type { Faults } from "../shared/errors";
import type { Tags } from "../shared/tags";
import type { DnsHealthCheck } from "./args";

/** A health check with all defaults filled in. */
export interface ResolvedHealthCheck extends DnsHealthCheck {
  readonly protocol: "HTTPS" | "HTTP" | "TCP";
  readonly port: number;
  readonly path: string;
  readonly interval: 10 | 30;
  readonly failureThreshold: number;
}

/** Fills in the defaults of a valid health check. */
export function resolveHealthCheck(healthCheck: DnsHealthCheck): ResolvedHealthCheck {
  const protocol = healthCheck.protocol ?? "HTTPS";
  return {
    ...healthCheck,
    protocol,
    port: healthCheck.port ?? (protocol === "HTTP" ? 80 : 443),
    path: healthCheck.path ?? "/",
    interval: healthCheck.interval ?? 30,
    failureThreshold: healthCheck.failureThreshold ?? 3,
  };
}

/** Checks one health check. */
export function checkHealthCheck(faults: Faults, path: string, healthCheck: DnsHealthCheck): void {
  const { fqdn, protocol = "HTTPS", port, interval, failureThreshold, checkerRegions } = healthCheck;
  if (typeof fqdn === "string") {
    const form = "a domain name such as api.example.com";
    faults.expect(isRecordName(normalizeDomain(fqdn)), `${path}.fqdn`, fqdn, form);
  }
  checkOneOf(faults, `${path}.protocol`, protocol, ["HTTPS", "HTTP", "TCP"]);
  checkWholeNumber(faults, `${path}.port`, port, 1, 65_535);
  checkOneOf(faults, `${path}.interval`, interval, [10, 30]);
  checkWholeNumber(faults, `${path}.failureThreshold`, failureThreshold, 1, 10);
  if (protocol === "TCP") {
    checkTcp(faults, path, healthCheck);
  } else {
    checkHttp(faults, path, healthCheck);
  }
  if (checkerRegions === undefined) return;
  for (const region of checkerRegions)
    checkOneOf(faults, `${path}.checkerRegions`, region, HEALTH_CHECKER_REGIONS);
  const distinct = new Set(checkerRegions).size;
  faults.expect(
    distinct >= 3 && distinct === checkerRegions.length,
    `${path}.checkerRegions`,
    checkerRegions,
    "at least three regions, each once",
  );
}

function checkTcp(faults: Faults, path: string, { port, path: urlPath, searchString }: DnsHealthCheck): void {
  faults.expect(port !== undefined, `${path}.port`, port, "a port, since TCP has no default port");
  faults.expect(urlPath === undefined, `${path}.path`, urlPath, "none with TCP");
  faults.expect(searchString === undefined, `${path}.searchString`, searchString, "none with TCP");
}

function checkHttp(faults: Faults, path: string, { path: urlPath, searchString }: DnsHealthCheck): void {
  const valid = urlPath === undefined || /^\/\S{0,254}$/.test(urlPath);
  faults.expect(valid, `${path}.path`, urlPath, "a path of up to 255 characters with a leading slash");
  checkLength(faults, `${path}.searchString`, searchString, 1, 255);
}

/** Creates the health checks, and an alarm for each if there is a topic; returns the health checks by key. */
export function createHealthChecks(
  name: string,
  healthChecks: Readonly<Record<string, ResolvedHealthCheck>>,
  alarmTopicArns: readonly pulumi.Input<string>[],
  tags: Tags | undefined,
  parent: pulumi.Resource,
): ReadonlyMap<string, aws.route53.HealthCheck> {
  return new Map(
    Object.entries(healthChecks).map(([key, args]) => {
      const child = `${name}-check-${key}`;
      const healthCheck = new aws.route53.HealthCheck(child, healthCheckInputs(child, args, tags), {
        parent,
      });
      if (alarmTopicArns.length > 0) {
        createHealthAlarm(`${name}-alarm-${key}`, key, healthCheck.id, alarmTopicArns, tags, parent);
      }
      return [key, healthCheck];
    }),
  );
}

function healthCheckInputs(
  child: string,
  args: ResolvedHealthCheck,
  tags: Tags | undefined,
): aws.route53.HealthCheckArgs {
  const { protocol, searchString, checkerRegions } = args;
  return {
    type: searchString === undefined ? protocol : `${protocol}_STR_MATCH`,
    fqdn: args.fqdn,
    port: args.port,
    requestInterval: args.interval,
    failureThreshold: args.failureThreshold,
    ...(protocol === "HTTPS" ? { enableSni: true } : {}),
    ...(protocol === "TCP" ? {} : { resourcePath: args.path }),
    ...(searchString === undefined ? {} : { searchString }),
    ...(checkerRegions ? { regions: [...checkerRegions] } : {}),
    // the console shows this tag as the name of a health check, which has no other
    tags: pulumi.output(tags ?? {}).apply((ownTags) => ({ Name: child, ...ownTags })),
  };
}

function createHealthAlarm(
  name: string,
  key: string,
  healthCheckId: pulumi.Output<string>,
  topicArns: readonly pulumi.Input<string>[],
  tags: Tags | undefined,
  parent: pulumi.Resource,
): void {
  const metric = {
    namespace: "AWS/Route53",
    metricName: "HealthCheckStatus",
    dimensions: { HealthCheckId: healthCheckId },
  };
  const condition = {
    threshold: 1,
    comparison: "LessThanThreshold",
    statistic: "Minimum",
    periodSeconds: 60,
    // A new check has no data for its first minutes, which must not raise the alarm; a check that stops notifies by notifyMissingData.
    treatMissingData: "missing",
    description: `Route 53 sees endpoint ${key} as down.`,
  } as const;
  const region = GLOBAL_SERVICES_REGION;
  createAlarm(
    name,
    { metric, condition, topicArns, notifyRecovery: true, notifyMissingData: true, region, tags },
    { parent },
  );
}
