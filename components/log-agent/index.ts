import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../shared/arn";
import type { MetricSpec } from "../shared/metrics";
import { policyDocument } from "../shared/policy";
import { createServiceRole } from "../shared/roles";
import type { LogAgentArgs, LogAgentInstances, LogAgentMeasurement } from "./args";
import { agentConfiguration, agentMetric, installScript } from "./configuration";
import { agentStatements } from "./permissions";
import { resolveArgs } from "./resolve";

export type {
  LogAgentArgs,
  LogAgentDisks,
  LogAgentFile,
  LogAgentFilter,
  LogAgentInstances,
  LogAgentMeasurement,
} from "./args";

type MetricParameters = [instances: LogAgentInstances, mountPoint: string | undefined];

/**
 * Setup of the CloudWatch agent on instances: a role and its profile, the agent's configuration as a parameter, and user data
 * that installs the agent with this configuration.
 *
 * The role may write to the given log groups and to one namespace, and read the one parameter. The agent publishes each
 * measurement by instance, and together for an Auto Scaling group, so that an alarm can know its dimensions: see {@link metric}.
 *
 * @throws {ArgumentError} when there is no file, or the agent would reject a path, name or interval
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html
 */
export class LogAgent extends pulumi.ComponentResource {
  /** Name of the instances' role. */
  readonly roleName: pulumi.Output<string>;
  /** ARN of the instances' role. */
  readonly roleArn: pulumi.Output<string>;
  /** Name of the instance profile. */
  readonly instanceProfileName: pulumi.Output<string>;
  /** ARN of the instance profile. */
  readonly instanceProfileArn: pulumi.Output<string>;
  /** Name of the parameter with the agent's configuration; begins with `AmazonCloudWatch-`. */
  readonly configParameterName: pulumi.Output<string>;
  /** Shell script for Amazon Linux 2023 that installs, configures and starts the agent; not encoded. */
  readonly userData: pulumi.Output<string>;

  readonly #metric: (measurement: LogAgentMeasurement, ...rest: MetricParameters) => MetricSpec;

  constructor(name: string, args: LogAgentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("archipelago:components:LogAgent", name, args, opts);
    const resolvedArgs = resolveArgs(name, args);
    const { permissionsBoundaryArn, tags } = resolvedArgs;
    const here = { parent: this };
    const common = tags ? { tags } : {};

    const role = createServiceRole(
      name,
      { service: "ec2.amazonaws.com", permissionsBoundaryArn, tags },
      this,
    );
    const parameter = new aws.ssm.Parameter(
      `${name}-config`,
      {
        name: pulumi.interpolate`AmazonCloudWatch-${role.name}`,
        description: "Configuration of the CloudWatch agent",
        type: "String",
        tier: "Intelligent-Tiering", // the standard tier is free but limited to 4096 characters
        value: agentConfiguration(resolvedArgs),
        ...common,
      },
      here,
    );
    new aws.iam.RolePolicy(
      `${name}-policy`,
      { role: role.id, policy: policyDocument(name, agentStatements(resolvedArgs, parameter.arn)) },
      here,
    );
    if (resolvedArgs.systemsManager) {
      const { partition } = aws.getPartitionOutput({}, here);
      const resource = "policy/AmazonSSMManagedInstanceCore";
      new aws.iam.RolePolicyAttachment(
        `${name}-systems-manager`,
        { role: role.name, policyArn: arn({ partition, service: "iam", account: "aws", resource }) },
        here,
      );
    }
    const profile = new aws.iam.InstanceProfile(`${name}-profile`, { role: role.name, ...common }, here);

    this.#metric = (measurement, ...rest) => agentMetric(name, resolvedArgs, measurement, ...rest);
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
  /**
   * Returns the metric of a measurement for an alarm or a graph: the average of an Auto Scaling group's instances with statistic
   * Average, the fullest one with Maximum.
   *
   * @param mountPoint mount point of the measurement disk, by default `/`
   * @throws {ArgumentError} when the agent does not take this measurement
   */
  metric(measurement: LogAgentMeasurement, instances: LogAgentInstances, mountPoint?: string): MetricSpec {
    return this.#metric(measurement, instances, mountPoint);
  }
}
