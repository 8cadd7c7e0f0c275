// starts processes
import assert from "node:assert/strict";
import { testLifecycle } from "../../helpers/lifecycle";

describe("SlackChannel in the lab", () => {
  const life = testLifecycle({
    program: "tests/lab/components/slack-channel.ts",
    resources: {
      "pulumi:providers:aws": 1,
      Monitoring: 1,
      "Monitoring$aws:sns/topic:Topic": 1,
      "Monitoring$aws:sns/topicPolicy:TopicPolicy": 1,
      SlackChannel: 1,
      "SlackChannel$aws:iam/role:Role": 1,
      "SlackChannel$aws:iam/rolePolicy:RolePolicy": 1,
      "SlackChannel$aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": 1,
    },
  });

  it("subscribes the channel to the topic under the unique name of its role", () => {
    const channel = life().findOne("chatbot/slackChannelConfiguration:SlackChannelConfiguration");
    const { arn, name } = life().findOne("iam/role:Role");

    assert.deepEqual(channel["snsTopicArns"], [life().findOne("sns/topic:Topic")["arn"]]);
    assert.deepEqual([channel["iamRoleArn"], channel["configurationName"]], [arn, name]);
  });
});
