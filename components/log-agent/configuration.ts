import * as pulumi from "@pulumi/pulumi";
import type { LogAgentFile, LogAgentMeasurement, ResolvedLogAgentArgs } from "./args";

/** Section and field of each measurement in the agent's configuration. */
export const AGENT_METRICS: Readonly<Record<LogAgentMeasurement, readonly [section: string, field: string]>> =
  {
    memory: ["mem", "mem_used_percent"],
    disk: ["disk", "used_percent"],
    swap: ["swap", "swap_used_percent"],
  };

/**
 * Returns the agent's configuration as JSON.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html
 */
export function agentConfiguration(args: ResolvedLogAgentArgs): pulumi.Output<string> {
  const { files, measurements, intervalSeconds, namespace } = args;
  const sections = measurements.map((measurement) => {
    const [section, field] = AGENT_METRICS[measurement];
    const resources = measurement === "disk" ? { resources: ["*"] } : {};
    return [section, { measurement: [field], ...resources }] as const;
  });
  const metrics = {
    namespace,
    append_dimensions: {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the agent replaces it
      InstanceId: "${aws:InstanceId}",
    },
    metrics_collected: Object.fromEntries(sections),
  };
  return pulumi.jsonStringify({
    agent: { metrics_collection_interval: intervalSeconds },
    logs: { logs_collected: { files: { collect_list: Object.values(files).map(collectListEntry) } } },
    ...(measurements.length > 0 ? { metrics } : {}),
  });
}

function collectListEntry({ path, logGroupName, streamName, timezone }: LogAgentFile) {
  return {
    file_path: path,
    log_group_name: logGroupName,
    log_stream_name: streamName ?? "{instance_id}",
    timezone: timezone ?? "UTC",
  };
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
