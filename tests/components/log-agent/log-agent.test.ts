// starts processes
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { isDeepStrictEqual } from "node:util";
import { describe, it } from "mocha";
import { LOG_RETENTION_DAYS } from "../../../common/log-retention";
import { LogAgent, type LogAgentArgs } from "../../../components/log-agent";
import { assertContract, assertPermissionsBoundary, assertTags } from "../../helpers/contract";
import {
  childNames,
  findRegistration,
  type MockOptions,
  outputValue,
  recordResources,
  waitForChildren,
} from "../../helpers/mocks";

const web = {
  path: "/var/log/httpd/access_log",
  logGroupName: "chart-web",
  logGroupArn: "arn:aws:logs:eu-west-1:123456789012:log-group:chart-web",
};

async function deploy(args: Partial<LogAgentArgs> = {}, options: MockOptions = {}) {
  const registrations = await recordResources(options);
  const agent = new LogAgent("mate", { files: { web }, ...args });
  await waitForChildren(agent);
  return { agent, registrations };
}

describe("LogAgent", () => {
  it("configures the agent to send a file and to measure memory and disk", async () => {
    const { registrations } = await deploy();

    assertContract(registrations, "LogAgent", "mate");
    assert.deepEqual(childNames(registrations), [
      "mate",
      "mate-config",
      "mate-policy",
      "mate-profile",
      "mate-systems-manager",
    ]);
    const { name, type, tier, value } = findRegistration(registrations, "mate-config").inputs;
    assert.deepEqual([name, type, tier], ["AmazonCloudWatch-mate", "String", "Intelligent-Tiering"]);
    assert.deepEqual(JSON.parse(value), {
      agent: { metrics_collection_interval: 60 },
      logs: {
        logs_collected: {
          files: {
            collect_list: [
              {
                file_path: "/var/log/httpd/access_log",
                log_group_name: "chart-web",
                log_stream_name: "{instance_id}",
              },
            ],
          },
        },
      },
      metrics: {
        namespace: "CWAgent",
        append_dimensions: {
          // biome-ignore lint/suspicious/noTemplateCurlyInString: the agent replaces it
          InstanceId: "${aws:InstanceId}",
          // biome-ignore lint/suspicious/noTemplateCurlyInString: the agent replaces it
          AutoScalingGroupName: "${aws:AutoScalingGroupName}",
        },
        aggregation_dimensions: [
          ["AutoScalingGroupName"],
          ["InstanceId"],
          ["AutoScalingGroupName", "path"],
          ["InstanceId", "path"],
        ],
        metrics_collected: {
          mem: { measurement: ["mem_used_percent"] },
          disk: {
            measurement: ["used_percent"],
            resources: ["*"],
            ignore_file_system_types: ["devtmpfs", "overlay", "squashfs", "sysfs", "tmpfs"],
            drop_device: true,
          },
        },
      },
    });
  });

  it("lets the role write to its group and namespace, and read its configuration", async () => {
    const { registrations } = await deploy();

    const trust = JSON.parse(
      findRegistration(registrations, "mate", "aws:iam/role:Role").inputs.assumeRolePolicy,
    );
    assert.deepEqual(trust.Statement, [
      { Effect: "Allow", Principal: { Service: ["ec2.amazonaws.com"] }, Action: ["sts:AssumeRole"] },
    ]);
    const { Statement } = JSON.parse(findRegistration(registrations, "mate-policy").inputs.policy);
    assert.deepEqual(Statement, [
      {
        Sid: "WriteLogs",
        Effect: "Allow",
        Action: [
          "logs:CreateLogGroup",
          "logs:CreateLogStream",
          "logs:PutLogEvents",
          "logs:DescribeLogStreams",
        ],
        Resource: [web.logGroupArn, `${web.logGroupArn}:*`],
      },
      {
        Sid: "WriteMeasurements",
        Effect: "Allow",
        Action: ["cloudwatch:PutMetricData"],
        Resource: ["*"],
        Condition: { StringEquals: { "cloudwatch:namespace": ["CWAgent"] } },
      },
      { Sid: "ReadAutoScalingGroup", Effect: "Allow", Action: ["ec2:DescribeTags"], Resource: ["*"] },
      {
        Sid: "ReadConfiguration",
        Effect: "Allow",
        Action: ["ssm:GetParameter"],
        Resource: ["arn:aws:mock:::mate-config"],
      },
    ]);
    assert.deepEqual(findRegistration(registrations, "mate-systems-manager").inputs, {
      role: "mate",
      policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    });
    assert.deepEqual(findRegistration(registrations, "mate-profile").inputs, { role: "mate" });
  });

  it("outputs role, profile, parameter and script", async () => {
    const { agent } = await deploy();

    assert.equal(await outputValue(agent.roleName), "mate");
    assert.equal(await outputValue(agent.roleArn), "arn:aws:mock:::mate");
    assert.equal(await outputValue(agent.instanceProfileName), "mate-profile");
    assert.equal(await outputValue(agent.instanceProfileArn), "arn:aws:mock:::mate-profile");
    assert.equal(await outputValue(agent.configParameterName), "AmazonCloudWatch-mate");
    assert.equal(
      await outputValue(agent.userData),
      [
        "#!/bin/bash",
        "set -euo pipefail",
        "dnf install -y amazon-cloudwatch-agent",
        "/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c 'ssm:AmazonCloudWatch-mate'",
        "",
      ].join("\n"),
    );
  });

  it("quotes a parameter name with shell code as one argument of the script", async () => {
    const name = "it's $(touch /tmp/never) `id`\n; exit 3";
    const { agent } = await deploy({}, { outputs: { "mate-config": { name } } });
    const script = (await outputValue(agent.userData))
      .replace("dnf install -y amazon-cloudwatch-agent", "")
      .replace(/^\/opt\S+/m, "printf '%s|'");

    const output = execFileSync("/bin/bash", ["-c", script], { encoding: "utf8" });

    assert.equal(output, `-a|fetch-config|-m|ec2|-s|-c|ssm:${name}|`);
  });

  it("passes every option on", async () => {
    const { registrations } = await deploy({
      files: {
        web: {
          ...web,
          streamName: "{hostname}",
          timestampFormat: "%d/%b/%Y:%H:%M:%S",
          timezone: "Local",
          multiLineStartPattern: "{timestamp_format}",
          filters: [
            { type: "exclude", expression: "GET /health" },
            { type: "include", expression: " [45]\\d\\d " },
          ],
          retentionDays: 14,
        },
      },
      measurements: ["swap"],
      intervalSeconds: 10,
      namespace: "Tide",
      systemsManager: false,
      tags: { team: "harbour" },
    });

    assert.deepEqual(childNames(registrations), ["mate", "mate-config", "mate-policy", "mate-profile"]);
    const config = JSON.parse(findRegistration(registrations, "mate-config").inputs.value);
    const [file] = config.logs.logs_collected.files.collect_list;
    assert.deepEqual(file, {
      file_path: "/var/log/httpd/access_log",
      log_group_name: "chart-web",
      log_stream_name: "{hostname}",
      timestamp_format: "%d/%b/%Y:%H:%M:%S",
      timezone: "Local",
      multi_line_start_pattern: "{timestamp_format}",
      filters: [
        { type: "exclude", expression: "GET /health" },
        { type: "include", expression: " [45]\\d\\d " },
      ],
      retention_in_days: 14,
    });
    assert.deepEqual(config.metrics.aggregation_dimensions, [["AutoScalingGroupName"], ["InstanceId"]]);
    assert.deepEqual(config.agent, { metrics_collection_interval: 10 });
    assert.equal(config.metrics.namespace, "Tide");
    assert.deepEqual(config.metrics.metrics_collected, { swap: { measurement: ["swap_used_percent"] } });
    const { Statement } = JSON.parse(findRegistration(registrations, "mate-policy").inputs.policy);
    assert.deepEqual(Statement[1], {
      Sid: "SetRetention",
      Effect: "Allow",
      Action: ["logs:PutRetentionPolicy"],
      Resource: [web.logGroupArn, `${web.logGroupArn}:*`],
    });
    assert.deepEqual(Statement[2].Condition, { StringEquals: { "cloudwatch:namespace": ["Tide"] } });
    for (const child of ["mate-config", "mate-profile"]) {
      assert.deepEqual(findRegistration(registrations, child).inputs.tags, { team: "harbour" });
    }
  });

  it("takes timestamps as UTC by default, and measures the given disks", async () => {
    const { registrations } = await deploy({
      files: { web: { ...web, timestampFormat: "%Y-%m-%d %-H:%M" } },
      disks: { mountPoints: ["/", "/data"], ignoreFileSystemTypes: [], dropDevice: false },
    });

    const config = JSON.parse(findRegistration(registrations, "mate-config").inputs.value);
    assert.equal(config.logs.logs_collected.files.collect_list[0].timezone, "UTC");
    assert.deepEqual(config.metrics.metrics_collected.disk, {
      measurement: ["used_percent"],
      resources: ["/", "/data"],
      ignore_file_system_types: [],
      drop_device: false,
    });
  });

  it("returns metrics by dimensions under which the agent publishes them", async () => {
    const { agent, registrations } = await deploy();
    const { metrics } = JSON.parse(findRegistration(registrations, "mate-config").inputs.value);
    const group = { autoScalingGroupName: "web" };
    const instance = { instanceId: "i-0123456789abcdef0" };

    const memory = agent.metric("memory", group);
    assert.deepEqual(memory, {
      namespace: "CWAgent",
      metricName: "mem_used_percent",
      dimensions: { AutoScalingGroupName: "web" },
    });
    const disk = agent.metric("disk", instance, "/data");
    assert.deepEqual(
      [disk.metricName, disk.dimensions],
      ["disk_used_percent", { InstanceId: "i-0123456789abcdef0", path: "/data" }],
    );
    for (const { dimensions = {} } of [
      memory,
      disk,
      agent.metric("disk", group),
      agent.metric("memory", instance),
    ]) {
      const names = Object.keys(dimensions);
      assert.ok(
        metrics.aggregation_dimensions.some((set: string[]) => isDeepStrictEqual(set, names)),
        names.join(),
      );
    }
  });

  it("rejects the metric of a measurement that the agent does not take", async () => {
    const { agent } = await deploy({ disks: { mountPoints: ["/data"] } });
    const group = { autoScalingGroupName: "web" };

    assert.throws(() => agent.metric("swap", group), {
      message: 'mate: measurement is "swap", expected one of memory, disk',
    });
    assert.throws(() => agent.metric("disk", group), {
      message: 'mate: mountPoint is "/", expected one of disks.mountPoints: /data',
    });
  });

  it("passes permissionsBoundaryArn to its role", async () => {
    const permissionsBoundaryArn = "arn:aws:iam::123456789012:policy/boundary";
    const { registrations } = await deploy({ permissionsBoundaryArn });

    assertPermissionsBoundary(registrations, permissionsBoundaryArn, 1);
  });

  it("tags all taggable resources", async () => {
    const { registrations } = await deploy({ tags: { team: "harbour" } });

    assertTags(registrations, { team: "harbour" });
  });

  it("configures no metrics without measurements", async () => {
    const { registrations } = await deploy({ measurements: [] });

    assert.equal(JSON.parse(findRegistration(registrations, "mate-config").inputs.value).metrics, undefined);
  });

  const measurementForm = "expected memory, disk and swap, each once at most";
  for (const [args, message] of [
    [{ files: {} }, "files is {}, expected at least one file"],
    [
      { files: { Web: web } },
      'a key of files is "Web", expected lower-case letters, digits and single dashes, 1 to 40 characters',
    ],
    [
      { files: { web: { ...web, path: "var/log" } } },
      'files.web.path is "var/log", expected an absolute path such as /var/log/messages',
    ],
    [
      { files: { web: { ...web, path: "/var\n/log" } } },
      'files.web.path is "/var\\n/log", expected an absolute path such as /var/log/messages',
    ],
    [
      { files: { web: { ...web, streamName: "" } } },
      'files.web.streamName is "", expected a string of 1 to 512 characters',
    ],
    [
      { files: { web: { ...web, timezone: "Local" } } },
      'files.web.timezone is "Local", expected none without timestampFormat, whose times it is the zone of',
    ],
    [
      { files: { web: { ...web, timestampFormat: "now" } } },
      'files.web.timestampFormat is "now", expected codes such as %Y-%m-%dT%H:%M:%S',
    ],
    [
      { files: { web: { ...web, timestampFormat: "100% %" } } },
      'files.web.timestampFormat is "100% %", expected codes such as %Y-%m-%dT%H:%M:%S',
    ],
    [
      { files: { web: { ...web, multiLineStartPattern: "{timestamp_format}" } } },
      'files.web.multiLineStartPattern is "{timestamp_format}", expected a regular expression, or timestampFormat beside {timestamp_format}',
    ],
    [
      { files: { web: { ...web, multiLineStartPattern: "" } } },
      'files.web.multiLineStartPattern is "", expected a string of 1 to 4096 characters',
    ],
    [
      { files: { web: { ...web, filters: [{ type: "only", expression: "x" }] } } },
      'files.web.filters[0].type is "only", expected one of include, exclude',
    ],
    [
      { files: { web: { ...web, filters: [{ type: "include", expression: "" }] } } },
      'files.web.filters[0].expression is "", expected a string of 1 to 4096 characters',
    ],
    [
      { files: { web: { ...web, retentionDays: 10 } } },
      `files.web.retentionDays is 10, expected one of ${LOG_RETENTION_DAYS.join(", ")}`,
    ],
    [
      { disks: { mountPoints: [] } },
      "disks.mountPoints is [], expected one or more mount points such as /, or *",
    ],
    [
      { disks: { mountPoints: ["data"] } },
      'disks.mountPoints is ["data"], expected one or more mount points such as /, or *',
    ],
    [
      { disks: { ignoreFileSystemTypes: [""] } },
      'disks.ignoreFileSystemTypes is "", expected a string of 1 to 255 characters',
    ],
    [{ measurements: ["heat"] }, `measurements is ["heat"], ${measurementForm}`],
    [{ measurements: ["disk", "disk"] }, `measurements is ["disk","disk"], ${measurementForm}`],
    [{ intervalSeconds: 0 }, "intervalSeconds is 0, expected a whole number from 1 to 172800"],
    [{ namespace: "" }, 'namespace is "", expected a string of 1 to 255 characters'],
    [
      { namespace: "AWS/Tide" },
      'namespace is "AWS/Tide", expected a namespace of your own, since AWS reserves AWS/',
    ],
  ] as const) {
    it(`rejects ${JSON.stringify(args).slice(0, 80)}`, async () => {
      await assert.rejects(deploy(args as unknown as Partial<LogAgentArgs>), {
        message: `mate: ${message}`,
      });
    });
  }
});
