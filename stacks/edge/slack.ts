import type * as pulumi from "@pulumi/pulumi";
import { SlackChannel } from "../../components";
import type { FoundationInputs } from "../handover";
import type { Settings } from "../settings";
import { type RegionsByCode, requireRegion } from "./regions";

/** Region of the channels: always the same one of those with the service, so that other regions never replace a channel. */
const CHAT_REGION = "us-east-2";

/**
 * Creates the Slack channels of monitoring and billing, one resource for each channel: AWS takes one configuration of a channel
 * in an account. That is why the edge, which knows all topics, has them.
 */
export function createSlackChannels(
  settings: Settings,
  foundation: FoundationInputs,
  regions: RegionsByCode,
  operationsTopicArn: pulumi.Input<string>,
  options: (region: string) => pulumi.ComponentResourceOptions,
): void {
  const codes = settings.regions.map(({ code }) => code).sort();
  const topics = {
    monitoring: [operationsTopicArn, ...codes.map((code) => requireRegion(code, regions).alarmTopicArn)],
    billing: [foundation.billingTopicArn],
  };
  const channels = new Map<
    string,
    { readonly workspaceId: string; readonly topicArns: pulumi.Input<string>[] }
  >();
  for (const section of ["monitoring", "billing"] as const) {
    const { slack } = settings[section];
    if (!slack) continue;
    const { workspaceId, channelId } = slack;
    const topicArns = [...(channels.get(channelId)?.topicArns ?? []), ...topics[section]];
    channels.set(channelId, { workspaceId, topicArns });
  }
  for (const [channelId, { workspaceId, topicArns }] of channels) {
    new SlackChannel(
      `slack-${channelId.toLowerCase()}`,
      { workspaceId, channelId, topicArns },
      options(CHAT_REGION),
    );
  }
}
