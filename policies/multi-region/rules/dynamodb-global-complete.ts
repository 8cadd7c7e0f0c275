import {
  collectFindings,
  describeMismatch,
  evaluateWithin,
  findRegionsInName,
  isAnyPassing,
  matchesAny,
  mustBe,
  mustBeOneOf,
  parseArn,
  type Resource,
  type RuleContext,
  type Stack,
  setInput,
  stackRule,
  TABLE,
  TABLE_REPLICA,
  Undecided,
} from "../../kit";

interface Settings {
  readonly tables: readonly string[];
}

/** A table that is in some regions only, or that one of them cannot restore or write to, fails in the hour it is for. */
export const dynamodbGlobalComplete = stackRule<Settings>({
  name: "dynamodb-global-complete",
  title: "Global tables are complete",
  description:
    "A DynamoDB global table is in every region, has streams, can be restored in each region, and its writes scale.",
  level: "mandatory",
  severity: "high",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "DynamoDB.2",
    specification: "DynamoDB tables should have point-in-time recovery enabled",
  },
  tags: [
    "multi-region",
    "security-hub:DynamoDB.1",
    "checkov:CKV_AWS_28",
    "checkov:CKV_AWS_165",
    "trivy:AWS-0024",
    "cdk-nag:AwsSolutions-DDB3",
    "config:DYNAMODB_PITR_ENABLED",
  ],
  remediationSteps:
    'Add a replicas entry (or an aws.dynamodb.TableReplica) for each region but the table\'s own, set streamEnabled true and streamViewType "NEW_AND_OLD_IMAGES", pointInTimeRecovery.enabled true and pointInTimeRecovery true of each replica, and billingMode "PAY_PER_REQUEST".',
  url: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GlobalTables.html",
  settings: {
    regions: {
      type: "array",
      items: { type: "string", minLength: 1 },
      description:
        "Regions that global tables are in. Those of the stack's configuration when it is not set; without either, the regions are not compared.",
    },
    tables: {
      type: "array",
      items: { type: "string", format: "regex", minLength: 1 },
      default: [],
      description:
        "Regular expressions of the names, in the program or in AWS, of tables that must be global, besides those that have a replica, and those with a stream of both images that nothing reads in a stack of several regions.",
    },
  },
  types: [...TABLE, ...TABLE_REPLICA],
  checks: {
    regions: (table, context) =>
      isReplica(table) ? ownRegionFlaw(table, context.stack) : ofGlobal(table, context, regionFlaws),
    streams: (table, context) => ofGlobal(table, context, streamFlaws),
    "point-in-time recovery": (table, context) =>
      isReplica(table)
        ? mustBe(table, "pointInTimeRecovery", true)
        : ofGlobal(table, context, () =>
            collectFindings(
              mustBe(table, "pointInTimeRecovery.enabled", true),
              ...table.list("replicas").map((replica) => mustBe(replica, "pointInTimeRecovery", true)),
            ),
          ),
    capacity: (table, context) => ofGlobal(table, context, capacityFlaws),
  },
  remediation: (inputs, table, { settings }) => {
    const replicas = isReplica(table) ? [] : table.list("replicas");
    if (!isReplica(table) && replicas.length === 0 && !isChosen(table, settings.tables)) return false;
    const own = isReplica(table) ? "pointInTimeRecovery" : "pointInTimeRecovery.enabled";
    const missing = [
      ...(table.boolean(own) === true ? [] : [own]),
      ...replicas.flatMap((replica) =>
        replica.boolean("pointInTimeRecovery") === true ? [] : [`${replica.at}pointInTimeRecovery`],
      ),
    ];
    for (const path of missing) setInput(inputs, path, true);
    return missing.length > 0;
  },
});

type TableContext = RuleContext<Settings> & { readonly stack: Stack };

/** What is wrong with a table that is in several regions, or has to be. */
function ofGlobal(
  table: Resource,
  context: TableContext,
  flawsOf: (table: Resource, context: TableContext) => readonly string[],
): readonly string[] {
  if (isReplica(table)) return [];
  const { stack, settings } = context;
  const isGlobal =
    isChosen(table, settings.tables) ||
    table.hasItems("replicas") ||
    stack.findReferrers(table, TABLE_REPLICA, "globalTableArn").length > 0 ||
    hasLostAll(table, context);
  return isGlobal ? flawsOf(table, context) : [];
}

/** What reads the stream of a table, and the property that names it. */
const READERS = [
  ["aws:lambda/eventSourceMapping:EventSourceMapping", "eventSourceArn"],
  ["aws:pipes/pipe:Pipe", "source"],
] as const;

/**
 * Whether a table without a replica looks like a global one: replication is what a stream of both images is for that
 * nothing in the stack reads, where neither the table's name nor a twin says that each region has its own.
 */
