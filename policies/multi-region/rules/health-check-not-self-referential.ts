import { GLOBAL_SERVICES_REGION } from "../../../common/regions";
import {
  collectFindings,
  describeMismatch,
  evaluateWithin,
  HEALTH_CHECK,
  hasName,
  isAwsType,
  METRIC_ALARM,
  metricsOf,
  mustBeBetween,
  normalizeDomainName,
  RECORD,
  type RecordSet,
  type Resource,
  recordSetsOf,
  type Stack,
  stackRule,
  Undecided,
  ZONE,
} from "../../kit";

interface Settings {
  readonly maxDetectionSeconds: number;
  readonly alarmRequired: boolean;
}

/** A check of the name that it controls reaches whichever region is healthy, and never finds the other one down. */
export const healthCheckNotSelfReferential = stackRule<Settings>({
  name: "health-check-not-self-referential",
  title: "Health checks target one region's endpoint",
  description:
    "A health check targets the endpoint of one region, not the name that it controls, from enough checker regions, detects a failure soon enough, and has an alarm in us-east-1.",
  level: "mandatory",
  severity: "high",
  tags: ["multi-region"],
  remediationSteps:
    "Set fqdn to the name of one region's endpoint, omit regions or list three or more, keep requestInterval times failureThreshold low, and add an aws.cloudwatch.MetricAlarm in us-east-1 for the check.",
  url: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-problems.html",
  settings: {
    maxDetectionSeconds: {
      type: "integer",
      minimum: 10,
      maximum: 300,
      default: 180,
      description:
        "Maximum number of seconds, requestInterval times failureThreshold, until an endpoint counts as unhealthy.",
    },
    alarmRequired: {
      type: "boolean",
      default: false,
      description: "Whether each check needs an alarm even in a stack without alarms on health checks.",
    },
  },
  types: HEALTH_CHECK,
  checks: {
    endpoint: (check, { stack }) => findSelfReference(check, stack),
    enabled: (check, { stack }) =>
      check.boolean("disabled") === true && findControlledSets(check, stack).sets.length > 0
        ? describeMismatch(check, "disabled", "false", "Route 53 treats a disabled check as healthy")
        : undefined,
    "checker regions": (check) => {
      if (!hasEndpoint(check) || !check.hasItems("regions")) return undefined;
      const regions = check.strings("regions");
      if (new Set(regions).size >= MIN_CHECKER_REGIONS) return undefined;
      return describeMismatch(check, "regions", `${MIN_CHECKER_REGIONS} or more, or none for all of them`);
    },
    "detection time": (check, { settings }) =>
      hasEndpoint(check) ? findDetectionFaults(check, settings) : [],
    alarm: (check, { stack, settings }) => findAlarmFault(check, stack, settings.alarmRequired),
  },
});

/** @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html */
const MIN_CHECKER_REGIONS = 3;

/** Types of checks without an endpoint. */
const INDIRECT = ["CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"];

function hasEndpoint(check: Resource): boolean {
  return !INDIRECT.includes(check.string("type") ?? "");
}

function findSelfReference(check: Resource, stack: Stack): string | undefined {
  if (!hasEndpoint(check)) return undefined;
  // With an IP address, fqdn is only the Host header.
  if (check.isSet("ipAddress")) return undefined;
  const fqdn = check.read("fqdn");
  if (fqdn.state === "absent") return undefined;
  const checked =
    fqdn.state === "known" ? normalizeDomainName(String(fqdn.value)) : findCheckedSet(check, stack);
  if (checked === undefined) return undefined;
  const { sets, open } = findControlledSets(check, stack);
  const own = sets.find((set) => (typeof checked === "string" ? hasName(set, checked) : set === checked));
  if (!own && open) throw open;
  if (!own) return undefined;
  const name = typeof checked === "string" ? checked : own.name;
  return `fqdn is ${JSON.stringify(name)}, whose answers this check controls, expected the name of one region's endpoint; otherwise the check reaches whichever region is healthy`;
}

/** Finds the record set that the unknown fqdn names; undefined when fqdn names no record. */
function findCheckedSet(check: Resource, stack: Stack): RecordSet | undefined {
  const sources = stack.dependenciesOf(check, "fqdn");
  const records = sources.filter(({ type }) => (RECORD as readonly string[]).includes(type));
  const [record] = records;
  if (record && records.length === 1) return recordSetsOf(stack).of(record);
  // A name derived from the zone may be any name in it.
  const isMade = sources.some(({ type }) => [...RECORD, ...ZONE].some((one) => one === type));
  if (sources.length > 0 && !isMade && sources.every(({ type }) => isAwsType(type))) return undefined;
  if (findControlledSets(check, stack).sets.length === 0) return undefined;
  throw check.undecided("fqdn");
}

