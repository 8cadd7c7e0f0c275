import * as pulumi from "@pulumi/pulumi";
import { checkOneOf } from "../shared/checks";
import { Faults } from "../shared/errors";
import type { MetricSpec } from "../shared/metrics";
import type { LogAgentFile, LogAgentInstances, LogAgentMeasurement, ResolvedLogAgentArgs } from "./args";

/** Section, field and name of the metric of each measurement; the agent puts the section before a field. */
export const AGENT_METRICS: Readonly<
  Record<
    LogAgentMeasurement,
    { readonly section: string; readonly field: string; readonly metricName: string }
  >
> = {
  memory: { section: "mem", field: "mem_used_percent", metricName: "mem_used_percent" },
  disk: { section: "disk", field: "used_percent", metricName: "disk_used_percent" },
  swap: { section: "swap", field: "swap_used_percent", metricName: "swap_used_percent" },
};

/**
 * Dimensions of all metrics. The agent leaves out the Auto Scaling group of an instance without one.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html
 */
const APPENDED_DIMENSIONS = {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the agent replaces it
  InstanceId: "${aws:InstanceId}",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the agent replaces it
  AutoScalingGroupName: "${aws:AutoScalingGroupName}",
};

/** Sets of dimensions by which the agent also publishes each metric that has them: those that an alarm can know. */
const AGGREGATIONS = [
  ["AutoScalingGroupName"],
  ["InstanceId"],
  ["AutoScalingGroupName", "path"],
  ["InstanceId", "path"],
];

/**
 * Returns the agent's configuration as JSON.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html
 */
export function agentConfiguration(args: ResolvedLogAgentArgs): pulumi.Output<string> {
  const { files, measurements, intervalSeconds, namespace, disks } = args;
  const sections = measurements.map((measurement) => {
    const { section, field } = AGENT_METRICS[measurement];
    const fileSystems = {
      resources: disks.mountPoints,
      ignore_file_system_types: disks.ignoreFileSystemTypes,
      drop_device: disks.dropDevice,
    };
    return [section, { measurement: [field], ...(measurement === "disk" ? fileSystems : {}) }] as const;
  });
  const metrics = {
    namespace,
    append_dimensions: APPENDED_DIMENSIONS,
    aggregation_dimensions: AGGREGATIONS.filter(
      (names) => measurements.includes("disk") || !names.includes("path"),
    ),
    metrics_collected: Object.fromEntries(sections),
  };
  return pulumi.jsonStringify({
    agent: { metrics_collection_interval: intervalSeconds },
    logs: { logs_collected: { files: { collect_list: Object.values(files).map(collectListEntry) } } },
    ...(measurements.length > 0 ? { metrics } : {}),
  });
}

function collectListEntry(file: LogAgentFile) {
  const { path, logGroupName, streamName, timestampFormat, timezone, filters } = file;
  return {
    file_path: path,
    log_group_name: logGroupName,
    log_stream_name: streamName ?? "{instance_id}",
    ...(timestampFormat ? { timestamp_format: timestampFormat, timezone: timezone ?? "UTC" } : {}),
    ...(file.multiLineStartPattern ? { multi_line_start_pattern: file.multiLineStartPattern } : {}),
    ...(filters ? { filters: filters.map(({ type, expression }) => ({ type, expression })) } : {}),
    ...(file.retentionDays ? { retention_in_days: file.retentionDays } : {}),
  };
}

/**
 * Returns a metric by the dimensions under which the agent publishes it.
 *
 * @throws {ArgumentError} when the agent does not take this measurement
 */
export function agentMetric(
  name: string,
  { namespace, measurements, disks }: ResolvedLogAgentArgs,
  measurement: LogAgentMeasurement,
  instances: LogAgentInstances,
  mountPoint = "/",
): MetricSpec {
  const faults = new Faults(name);
  checkOneOf(faults, "measurement", measurement, measurements);
  const isMeasured = disks.mountPoints.includes("*") || disks.mountPoints.includes(mountPoint);
  const expected = `one of disks.mountPoints: ${disks.mountPoints.join(", ")}`;
  faults.expect(measurement !== "disk" || isMeasured, "mountPoint", mountPoint, expected);
  faults.raise();
  const { metricName } = AGENT_METRICS[measurement];
  const dimensions =
    "instanceId" in instances
      ? { InstanceId: instances.instanceId }
      : { AutoScalingGroupName: instances.autoScalingGroupName };
  const path = measurement === "disk" ? { path: mountPoint } : {};
  return { namespace, metricName, dimensions: { ...dimensions, ...path } };
}

/** Returns the shell script that installs the agent and starts it with the configuration in a parameter. */
export function installScript(parameterName: string): string {
  // quoted for the shell, so that no character in the name has a meaning there
  const source = `'ssm:${parameterName.replaceAll("'", "'\\''")}'`;
  return [
    "#!/bin/bash",
    "set -euo pipefail",
    "dnf install -y amazon-cloudwatch-agent",
    `/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c ${source}`,
    "",
  ].join("\n");
}
