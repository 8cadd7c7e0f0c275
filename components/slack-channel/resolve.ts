import { checkOneOf } from "../shared/checks";
import { Faults } from "../shared/errors";
import { SLACK_CHANNEL, SLACK_LOGGING_LEVELS, SLACK_WORKSPACE, type SlackChannelArgs } from "./args";

/** Validated arguments with all defaults filled in but that of the guardrail, whose ARN has a partition. */
export interface ResolvedSlackChannelArgs extends SlackChannelArgs {
  readonly loggingLevel: NonNullable<SlackChannelArgs["loggingLevel"]>;
}

/**
 * Validates the arguments and fills in the defaults.
 *
 * @throws {ArgumentError} with every fault: an id of another form, no topic, no guardrail
 */
export function resolveArgs(name: string, args: SlackChannelArgs): ResolvedSlackChannelArgs {
  const { workspaceId, channelId, topicArns, guardrailPolicyArns, loggingLevel = "NONE" } = args;
  const faults = new Faults(name);
  const workspace = "the id of a workspace such as T0123ABCD";
  faults.expect(SLACK_WORKSPACE.test(workspaceId), "workspaceId", workspaceId, workspace);
  const channel = "the id of a channel such as C0123ABCD, not its name";
  faults.expect(SLACK_CHANNEL.test(channelId), "channelId", channelId, channel);
  faults.expect(topicArns.length > 0, "topicArns", topicArns.length, "at least one topic");
  const hasGuardrail = guardrailPolicyArns === undefined || guardrailPolicyArns.length > 0;
  const guardrail = "at least one policy, since AWS's default is AdministratorAccess";
  faults.expect(hasGuardrail, "guardrailPolicyArns", guardrailPolicyArns, guardrail);
  checkOneOf(faults, "loggingLevel", loggingLevel, SLACK_LOGGING_LEVELS);
  faults.raise();
  return { ...args, loggingLevel };
}
