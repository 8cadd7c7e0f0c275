import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../shared/arn";
import { expectLabels, expectText, expectWhole } from "../shared/checks";
import { Faults } from "../shared/errors";
import { type PolicyStatement, policyDocument, trustOfService } from "../shared/policy";

/** A file on the instance that is sent to a log group. */
export interface LogAgentFile {
  /** Absolute path of the file; `*` stands for any part of a name. */
  readonly path: string;
  /** Name of the log group. */
  readonly logGroupName: pulumi.Input<string>;
  /** ARN of that log group, without `:*`. */
  readonly logGroupArn: pulumi.Input<string>;
  /** Name of the stream; the agent fills in {instance_id}, {hostname}, {ip_address}. @default "{instance_id}" */
  readonly streamName?: string | undefined;
  /** Whether the clock in the file is of the zone UTC or the instance's. @default "UTC" */
  readonly timezone?: "UTC" | "Local" | undefined;
}

/** Measurements that only an agent can take, since they are seen from inside the instance alone. */
export type LogAgentMeasurement = "memory" | "disk" | "swap";

/** Arguments of {@link LogAgent}. */
export interface LogAgentArgs {
  /** Files to send, by a label that is kept for good; at least one. */
  readonly files: Readonly<Record<string, LogAgentFile>>;
  /** What is measured, in percent used. @default memory and disk */
  readonly measurements?: readonly LogAgentMeasurement[] | undefined;
  /** Seconds between two measurements, 1 to 172800; below 60 costs more. @default 60 */
  readonly intervalSeconds?: number | undefined;
  /** Namespace of the measurements, 1 to 255 characters, the only one the instance may write to. @default "CWAgent" */
  readonly namespace?: string | undefined;
  /** Whether Systems Manager may manage the instances: sessions without SSH, patches, inventory. @default true */
  readonly systemsManager?: boolean | undefined;
  /** Tags of role, profile and parameter. @default - none */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * What an instance needs to send its logs and measurements to CloudWatch by the unified agent: a role and its profile, the
 * agent's configuration as a parameter, and the user data that installs the agent and has it fetch the parameter.
 *
 * The role may write to the given log groups, to one namespace, and read the one parameter.
 *
 * @throws {ArgumentError} when there is no file, or a path, name or interval is not what the agent takes
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html
 */
export class LogAgent extends pulumi.ComponentResource {
  /** Name of the instances' role. */
  readonly roleName: pulumi.Output<string>;
  /** ARN of the instances' role. */
  readonly roleArn: pulumi.Output<string>;
  /** Name of the profile to launch instances with. */
  readonly instanceProfileName: pulumi.Output<string>;
  /** ARN of the profile to launch instances with. */
  readonly instanceProfileArn: pulumi.Output<string>;
  /** Name of the parameter that holds the agent's configuration; begins with `AmazonCloudWatch-`. */
  readonly configParameterName: pulumi.Output<string>;
  /** Shell script for Amazon Linux 2023 that installs, configures and starts the agent; not encoded. */
  readonly userData: pulumi.Output<string>;