/** Record sets that the check controls, directly or through a parent check, and sets that refer to them. */
function findControlledSets(check: Resource, stack: Stack): ControlledSets {
  const sets = recordSetsOf(stack);
  const parents = stack.findReferrers(check, HEALTH_CHECK, "childHealthchecks");
  const users = [check, ...parents].flatMap((one) => stack.findReferrers(one, RECORD, "healthCheckId"));
  const controlled = new Set(users.map((record) => evaluateWithin(record, () => sets.of(record))));
  const { leaders, open } = findReferences(stack);
  // The loop also visits the sets that it adds.
  for (const set of controlled) for (const leader of leaders.get(set) ?? []) controlled.add(leader);
  return { sets: [...controlled], open: controlled.size > 0 ? open : undefined };
}

interface ControlledSets {
  readonly sets: readonly RecordSet[];
  /** Reason why there may be more sets; undefined when the list is complete. */
  readonly open: Undecided | undefined;
}

interface References {
  /** Record sets that refer to a set by an alias or a CNAME. */
  readonly leaders: ReadonlyMap<RecordSet, readonly RecordSet[]>;
  /** Reason why a record may refer to any set; undefined when all references are known. */
  readonly open: Undecided | undefined;
}

const REFERENCES = new WeakMap<Stack, References>();

function findReferences(stack: Stack): References {
  const known = REFERENCES.get(stack);
  if (known) return known;
  const leaders = new Map<RecordSet, RecordSet[]>();
  let open: Undecided | undefined;
  for (const set of recordSetsOf(stack).all) {
    for (const record of set.members) {
      try {
        for (const target of targetsOf(record, set, stack)) {
          leaders.set(target, [...(leaders.get(target) ?? []), set]);
        }
      } catch (error) {
        if (!(error instanceof Undecided)) throw error;
        open ??= error.of(record);
      }
    }
  }
  const references = { leaders, open };
  REFERENCES.set(stack, references);
  return references;
}

function targetsOf(record: Resource, set: RecordSet, stack: Stack): readonly RecordSet[] {
  const sets = recordSetsOf(stack);
  const aliased = sets.targetsOf(record, stack);
  if (set.type !== "CNAME") return aliased;
  const name = record.read("records.0");
  if (name.state === "absent") return aliased;
  if (name.state === "known") return [...aliased, ...sets.findByName(String(name.value))];
  const sources = stack.dependenciesOf(record, "records");
  if (sources.length === 0) throw new Undecided("records.0");
  const records = sources.filter(({ type }) => (RECORD as readonly string[]).includes(type));
  return [...aliased, ...records.map((source) => sets.of(source))];
}

function findDetectionFaults(check: Resource, { maxDetectionSeconds }: Settings): readonly string[] {
  const threshold = check.number("failureThreshold") ?? 3;
  const interval = check.number("requestInterval") ?? 30;
  const bounds = collectFindings(
    interval === 10 || interval === 30
      ? undefined
      : describeMismatch(check, "requestInterval", "10 or 30 seconds"),
    check.isSet("failureThreshold")
      ? mustBeBetween(check, "failureThreshold", { min: 1, max: 10 })
      : undefined,
  );
  const seconds = interval * threshold;
  if (bounds.length > 0 || seconds <= maxDetectionSeconds) return bounds;
  return [
    `requestInterval ${interval} times failureThreshold ${threshold} is ${seconds} seconds, expected ${maxDetectionSeconds} or less; queries still go to a failed region for that time`,
  ];
}

function findAlarmFault(check: Resource, stack: Stack, isRequired: boolean): string | undefined {
  const watching = listHealthAlarms(stack);
  const own = watching.filter(({ checks }) => checks.includes(check)).map(({ alarm }) => alarm);
  if (own.some((alarm) => evaluateWithin(alarm, () => alarm.region()) === GLOBAL_SERVICES_REGION))
    return undefined;
  const [misplaced] = own;
  if (misplaced) {
    return `its alarm ${misplaced.name} is in ${misplaced.region()}, expected ${GLOBAL_SERVICES_REGION}, where alone its metrics are`;
  }
  if (watching.length === 0 && !isRequired) return undefined;
  return `no alarm watches it, expected an aws.cloudwatch.MetricAlarm of AWS/Route53 in ${GLOBAL_SERVICES_REGION} with its id as dimension HealthCheckId; no notification is sent when it fails`;
}

interface HealthAlarm {
  readonly alarm: Resource;
  readonly checks: readonly Resource[];
}

/** Lists the alarms on metrics of health checks. */
function listHealthAlarms(stack: Stack): readonly HealthAlarm[] {
  return stack.ofTypes(METRIC_ALARM).flatMap((alarm) =>
    evaluateWithin(alarm, () => metricsOf(alarm)).flatMap(({ namespace, props }) => {
      if (namespace !== "AWS/Route53") return [];
      const path = `${props.at}dimensions.HealthCheckId`;
      if (alarm.read(path).state === "absent") return [];
      return [{ alarm, checks: evaluateWithin(alarm, () => stack.findTargets(alarm, path, HEALTH_CHECK)) }];
    }),
  );
}
