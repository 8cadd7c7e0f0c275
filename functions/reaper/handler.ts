import {
  DescribeClusterCommand,
  EMRClient,
  ListClustersCommand,
  SetTerminationProtectionCommand,
  TerminateJobFlowsCommand,
} from "@aws-sdk/client-emr";
import { type Clusters, formatMetrics, LIVE_STATES, reap } from "./core";

const emr = new EMRClient({});

const clusters: Clusters = {
  async list(Marker) {
    const page = await emr.send(new ListClustersCommand({ ClusterStates: [...LIVE_STATES], Marker }));
    return { ids: (page.Clusters ?? []).flatMap(({ Id }) => Id ?? []), next: page.Marker };
  },
  async describe(ClusterId) {
    const { Cluster } = await emr.send(new DescribeClusterCommand({ ClusterId }));
    const tags = Object.fromEntries((Cluster?.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
    const isProtected = Cluster?.TerminationProtected ?? false;
    return { id: ClusterId, state: Cluster?.Status?.State ?? "", tags, isProtected };
  },
  async unprotect(id) {
    await emr.send(new SetTerminationProtectionCommand({ JobFlowIds: [id], TerminationProtected: false }));
  },
  async terminate(id) {
    await emr.send(new TerminateJobFlowsCommand({ JobFlowIds: [id] }));
  },
};

/**
 * Runs the reaper once and writes its metrics to the log.
 *
 * @throws {Error} when a request failed, so that Lambda counts an error
 */
export async function handler(): Promise<void> {
  const { EXPIRY_TAG = "", CLUSTER_TAGS = "", NAMESPACE = "", AWS_LAMBDA_FUNCTION_NAME = "" } = process.env;
  const now = Date.now();
  const report = await reap(clusters, { expiryTag: EXPIRY_TAG, clusterTags: JSON.parse(CLUSTER_TAGS) }, now);
  // console.log would wrap the line, and CloudWatch would find no metrics in it.
  process.stdout.write(
    `${formatMetrics(report, { namespace: NAMESPACE, functionName: AWS_LAMBDA_FUNCTION_NAME, now })}\n`,
  );
  if (report.failures.length > 0) throw new Error(`could not reap ${JSON.stringify(report.failures)}`);
}
