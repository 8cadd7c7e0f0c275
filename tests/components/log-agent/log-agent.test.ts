// starts processes
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, it } from "mocha";
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
                timezone: "UTC",
              },
            ],
          },
        },
      },
      metrics: {
        namespace: "CWAgent",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the agent replaces it
        append_dimensions: { InstanceId: "${aws:InstanceId}" },
        metrics_collected: {
          mem: { measurement: ["mem_used_percent"] },
          disk: { measurement: ["used_percent"], resources: ["*"] },
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
      files: { web: { ...web, streamName: "{hostname}", timezone: "Local" } },
      measurements: ["swap"],
      intervalSeconds: 10,
      namespace: "Tide",
      systemsManager: false,
      tags: { team: "harbour" },
    });

    assert.deepEqual(childNames(registrations), ["mate", "mate-config", "mate-policy", "mate-profile"]);
    const config = JSON.parse(findRegistration(registrations, "mate-config").inputs.value);
    const [file] = config.logs.logs_collected.files.collect_list;
    assert.deepEqual([file.log_stream_name, file.timezone], ["{hostname}", "Local"]);
    assert.deepEqual(config.agent, { metrics_collection_interval: 10 });
    assert.equal(config.metrics.namespace, "Tide");
    assert.deepEqual(config.metrics.metrics_collected, { swap: { measurement: ["swap_used_percent"] } });
    const { Statement } = JSON.parse(findRegistration(registrations, "mate-policy").inputs.policy);
    assert.deepEqual(Statement[1].Condition, { StringEquals: { "cloudwatch:namespace": ["Tide"] } });
    for (const child of ["mate-config", "mate-profile"]) {
      assert.deepEqual(findRegistration(registrations, child).inputs.tags, { team: "harbour" });
    }
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
