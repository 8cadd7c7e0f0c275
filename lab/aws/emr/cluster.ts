import type { CloudRecord } from "../cloud-store";
import { regionalArn } from "../common/arn";
import { checkBetween, checkOneOf, checkPattern } from "../common/checks";
import { createCapitalsId } from "../common/ids";
import { firstObject, lastPart, listObjects } from "../common/inputs";
import { findRecord } from "../common/records";
import { refuse } from "../common/refuse";
import { addServiceRule } from "../ec2/group-references";
import { findEc2 } from "../ec2/records";
import { hasExternalRoute } from "../ec2/subnet-routes";
import { AwsError } from "../errors";
import { asNumber, asString, asStrings, type Properties } from "../property-values";
import type { Call, CheckFailure, Draft, ResourceCall, ResourceType } from "../resource-type";
import { findClusterError } from "./cluster-rules";
import { refuseServiceRole } from "./roles";

/** Token of clusters. */
const CLUSTER = "aws:emr/cluster:Cluster";

/** Duration of each step in the lab, in seconds: an assumption, long enough to see the step run. */
const STEP_SECONDS = 600;

const MODEL = "https://docs.aws.amazon.com/emr/latest/APIReference/API_RunJobFlow.html";

/** A Hadoop cluster. It ends by itself after its last step or after its idle timeout, if set so. */
export const cluster: ResourceType = {
  type: CLUSTER,
  service: "emr",
  name: { property: "name" },
  api: {
    create: "RunJobFlow",
    read: "DescribeCluster",
    update: "ModifyCluster",
    delete: "TerminateJobFlows",
  },
  mutable: ["autoTerminationPolicy", "stepConcurrencyLevel", "terminationProtection", "visibleToAllUsers"],
  defaults: (inputs) => ({
    keepJobFlowAliveWhenNoSteps: true,
    terminationProtection: hasThreeMasters(inputs),
    ...inputs,
  }),
  check,
  create,
  read: (call, record) => ({ ...record.outputs, clusterState: stateOf(call, record) }),
  // @see https://github.com/hashicorp/terraform-provider-aws/blob/v6.0.0/internal/service/emr/cluster.go findClusterByID
  hasEnded: (call, record) => stateOf(call, record) === "TERMINATED",
  update: (_call, inputs, change) => {
    refuse(findClusterError(inputs));
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
 * Finds the cluster of an id.
 *
 * @throws {AwsError} InvalidRequestException
 * @see https://docs.aws.amazon.com/emr/latest/APIReference/API_DescribeCluster.html
 */
export function requireCluster(call: Call, id: string): CloudRecord {
  const record = findRecord(call, CLUSTER, id);
  if (record !== undefined) return record;
  throw new AwsError("InvalidRequestException", `Cluster id '${id}' is not valid.`, {
    source: "https://docs.aws.amazon.com/emr/latest/APIReference/API_DescribeCluster.html",
  });
}

// EMR protects a cluster with three masters.
function hasThreeMasters(inputs: Properties): boolean {
  return asNumber(firstObject(inputs.masterInstanceGroup)?.instanceCount) === 3;
}

function check(inputs: Properties): readonly CheckFailure[] {
  const idle = firstObject(inputs.autoTerminationPolicy)?.idleTimeout;
  return [
    ...checkPattern("releaseLabel", inputs.releaseLabel, /^emr-\d+\.\d+\.\d+$/, "must be like emr-7.13.0"),
    ...checkBetween("autoTerminationPolicy.idleTimeout", idle, 60, 604_800),
    ...checkBetween("stepConcurrencyLevel", inputs.stepConcurrencyLevel, 1, 256),
    ...checkOneOf("scaleDownBehavior", inputs.scaleDownBehavior, [
      "TERMINATE_AT_INSTANCE_HOUR",
      "TERMINATE_AT_TASK_COMPLETION",
    ]),
    ...checkBetween(
      "masterInstanceGroup.instanceCount",
      firstObject(inputs.masterInstanceGroup)?.instanceCount,
      1,
      3,
    ),
  ];
}

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  refuse(findClusterError(inputs));
  const attributes = firstObject(inputs.ec2Attributes);
  refuseMissingProfile(call, asString(attributes?.instanceProfile));
  for (const id of [asString(attributes?.subnetId), ...asStrings(attributes?.subnetIds)])
    if (id !== undefined && id !== "") refuseSubnet(call, id);
  if (listObjects(inputs.steps).length > 256)
    throw validationError("A maximum of 256 steps are allowed in each job flow.");
  const configuration = asString(inputs.securityConfiguration);
  if (
    configuration !== undefined &&
    configuration !== "" &&
    findRecord(call, "aws:emr/securityConfiguration:SecurityConfiguration", configuration) === undefined
  )
    throw validationError(`Security configuration '${configuration}' does not exist.`);
  refuseServiceRole(call, asString(inputs.serviceRole) ?? "");
  addManagedRules(call, attributes);
  const id = createCapitalsId(call, "j-", 13);
  return {
    id,
    outputs: {
      ...draft.outputs,
      arn: regionalArn(call, "elasticmapreduce", `cluster/${id}`),
      clusterState: listObjects(inputs.steps).length > 0 ? "RUNNING" : "WAITING",
      masterPublicDns: `ip-10-0-0-10.${call.region}.compute.internal`,
    },
  };
}

/**
 * Refuses a subnet that does not exist, or from which nodes reach neither EMR nor S3.
 *
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-clusters-in-a-vpc.html
 */
function refuseSubnet(call: ResourceCall, id: string): void {
  const subnet = findEc2(call, "subnet", id);
  if (subnet === undefined) throw validationError(`The subnet ID '${id}' does not exist`);
  if (hasExternalRoute(call, id)) return;
  throw new AwsError(
    "VALIDATION_ERROR",
    `The VPC/subnet configuration was invalid: No route to any external sources detected in Route Table for Subnet: ${id} for VPC: ${subnet.outputs.vpcId}`,
    { source: MODEL },
  );
}

/**
 * Adds EMR's own rules to the groups it manages; they refer to each other and remain after the cluster.
 *
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html
 */
function addManagedRules(call: ResourceCall, attributes: Properties | undefined): void {
  const [master, slave, service] = [
    attributes?.emrManagedMasterSecurityGroup,
    attributes?.emrManagedSlaveSecurityGroup,
    attributes?.serviceAccessSecurityGroup,
  ].map(asString);
  for (const [group, peer] of [
    [master, slave],
    [slave, master],
    [master, service],
    [slave, service],
    [service, master],
    [service, slave],
  ]) {
    if (group && peer && group !== peer) addServiceRule(call, group, peer);
  }
}

/** @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-iam-role-for-ec2.html */
function refuseMissingProfile(call: ResourceCall, reference: string | undefined): void {
  if (reference === undefined || reference === "") return;
  const name = lastPart(reference);
  // EMR's console creates this role, so it exists without a program.
  if (name === "EMR_EC2_DefaultRole") return;
  if (findRecord(call, "aws:iam/instanceProfile:InstanceProfile", name) === undefined)
    throw validationError(`Invalid InstanceProfile: ${name}.`);
}

/** Present state of a cluster. @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-auto-termination-policy.html */
function stateOf(call: ResourceCall, record: CloudRecord): string {
  const busy = listObjects(record.outputs.steps).length * STEP_SECONDS;
  const policy = firstObject(record.outputs.autoTerminationPolicy);
  const idle = policy === undefined ? undefined : (asNumber(policy.idleTimeout) ?? 3600);
  const age = (call.clock.now() - record.createdAt) / 1000;
  if (age < busy) return "RUNNING";
  if (record.outputs.keepJobFlowAliveWhenNoSteps === false) return "TERMINATED";
  if (idle !== undefined && age >= busy + idle) return "TERMINATED";
  return "WAITING";
}

function validationError(words: string): AwsError {
  return new AwsError("ValidationException", words, { source: MODEL });
}
