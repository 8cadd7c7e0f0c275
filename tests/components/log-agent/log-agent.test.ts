// starts processes
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, it } from "mocha";
import { LogAgent, type LogAgentArgs } from "../../../components/log-agent";
import { assertContract } from "../../helpers/contract";
import {
  childNames,
  type MockOptions,
  recordResources,
  registration,
  resolved,
  settled,
} from "../../helpers/mocks";

const web = {
  path: "/var/log/httpd/access_log",
  logGroupName: "chart-web",
  logGroupArn: "arn:aws:logs:eu-west-1:123456789012:log-group:chart-web",
};

async function laidDown(args: Partial<LogAgentArgs> = {}, options: MockOptions = {}) {
  const registered = await recordResources(options);
  const agent = new LogAgent("mate", { files: { web }, ...args });
  await settled(agent);
  return { agent, registered };
}

describe("LogAgent", () => {
  it("given one file, when laid down, then the agent's configuration sends it, and measures memory and disk", async () => {
    const { registered } = await laidDown();

    assertContract(registered, "LogAgent", "mate");
    assert.deepEqual(childNames(registered), [
      "mate",
      "mate-config",
      "mate-policy",
      "mate-profile",
      "mate-systems-manager",
    ]);
    const { name, type, tier, value } = registration(registered, "mate-config").inputs;
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
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the agent fills it in
        append_dimensions: { InstanceId: "${aws:InstanceId}" },
        metrics_collected: {
          mem: { measurement: ["mem_used_percent"] },
          disk: { measurement: ["used_percent"], resources: ["*"] },
        },
      },
    });
  });

  it("given one file, when laid down, then the role may write there, to one namespace, and read its configuration", async () => {
    const { registered } = await laidDown();

    const trust = JSON.parse(registration(registered, "mate", "aws:iam/role:Role").inputs.assumeRolePolicy);
    assert.deepEqual(trust.Statement, [
      { Effect: "Allow", Principal: { Service: ["ec2.amazonaws.com"] }, Action: ["sts:AssumeRole"] },
    ]);
    const { Statement } = JSON.parse(registration(registered, "mate-policy").inputs.policy);
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
    assert.deepEqual(registration(registered, "mate-systems-manager").inputs, {
      role: "mate",
      policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    });
    assert.deepEqual(registration(registered, "mate-profile").inputs, { role: "mate" });
  });

  it("given an agent, when laid down, then its outputs name role, profile, parameter and script", async () => {
    const { agent } = await laidDown();

    assert.equal(await resolved(agent.roleName), "mate");
    assert.equal(await resolved(agent.roleArn), "arn:aws:mock:::mate");
    assert.equal(await resolved(agent.instanceProfileName), "mate-profile");
    assert.equal(await resolved(agent.instanceProfileArn), "arn:aws:mock:::mate-profile");
    assert.equal(await resolved(agent.configParameterName), "AmazonCloudWatch-mate");
    assert.equal(
      await resolved(agent.userData),
      [
        "#!/bin/bash",
        "set -euo pipefail",
        "dnf install -y amazon-cloudwatch-agent",
        "/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c 'ssm:AmazonCloudWatch-mate'",
        "",
      ].join("\n"),
    );
  });

  it("given a parameter's name that is shell code, when the script is run, then it stays one argument", async () => {
    const name = "it's $(touch /tmp/never) `id`\n; exit 3";
    const { agent } = await laidDown({}, { outputs: { "mate-config": { name } } });
    const script = (await resolved(agent.userData))
      .replace("dnf install -y amazon-cloudwatch-agent", "")
      .replace(/^\/opt\S+/m, "printf '%s|'");

    const printed = execFileSync("/bin/bash", ["-c", script], { encoding: "utf8" });

    assert.equal(printed, `-a|fetch-config|-m|ec2|-s|-c|ssm:${name}|`);
  });

  it("given every option, when laid down, then each is where it belongs", async () => {
    const { registered } = await laidDown({
      files: { web: { ...web, streamName: "{hostname}", timezone: "Local" } },
      measurements: ["swap"],
      intervalSeconds: 10,
      namespace: "Tide",
      systemsManager: false,
      tags: { team: "harbour" },
    });

    assert.deepEqual(childNames(registered), ["mate", "mate-config", "mate-policy", "mate-profile"]);
    const config = JSON.parse(registration(registered, "mate-config").inputs.value);
    const [file] = config.logs.logs_collected.files.collect_list;
    assert.deepEqual([file.log_stream_name, file.timezone], ["{hostname}", "Local"]);
    assert.deepEqual(config.agent, { metrics_collection_interval: 10 });
    assert.equal(config.metrics.namespace, "Tide");
    assert.deepEqual(config.metrics.metrics_collected, { swap: { measurement: ["swap_used_percent"] } });
    const { Statement } = JSON.parse(registration(registered, "mate-policy").inputs.policy);
    assert.deepEqual(Statement[1].Condition, { StringEquals: { "cloudwatch:namespace": ["Tide"] } });
    for (const child of ["mate-config", "mate-profile"]) {
      assert.deepEqual(registration(registered, child).inputs.tags, { team: "harbour" });
    }
  });

  it("given no measurements, when laid down, then the agent sends logs alone", async () => {
    const { registered } = await laidDown({ measurements: [] });

    assert.equal(JSON.parse(registration(registered, "mate-config").inputs.value).metrics, undefined);
  });

  const measured = "expected memory, disk and swap, each once at most";
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
      'files.web.streamName is "", expected a text of 1 to 512 characters',
    ],
    [{ measurements: ["heat"] }, `measurements is ["heat"], ${measured}`],
    [{ measurements: ["disk", "disk"] }, `measurements is ["disk","disk"], ${measured}`],
    [{ intervalSeconds: 0 }, "intervalSeconds is 0, expected a whole number from 1 to 172800"],
    [{ namespace: "" }, 'namespace is "", expected a text of 1 to 255 characters'],
    [
      { namespace: "AWS/Tide" },
      'namespace is "AWS/Tide", expected a namespace of your own, since AWS/ is AWS\' alone',
    ],
  ] as const) {
    it(`given ${JSON.stringify(args).slice(0, 90)}, when laid down, then it is refused`, async () => {
      await assert.rejects(laidDown(args as unknown as Partial<LogAgentArgs>), {
        message: `mate: ${message}`,
      });
    });
  }
});
