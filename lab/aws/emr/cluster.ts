import { regionalArn } from "../common/arn";
import { between, matches, oneOf } from "../common/faults";
import { freshCapitals } from "../common/ids";
import { lastPart, several, single } from "../common/inputs";
import { recordAt } from "../common/lookup";
import { refuse } from "../common/refuse";
import { look } from "../ec2/found";
import { AwsError } from "../errors";
import type { Call, CheckFailure, Draft, ResourceCall, ResourceType } from "../resource-type";
import { numeric, type Properties, text, texts } from "../value";
import type { CloudRecord } from "../world";
import { clusterFault } from "./cluster-rules";

/** Token of clusters. */
const CLUSTER = "aws:emr/cluster:Cluster";

/** How long each step of a cluster takes in the lab, in seconds: any job's guess, long enough to be seen running. */
const STEP_SECONDS = 600;

const MODEL = "https://docs.aws.amazon.com/emr/latest/APIReference/API_RunJobFlow.html";

/** A Hadoop cluster. It may end by itself: after its last step, or after it was idle for long enough. */
export const cluster: ResourceType = {
  type: CLUSTER,
  service: "emr",
  name: { property: "name", maxLength: 256 },
  api: {
    create: "RunJobFlow",
    read: "DescribeCluster",
    update: "ModifyCluster",
    delete: "TerminateJobFlows",
  },
  mutable: ["autoTerminationPolicy", "stepConcurrencyLevel", "terminationProtection", "visibleToAllUsers"],
  defaults: (inputs) => ({
    keepJobFlowAliveWhenNoSteps: true,
    terminationProtection: threeMasters(inputs),
    ...inputs,
  }),
  check,
  create,
  read: (call, record) => ({ ...record.outputs, clusterState: stateOf(call, record) }),
  // @see https://github.com/hashicorp/terraform-provider-aws/blob/v6.0.0/internal/service/emr/cluster.go findClusterByID
  ended: (call, record) => stateOf(call, record) === "TERMINATED",
  update: (_call, inputs, change) => {
    refuse(clusterFault(inputs));
    return change.draft;
  },
  delete: (call, record) => {
    if (record.outputs.terminationProtection !== true || stateOf(call, record) === "TERMINATED") return;
    throw new AwsError(
      "ValidationException",
      "Could not shut down one or more job flows since they are termination protected.",
      { source: "https://docs.aws.amazon.com/emr/latest/APIReference/API_TerminateJobFlows.html" },
    );
  },
  durations: { create: 420, delete: 300 },
};

/**
 * The cluster of that id.
 *
 * @throws {AwsError} InvalidRequestException
 * @see https://docs.aws.amazon.com/emr/latest/APIReference/API_DescribeCluster.html
 */
export function clusterOf(call: Call, id: string): CloudRecord {
  const found = recordAt(call, CLUSTER, id);
  if (found !== undefined) return found;
  throw new AwsError("InvalidRequestException", `Cluster id '${id}' is not valid.`, {
    source: "https://docs.aws.amazon.com/emr/latest/APIReference/API_DescribeCluster.html",
  });
}

// High availability brings protection with it.
function threeMasters(inputs: Properties): boolean {
  return numeric(single(inputs.masterInstanceGroup)?.instanceCount) === 3;
}

function check(inputs: Properties): readonly CheckFailure[] {
  const idle = single(inputs.autoTerminationPolicy)?.idleTimeout;
  return [
    ...matches("releaseLabel", inputs.releaseLabel, /^emr-\d+\.\d+\.\d+$/, "must be like emr-7.13.0"),
    ...between("autoTerminationPolicy.idleTimeout", idle, 60, 604_800),
    ...between("stepConcurrencyLevel", inputs.stepConcurrencyLevel, 1, 256),
    ...oneOf("scaleDownBehavior", inputs.scaleDownBehavior, [
      "TERMINATE_AT_INSTANCE_HOUR",
      "TERMINATE_AT_TASK_COMPLETION",
    ]),
    ...between("masterInstanceGroup.instanceCount", single(inputs.masterInstanceGroup)?.instanceCount, 1, 3),
  ];
}

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  refuse(clusterFault(inputs));
  const attributes = single(inputs.ec2Attributes);
  refuseMissingProfile(call, text(attributes?.instanceProfile));
  for (const id of [text(attributes?.subnetId), ...texts(attributes?.subnetIds)])
    if (id !== undefined && id !== "" && look(call, "subnet", id) === undefined)
      throw invalid(`The subnet ID '${id}' does not exist`);
  if (several(inputs.steps).length > 256)
    throw invalid("A maximum of 256 steps are allowed in each job flow.");
  const configuration = text(inputs.securityConfiguration);
  if (
    configuration !== undefined &&
    configuration !== "" &&
    recordAt(call, "aws:emr/securityConfiguration:SecurityConfiguration", configuration) === undefined
  )
    throw invalid(`Security configuration '${configuration}' does not exist.`);
  const id = freshCapitals(call, "j-", 13);
  return {
    id,
    outputs: {
      ...draft.outputs,
      arn: regionalArn(call, "elasticmapreduce", `cluster/${id}`),
      clusterState: several(inputs.steps).length > 0 ? "RUNNING" : "WAITING",
      masterPublicDns: `ip-10-0-0-10.${call.region}.compute.internal`,
    },
  };
}

/** @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-iam-role-for-ec2.html */
function refuseMissingProfile(call: ResourceCall, reference: string | undefined): void {
  if (reference === undefined || reference === "") return;
  const name = lastPart(reference);
  // The role that EMR's console makes for an account is there without any program.
  if (name === "EMR_EC2_DefaultRole") return;
  if (recordAt(call, "aws:iam/instanceProfile:InstanceProfile", name) === undefined)
    throw invalid(`Invalid InstanceProfile: ${name}.`);
}

/** State of a cluster now. @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-auto-termination-policy.html */
function stateOf(call: ResourceCall, record: CloudRecord): string {
  const busy = several(record.outputs.steps).length * STEP_SECONDS;
  const policy = single(record.outputs.autoTerminationPolicy);
  const idle = policy === undefined ? undefined : (numeric(policy.idleTimeout) ?? 3600);
  const age = (call.clock.now() - record.createdAt) / 1000;
  if (age < busy) return "RUNNING";
  if (record.outputs.keepJobFlowAliveWhenNoSteps === false) return "TERMINATED";
  if (idle !== undefined && age >= busy + idle) return "TERMINATED";
  return "WAITING";
}

function invalid(words: string): AwsError {
  return new AwsError("ValidationException", words, { source: MODEL });
}
