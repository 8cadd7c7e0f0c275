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

/** A check that asks the very name that it is to steer asks whichever region is healthy, and never finds the other one down. */
export const healthCheckNotSelfReferential = stackRule<Settings>({
  name: "health-check-not-self-referential",
  title: "Health checks ask one region's endpoint",
  description:
    "A health check asks the endpoint of one region, not the name it steers, from enough places, soon enough, and is watched in us-east-1.",
  level: "mandatory",
  severity: "high",
  tags: ["multi-region"],
  remediationSteps:
    "Set fqdn to the name of the region's own endpoint, leave regions out or name three or more, keep requestInterval times failureThreshold low, and watch the check by an aws.cloudwatch.MetricAlarm of us-east-1.",
  url: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-problems.html",
  settings: {
    maxDetectionSeconds: {
      type: "integer",
      minimum: 10,
      maximum: 300,
      default: 180,
      description:
        "Most seconds, requestInterval times failureThreshold, until an endpoint counts as unhealthy.",
    },
    alarmRequired: {
      type: "boolean",
      default: false,
      description: "Whether each check needs an alarm even in a stack that has no alarm on any health check.",
    },
  },
  types: HEALTH_CHECK,
  checks: {
    "what it asks": (check, { stack }) => selfFlaw(check, stack),
    "that it is enabled": (check, { stack }) =>
      check.boolean("disabled") === true && steeredBy(check, stack).sets.length > 0
        ? describeMismatch(check, "disabled", "false", "Route 53 takes a disabled check for healthy")
        : undefined,
    "where it asks from": (check) => {
      if (!asksEndpoint(check) || !check.hasItems("regions")) return undefined;
      const regions = check.strings("regions");
      if (new Set(regions).size >= MIN_CHECKER_REGIONS) return undefined;
      return describeMismatch(
        check,
        "regions",
        `${MIN_CHECKER_REGIONS} or more, or none, which means all of them`,
      );
    },
    "how soon it tells": (check, { settings }) => (asksEndpoint(check) ? speedFlaws(check, settings) : []),
    "its alarm": (check, { stack, settings }) => alarmFlaw(check, stack, settings.alarmRequired),
  },
});

/** @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html */
const MIN_CHECKER_REGIONS = 3;

/** Types of checks that ask no endpoint. */
const INDIRECT = ["CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"];

function asksEndpoint(check: Resource): boolean {
  return !INDIRECT.includes(check.string("type") ?? "");
}

function selfFlaw(check: Resource, stack: Stack): string | undefined {
  if (!asksEndpoint(check)) return undefined;
  // Beside an address the name is only what is sent as Host.
  if (check.isSet("ipAddress")) return undefined;
  const fqdn = check.read("fqdn");
  if (fqdn.state === "absent") return undefined;
  const asked = fqdn.state === "known" ? normalizeDomainName(String(fqdn.value)) : askedSet(check, stack);
  if (asked === undefined) return undefined;
  const { sets, open } = steeredBy(check, stack);
  const own = sets.find((set) => (typeof asked === "string" ? hasName(set, asked) : set === asked));
  if (!own && open) throw open;
  if (!own) return undefined;
  const name = typeof asked === "string" ? asked : own.name;
  return `fqdn is ${JSON.stringify(name)}, whose answers this check itself steers, expected the name of one region's endpoint; else it asks whichever region is healthy`;
}

/** The records whose name is asked, when that name is not known; undefined when it is that of something else. */
function askedSet(check: Resource, stack: Stack): RecordSet | undefined {
  const sources = stack.dependenciesOf(check, "fqdn");
  const records = sources.filter(({ type }) => (RECORD as readonly string[]).includes(type));
  const [record] = records;
  if (record && records.length === 1) return recordSetsOf(stack).of(record);
  // A name that is made of the zone's may be any of its names.
  const isMade = sources.some(({ type }) => [...RECORD, ...ZONE].some((one) => one === type));
  if (sources.length > 0 && !isMade && sources.every(({ type }) => isAwsType(type))) return undefined;
  if (steeredBy(check, stack).sets.length === 0) return undefined;
  throw new Undecided("fqdn");
}

/** The sets that have the check, by itself or within another, and those that lead to these. */
function steeredBy(check: Resource, stack: Stack): Steered {
  const sets = recordSetsOf(stack);
  const parents = stack.findReferrers(check, HEALTH_CHECK, "childHealthchecks");
  const users = [check, ...parents].flatMap((one) => stack.findReferrers(one, RECORD, "healthCheckId"));
  const steered = new Set(users.map((record) => evaluateWithin(record, () => sets.of(record))));
  const { leaders, open } = leadersIn(stack);
  // A set's leaders are added while it is gone through, and so gone through as well.
  for (const set of steered) for (const leader of leaders.get(set) ?? []) steered.add(leader);
  return { sets: [...steered], open: steered.size > 0 ? open : undefined };
}

interface Steered {
  readonly sets: readonly RecordSet[];
  /** Why there may be more. */
  readonly open: Undecided | undefined;
}

interface Leaders {
  /** The sets that lead to a set, by an alias or a CNAME. */
  readonly leaders: ReadonlyMap<RecordSet, readonly RecordSet[]>;
  /** What could not be known of one that may lead to any. */
  readonly open: Undecided | undefined;
}

const LEADERS = new WeakMap<Stack, Leaders>();

function leadersIn(stack: Stack): Leaders {
  const known = LEADERS.get(stack);
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
        open ??= new Undecided(`${error.path} of ${record.name}`);
      }
    }
  }
  const found = { leaders, open };
  LEADERS.set(stack, found);
  return found;
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

function speedFlaws(check: Resource, { maxDetectionSeconds }: Settings): readonly string[] {
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
    `requestInterval ${interval} times failureThreshold ${threshold} is ${seconds} seconds, expected ${maxDetectionSeconds} or less; queries go to a region that is down for so long`,
  ];
}

function alarmFlaw(check: Resource, stack: Stack, isRequired: boolean): string | undefined {
  const watching = healthAlarms(stack);
  const own = watching.filter(({ checks }) => checks.includes(check)).map(({ alarm }) => alarm);
  if (own.some((alarm) => evaluateWithin(alarm, () => alarm.region()) === GLOBAL_SERVICES_REGION))
    return undefined;
  const [astray] = own;
  if (astray) {
    return `its alarm ${astray.name} is in ${astray.region()}, expected ${GLOBAL_SERVICES_REGION}, where alone its metrics are`;
  }
  if (watching.length === 0 && !isRequired) return undefined;
  return `no alarm watches it, expected an aws.cloudwatch.MetricAlarm of AWS/Route53 in ${GLOBAL_SERVICES_REGION} with its id as dimension HealthCheckId; nobody is told when it fails`;
}

interface HealthAlarm {
  readonly alarm: Resource;
  readonly checks: readonly Resource[];
}

/** Alarms on metrics of health checks. */
function healthAlarms(stack: Stack): readonly HealthAlarm[] {
  return stack.ofTypes(METRIC_ALARM).flatMap((alarm) =>
    evaluateWithin(alarm, () => metricsOf(alarm)).flatMap(({ namespace, props }) => {
      if (namespace !== "AWS/Route53") return [];
      const path = `${props.at}dimensions.HealthCheckId`;
      if (alarm.read(path).state === "absent") return [];
      return [{ alarm, checks: evaluateWithin(alarm, () => stack.findTargets(alarm, path, HEALTH_CHECK)) }];
    }),
  );
}
