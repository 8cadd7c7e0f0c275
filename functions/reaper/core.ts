/** Facts about one cluster that the reaper needs. */
export interface Cluster {
  /** Id, `j-…`. */
  readonly id: string;
  /** State, such as RUNNING. */
  readonly state: string;
  /** Tags by key. */
  readonly tags: Readonly<Record<string, string>>;
  /** Whether termination protection is on. */
  readonly isProtected: boolean;
}

/** One page of the ids of clusters that have not ended. */
export interface ClusterPage {
  readonly ids: readonly string[];
  /** Marker of the next page; undefined on the last one. */
  readonly next: string | undefined;
}

/** Operations of EMR that the reaper uses. */
export interface Clusters {
  /** Lists clusters that have neither ended nor begun to terminate, from a marker on. */
  list(marker: string | undefined): Promise<ClusterPage>;
  describe(id: string): Promise<Cluster>;
  /** Turns termination protection off. */
  unprotect(id: string): Promise<void>;
  terminate(id: string): Promise<void>;
}

/** Clusters that the reaper owns, and the tag with their end of life. */
export interface Ownership {
  /** Key of the tag with the end of life, in ISO 8601. */
  readonly expiryTag: string;
  /** Tags that a cluster must have, with these values. */
  readonly clusterTags: Readonly<Record<string, string>>;
}

/** Decision about one cluster. */
export type Decision = "terminate" | "not owned" | "ending" | "not expired" | "without expiry";

/** Result of one run; clusters are given by their ids. */
export interface Report {
  /** Clusters that were terminated. */
  readonly terminated: readonly string[];
  /** Own clusters whose end of life is missing or unreadable, so that nothing ends them. */
  readonly withoutExpiry: readonly string[];
  /** Requests that failed. */
  readonly failures: readonly Failure[];
}

/** A request that failed: about one cluster, by its id, or about the list of clusters. */
interface Failure {
  readonly subject: string;
  readonly message: string;
}

/** States in which a cluster costs money and does not end by itself. */
export const LIVE_STATES = ["STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING"] as const;

/** Forms of a moment with an offset: to the minute, the second or a fraction. @see https://www.rfc-editor.org/rfc/rfc3339#section-5.6 */
const MOMENT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Decides about one cluster at the moment `now`, in milliseconds since 1970. */
export function decide({ state, tags }: Cluster, ownership: Ownership, now: number): Decision {
  const required = Object.entries(ownership.clusterTags);
  // Without a required tag, every cluster of the account would be an own one.
  const isOwned = required.length > 0 && required.every(([key, value]) => tags[key] === value);
  if (!isOwned) return "not owned";
  if (!(LIVE_STATES as readonly string[]).includes(state)) return "ending";
  const end = readMoment(tags[ownership.expiryTag]);
  if (end === undefined) return "without expiry";
  return end <= now ? "terminate" : "not expired";
}

/**
 * Terminates every own cluster that has outlived its end of life. A failure with one cluster does not keep it from the others.
 *
 * @param now moment of the run, in milliseconds since 1970
 */
export async function reap(clusters: Clusters, ownership: Ownership, now: number): Promise<Report> {
  const terminated: string[] = [];
  const withoutExpiry: string[] = [];
  const failures: Failure[] = [];
  try {
    for await (const id of listIds(clusters)) {
      try {
        const cluster = await clusters.describe(id);
        const decision = decide(cluster, ownership, now);
        if (decision === "without expiry") withoutExpiry.push(id);
        if (decision !== "terminate") continue;
        if (cluster.isProtected) await clusters.unprotect(id);
        await clusters.terminate(id);
        terminated.push(id);
      } catch (error) {
        failures.push({ subject: id, message: messageOf(error) });
      }
    }
  } catch (error) {
    failures.push({ subject: "list of clusters", message: messageOf(error) });
  }
  return { terminated, withoutExpiry, failures };
}

async function* listIds(clusters: Clusters): AsyncGenerator<string> {
  let marker: string | undefined;
  do {
    const { ids, next } = await clusters.list(marker);
    yield* ids;
    marker = next;
  } while (marker !== undefined);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Returns a line in CloudWatch's embedded metric format: the report, and its counts as metrics of the function.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function formatMetrics(
  report: Report,
  { namespace, functionName, now }: { namespace: string; functionName: string; now: number },
): string {
  const counts = {
    ReapedClusters: report.terminated.length,
    ClustersWithoutExpiry: report.withoutExpiry.length,
    Failures: report.failures.length,
  };
  return JSON.stringify({
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: [["FunctionName"]],
          Metrics: Object.keys(counts).map((Name) => ({ Name, Unit: "Count" })),
        },
      ],
    },
    FunctionName: functionName,
    ...counts,
    ...report,
  });
}

/** Returns the moment in milliseconds since 1970; undefined for anything but a moment with its offset on a day that exists. */
function readMoment(text: string | undefined): number | undefined {
  const [, day] = MOMENT.exec(text ?? "") ?? [];
  const moment = Date.parse(text ?? "");
  if (day === undefined || Number.isNaN(moment)) return undefined;
  // Date.parse moves a day such as 2026-02-30 into the next month.
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day) ? moment : undefined;
}