  constructor(name: string, args: LogAgentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("archipelago:components:LogAgent", name, args, opts);
    const { files, namespace, config } = resolve(name, args);
    const here = { parent: this };
    const tagged = args.tags ? { tags: args.tags } : {};

    const role = new aws.iam.Role(
      name,
      { assumeRolePolicy: trustOfService(name, "ec2.amazonaws.com"), ...tagged },
      here,
    );
    const parameter = new aws.ssm.Parameter(
      `${name}-config`,
      {
        name: pulumi.interpolate`AmazonCloudWatch-${role.name}`,
        description: "Configuration of the CloudWatch agent",
        type: "String",
        tier: "Intelligent-Tiering", // 4096 characters are free, 8192 are not: it depends on the number of files
        value: config,
        ...tagged,
      },
      here,
    );
    new aws.iam.RolePolicy(
      `${name}-policy`,
      { role: role.id, policy: policyDocument(name, maySend(files, namespace, parameter.arn)) },
      here,
    );
    if (args.systemsManager ?? true) {
      const partition = aws.getPartitionOutput({}, here).partition;
      const resource = "policy/AmazonSSMManagedInstanceCore";
      new aws.iam.RolePolicyAttachment(
        `${name}-systems-manager`,
        { role: role.name, policyArn: arn({ partition, service: "iam", account: "aws", resource }) },
        here,
      );
    }
    const profile = new aws.iam.InstanceProfile(`${name}-profile`, { role: role.name, ...tagged }, here);

    this.roleName = role.name;
    this.roleArn = role.arn;
    this.instanceProfileName = profile.name;
    this.instanceProfileArn = profile.arn;
    this.configParameterName = parameter.name;
    this.userData = parameter.name.apply(installScript);
    this.registerOutputs({
      roleName: this.roleName,
      roleArn: this.roleArn,
      instanceProfileName: this.instanceProfileName,
      instanceProfileArn: this.instanceProfileArn,
      configParameterName: this.configParameterName,
      userData: this.userData,
    });
  }
}

/** The agent's own name of each measurement: its section, and the field in it. */
const MEASURED: Readonly<Record<LogAgentMeasurement, readonly [string, string]>> = {
  memory: ["mem", "mem_used_percent"],
  disk: ["disk", "used_percent"],
  swap: ["swap", "swap_used_percent"],
};

/** An absolute path without control characters. */
const PATH = /^\/[^\p{Cc}]{0,4095}$/u;

interface Resolved {
  readonly files: readonly LogAgentFile[];
  readonly namespace: string;
  readonly config: pulumi.Output<string>;
}

function resolve(name: string, args: LogAgentArgs): Resolved {
  const { measurements = ["memory", "disk"], intervalSeconds = 60, namespace = "CWAgent" } = args;
  const labels = Object.keys(args.files);
  const files = Object.values(args.files);
  const faults = new Faults(name);
  faults.expect(files.length > 0, "files", args.files, "at least one file");
  expectLabels(faults, "files", labels);
  for (const [label, { path, streamName }] of Object.entries(args.files)) {
    faults.expect(PATH.test(path), `files.${label}.path`, path, "an absolute path such as /var/log/messages");
    expectText(faults, `files.${label}.streamName`, streamName, 1, 512);
  }
  const known = measurements.every((one) => Object.hasOwn(MEASURED, one));
  const once = new Set(measurements).size === measurements.length;
  faults.expect(known && once, "measurements", measurements, "memory, disk and swap, each once at most");
  expectWhole(faults, "intervalSeconds", intervalSeconds, 1, 172_800);
  if (expectText(faults, "namespace", namespace, 1, 255)) {
    const own = !/^(?::|AWS\/)/i.test(namespace);
    faults.expect(own, "namespace", namespace, "a namespace of your own, since AWS/ is AWS' alone");
  }
  faults.raise();
  return { files, namespace, config: agentConfig(files, measurements, intervalSeconds, namespace) };
}

/** The agent's configuration as JSON, built as an object and serialised once. */
function agentConfig(
  files: readonly LogAgentFile[],
  measurements: readonly LogAgentMeasurement[],
  intervalSeconds: number,
  namespace: string,
): pulumi.Output<string> {
  const collected = measurements.map((one) => {
    const [section, field] = MEASURED[one];
    return [section, { measurement: [field], ...(one === "disk" ? { resources: ["*"] } : {}) }] as const;
  });
  const metrics = {
    namespace,
    append_dimensions: {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the agent fills these in
      InstanceId: "${aws:InstanceId}",
    },
    metrics_collected: Object.fromEntries(collected),
  };
  return pulumi.jsonStringify({
    agent: { metrics_collection_interval: intervalSeconds },
    logs: { logs_collected: { files: { collect_list: files.map(collectedFile) } } },
    ...(measurements.length > 0 ? { metrics } : {}),
  });
}

function collectedFile({ path, logGroupName, streamName, timezone }: LogAgentFile): Record<string, unknown> {
  return {
    file_path: path,
    log_group_name: logGroupName,
    log_stream_name: streamName ?? "{instance_id}",
    timezone: timezone ?? "UTC",
  };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/create-iam-roles-for-cloudwatch-agent.html */
function maySend(
  files: readonly LogAgentFile[],
  namespace: string,
  parameterArn: pulumi.Input<string>,
): PolicyStatement[] {
  return [
    {
      sid: "WriteLogs",
      actions: [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "logs:DescribeLogStreams",
      ],
      resources: files.flatMap(({ logGroupArn }) => [logGroupArn, pulumi.interpolate`${logGroupArn}:*`]),
    },
    {
      sid: "WriteMeasurements",
      actions: ["cloudwatch:PutMetricData"],
      resources: ["*"],
      conditions: [{ test: "StringEquals", key: "cloudwatch:namespace", values: [namespace] }],
      wildcardBecause: "metrics have no ARN; the condition narrows it to one namespace",
    },
    { sid: "ReadConfiguration", actions: ["ssm:GetParameter"], resources: [parameterArn] },
  ];
}

/** Quoted for a shell, so that a name is a name whatever is in it. */
function installScript(parameterName: string): string {
  const quoted = `'ssm:${parameterName.replaceAll("'", "'\\''")}'`;
  return [
    "#!/bin/bash",
    "set -euo pipefail",
    "dnf install -y amazon-cloudwatch-agent",
    `/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c ${quoted}`,
    "",
  ].join("\n");
}