function hasLostAll(table: Resource, { stack, regions = [] }: TableContext): boolean {
  if (regions.length < 2 || findRegionsInName(table.name).length > 0) return false;
  try {
    if (table.string("streamViewType") !== "NEW_AND_OLD_IMAGES" || table.boolean("streamEnabled") !== true)
      return false;
    const name = table.read("name");
    const isOfThatName = (one: Resource): boolean => {
      const other = one.read("name");
      return name.state === "known" && other.state === "known" && other.value === name.value;
    };
    if (stack.ofTypes(TABLE).some((one) => one !== table && isOfThatName(one))) return false;
    return READERS.every(([type, path]) => stack.findReferrers(table, [type], path).length === 0);
  } catch (error) {
    // What is not known speaks for a reader: the table is not said to be global by anybody.
    if (error instanceof Undecided) return false;
    throw error;
  }
}

function isReplica({ type }: Resource): boolean {
  return (TABLE_REPLICA as readonly string[]).includes(type);
}

function isChosen(table: Resource, tables: readonly string[]): boolean {
  if (tables.length === 0) return false;
  if (matchesAny(tables, table.name)) return true;
  const name = table.read("name");
  return name.state === "known" && matchesAny(tables, String(name.value));
}

function regionFlaws(table: Resource, { stack, regions = [] }: TableContext): readonly string[] {
  const own = table.region();
  const inline = table.list("replicas");
  const apart = stack.findReferrers(table, TABLE_REPLICA, "globalTableArn");
  const flaws = inline.flatMap((replica) => {
    const region = replica.string("regionName") ?? "";
    if (region === own)
      return [describeMismatch(replica, "regionName", "another region than the table's own")];
    if (regions.length === 0 || regions.includes(region)) return [];
    return [describeMismatch(replica, "regionName", `one of ${regions.join(", ")}`)];
  });
  const there = [
    own,
    ...inline.map((replica) => replica.string("regionName")),
    ...apart.map((replica) => evaluateWithin(replica, () => replica.region())),
    table.string("globalTableWitness.regionName"),
  ].filter((region) => region !== undefined);
  const missing = regions.filter((region) => !there.includes(region));
  if (missing.length === 0) return flaws;
  const distinct = [...new Set(there)].join(", ");
  return [
    ...flaws,
    `it is in ${distinct}, expected ${missing.join(", ")} as well; add a replicas entry for ${missing.length === 1 ? "it" : "each"}`,
  ];
}

/** A replica that is a resource of its own must be in another region than its table. */
function ownRegionFlaw(replica: Resource, stack: Stack): string | undefined {
  const table = stack.findTarget(replica, "globalTableArn", TABLE);
  const arn = table ? undefined : replica.read("globalTableArn");
  if (arn?.state === "undecided") throw new Undecided("globalTableArn");
  const of = table
    ? evaluateWithin(table, () => table.region())
    : parseArn(arn?.state === "known" ? String(arn.value) : "")?.region;
  if (of === undefined || replica.region() !== of) return undefined;
  return `its region is ${JSON.stringify(of)}, that of ${table?.name ?? "its table"} itself, expected another`;
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html */
function streamFlaws(table: Resource): readonly string[] {
  const isStrong = table
    .list("replicas")
    .some((replica) => replica.string("consistencyMode")?.toUpperCase() === "STRONG");
  // Strongly consistent replicas do without streams.
  if (isStrong) return [];
  const enabled = mustBe(table, "streamEnabled", true, {
    advice: "replication of a global table reads its stream",
  });
  return collectFindings(enabled ?? mustBeOneOf(table, "streamViewType", ["NEW_AND_OLD_IMAGES"]));
}

function capacityFlaws(table: Resource, { stack }: TableContext): readonly string[] {
  if (table.string("billingMode") === "PAY_PER_REQUEST" || isScaled(table, stack)) return [];
  return [
    describeMismatch(
      table,
      "billingMode",
      '"PAY_PER_REQUEST", or an aws.appautoscaling.Target of its write capacity',
      "replicas must write as much as all regions together",
    ),
  ];
}

const SCALABLE_TARGET = ["aws:appautoscaling/target:Target"];

function isScaled(table: Resource, stack: Stack): boolean {
  return isAnyPassing(stack.ofTypes(SCALABLE_TARGET), (target) =>
    evaluateWithin(target, () => {
      if (target.string("scalableDimension") !== "dynamodb:table:WriteCapacityUnits") return false;
      if (stack.dependenciesOf(target, "resourceId").includes(table)) return true;
      const name = table.read("name");
      return name.state === "known" && target.string("resourceId") === `table/${String(name.value)}`;
    }),
  );
}
