import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { SlackChannel, type SlackChannelArgs } from "../../../components/slack-channel";
import { assertContract, assertPermissionsBoundary, assertTags } from "../../helpers/contract";
import {
  childNames,
  findRegistration,
  outputValue,
  recordResources,
  waitForChildren,
} from "../../helpers/mocks";

const TOPIC = "arn:aws:sns:us-east-1:123456789012:operations";

async function deploy(args: Partial<SlackChannelArgs> = {}) {
  const registrations = await recordResources();
  const channel = new SlackChannel("crew", {
    workspaceId: "T0123ABCD",
    channelId: "C0123ABCD",
    topicArns: [TOPIC],
    ...args,
  });
  await waitForChildren(channel);
  return { channel, registrations };
}

describe("SlackChannel", () => {
  it("subscribes a channel to topics with a role and a guardrail that only read", async () => {
    const { channel, registrations } = await deploy();

    assertContract(registrations, "SlackChannel", "crew");
    assert.deepEqual(childNames(registrations), ["crew", "crew-channel", "crew-policy"]);
    assert.deepEqual(findRegistration(registrations, "crew-channel").inputs, {
      configurationName: "crew",
      slackTeamId: "T0123ABCD",
      slackChannelId: "C0123ABCD",
      iamRoleArn: "arn:aws:mock:::crew",
      snsTopicArns: [TOPIC],
      guardrailPolicyArns: ["arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"],
      loggingLevel: "NONE",
    });
    const role = findRegistration(registrations, "crew", "aws:iam/role:Role").inputs;
    assert.deepEqual(JSON.parse(role.assumeRolePolicy).Statement, [
      { Effect: "Allow", Principal: { Service: ["chatbot.amazonaws.com"] }, Action: ["sts:AssumeRole"] },
    ]);
    const { Statement } = JSON.parse(findRegistration(registrations, "crew-policy").inputs.policy);
    assert.deepEqual(
      Statement.map(({ Action }: { Action: string[] }) => Action),
      [["cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData", "cloudwatch:GetMetricWidgetImage"]],
    );
    assert.equal(await outputValue(channel.roleArn), "arn:aws:mock:::crew");
  });

  it("passes guardrails, level of the log and tags on", async () => {
    const guardrailPolicyArns = ["arn:aws:iam::123456789012:policy/chat"];
    const tags = { team: "harbour" };
    const { registrations } = await deploy({ guardrailPolicyArns, loggingLevel: "ERROR", tags });

    const { inputs } = findRegistration(registrations, "crew-channel");
    assert.deepEqual([inputs.guardrailPolicyArns, inputs.loggingLevel], [guardrailPolicyArns, "ERROR"]);
    assertTags(registrations, tags);
  });

  it("passes permissionsBoundaryArn to its role", async () => {
    const permissionsBoundaryArn = "arn:aws:iam::123456789012:policy/boundary";
    const { registrations } = await deploy({ permissionsBoundaryArn });

    assertPermissionsBoundary(registrations, permissionsBoundaryArn, 1);
  });

  for (const [args, message] of [
    [
      { workspaceId: "example.slack.com" },
      'workspaceId is "example.slack.com", expected the id of a workspace such as T0123ABCD',
    ],
    [
      { channelId: "#alarms" },
      'channelId is "#alarms", expected the id of a channel such as C0123ABCD, not its name',
    ],
    [{ topicArns: [] }, "topicArns is 0, expected at least one topic"],
    [
      { guardrailPolicyArns: [] },
      "guardrailPolicyArns is [], expected at least one policy, since AWS's default is AdministratorAccess",
    ],
    [{ loggingLevel: "DEBUG" }, 'loggingLevel is "DEBUG", expected one of ERROR, INFO, NONE'],
  ] as const) {
    it(`rejects ${JSON.stringify(args)}`, async () => {
      await assert.rejects(deploy(args as Partial<SlackChannelArgs>), { message: `crew: ${message}` });
    });
  }
});
