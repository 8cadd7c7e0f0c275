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

/** A global table fails over only if every region has a replica that can be restored and can take all writes. */
export const dynamodbGlobalComplete = stackRule<Settings>({
  name: "dynamodb-global-complete",
  title: "Global tables are complete",
  description:
    "A DynamoDB global table has a replica in every region, streams, point-in-time recovery in each region, and write capacity that scales.",
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
    'Add a replicas entry (or an aws.dynamodb.TableReplica) for each region except the table\'s, set streamEnabled true and streamViewType "NEW_AND_OLD_IMAGES", pointInTimeRecovery.enabled true, pointInTimeRecovery true on each replica, and billingMode "PAY_PER_REQUEST".',
  url: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GlobalTables.html",
  settings: {
    regions: {
      type: "array",
      items: { type: "string", minLength: 1 },
      description:
        "Regions of global tables. Default: the regions of the stack's configuration; without either, regions are not compared.",
    },
    tables: {
      type: "array",
      items: { type: "string", format: "regex", minLength: 1 },
      default: [],
      description:
        "Regular expressions of names, in the program or in AWS, of tables that must be global. Tables with a replica, and tables of a multi-region stack with a stream of new and old images that no resource reads, are always included.",
    },
  },
  types: [...TABLE, ...TABLE_REPLICA],
  checks: {
    regions: (table, context) =>
      isReplica(table)
        ? findReplicaRegionFault(table, context.stack)
        : checkGlobalTable(table, context, findRegionFaults),
    streams: (table, context) => checkGlobalTable(table, context, findStreamFaults),
    "point-in-time recovery": (table, context) =>
      isReplica(table)
        ? mustBe(table, "pointInTimeRecovery", true)
        : checkGlobalTable(table, context, () =>
            collectFindings(
              mustBe(table, "pointInTimeRecovery.enabled", true),
              ...table.list("replicas").map((replica) => mustBe(replica, "pointInTimeRecovery", true)),
            ),
          ),
    capacity: (table, context) => checkGlobalTable(table, context, findCapacityFaults),
  },
  remediation: (inputs, table, { settings }) => {
    const replicas = isReplica(table) ? [] : table.list("replicas");
    if (!isReplica(table) && replicas.length === 0 && !isSelected(table, settings.tables)) return false;
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

/** Lists the faults of a table that is global or must be. */
function checkGlobalTable(
  table: Resource,
  context: TableContext,
  findFaults: (table: Resource, context: TableContext) => readonly string[],
): readonly string[] {
  if (isReplica(table)) return [];
  const { stack, settings } = context;
  const isGlobal =
    isSelected(table, settings.tables) ||
    table.hasItems("replicas") ||
    stack.findReferrers(table, TABLE_REPLICA, "globalTableArn").length > 0 ||
    isLikelyGlobal(table, context);
  return isGlobal ? findFaults(table, context) : [];
}

/** Types that read a table's stream, with the property that names it. */
const READERS = [
  ["aws:lambda/eventSourceMapping:EventSourceMapping", "eventSourceArn"],
  ["aws:pipes/pipe:Pipe", "source"],
] as const;

/**
 * Whether a table without replicas looks like a global one: no resource of the stack reads its stream of new and old images,
 * so the stream serves replication, and neither the table's name nor a namesake shows that each region has its own table.
 */
function isLikelyGlobal(table: Resource, { stack, regions = [] }: TableContext): boolean {
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
    // An unknown value may be a reader; no setting and no replica marks the table as global.
    if (error instanceof Undecided) return false;
    throw error;
  }
}

function isReplica({ type }: Resource): boolean {
  return (TABLE_REPLICA as readonly string[]).includes(type);
}

function isSelected(table: Resource, tables: readonly string[]): boolean {
  if (tables.length === 0) return false;
  if (matchesAny(tables, table.name)) return true;
  const name = table.read("name");
  return name.state === "known" && matchesAny(tables, String(name.value));
}

function findRegionFaults(table: Resource, { stack, regions = [] }: TableContext): readonly string[] {
  const own = table.region();
  const inline = table.list("replicas");
  const separate = stack.findReferrers(table, TABLE_REPLICA, "globalTableArn");
  const faults = inline.flatMap((replica) => {
    const region = replica.string("regionName") ?? "";
    if (region === own)
      return [describeMismatch(replica, "regionName", "another region than the table's own")];
    if (regions.length === 0 || regions.includes(region)) return [];
    return [describeMismatch(replica, "regionName", `one of ${regions.join(", ")}`)];
  });
  const present = [
    own,
    ...inline.map((replica) => replica.string("regionName")),
    ...separate.map((replica) => evaluateWithin(replica, () => replica.region())),
    table.string("globalTableWitness.regionName"),
  ].filter((region) => region !== undefined);
  const missing = regions.filter((region) => !present.includes(region));
  if (missing.length === 0) return faults;
  const distinct = [...new Set(present)].join(", ");
  return [
    ...faults,
    `it is in ${distinct}, expected also ${missing.join(", ")}; add a replicas entry for ${missing.length === 1 ? "it" : "each"}`,
  ];
}

/** A TableReplica must be in another region than its table. */
function findReplicaRegionFault(replica: Resource, stack: Stack): string | undefined {
  const table = stack.findTarget(replica, "globalTableArn", TABLE);
  const arn = table ? undefined : replica.read("globalTableArn");
  if (arn?.state === "undecided") throw replica.undecided("globalTableArn");
  const tableRegion = table
    ? evaluateWithin(table, () => table.region())
    : parseArn(arn?.state === "known" ? String(arn.value) : "")?.region;
  if (tableRegion === undefined || replica.region() !== tableRegion) return undefined;
  return `its region is ${JSON.stringify(tableRegion)}, the same as that of ${table?.name ?? "its table"}, expected another region`;
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html */
function findStreamFaults(table: Resource): readonly string[] {
  const isStrong = table
    .list("replicas")
    .some((replica) => replica.string("consistencyMode")?.toUpperCase() === "STRONG");
  // Strongly consistent replicas need no stream.
  if (isStrong) return [];
  const enabled = mustBe(table, "streamEnabled", true, {
    advice: "global tables replicate through the stream",
  });
  return collectFindings(enabled ?? mustBeOneOf(table, "streamViewType", ["NEW_AND_OLD_IMAGES"]));
}

function findCapacityFaults(table: Resource, { stack }: TableContext): readonly string[] {
  if (table.string("billingMode") === "PAY_PER_REQUEST" || isScaled(table, stack)) return [];
  return [
    describeMismatch(
      table,
      "billingMode",
      '"PAY_PER_REQUEST", or an aws.appautoscaling.Target of its write capacity',
      "each replica must handle the writes of all regions",
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
