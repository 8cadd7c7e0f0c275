import * as aws from "@pulumi/aws";
import { Monitoring, SlackChannel } from "../../../components";

const provider = new aws.Provider("dublin", { region: "eu-west-1" });

const { alarmTopicArn } = new Monitoring("watch", { dashboard: false }, { provider });

const channel = new SlackChannel(
  "crew",
  { workspaceId: "T0123ABCD", channelId: "C0123ABCD", topicArns: [alarmTopicArn] },
  { provider },
);

export const { configurationArn, roleArn } = channel;
