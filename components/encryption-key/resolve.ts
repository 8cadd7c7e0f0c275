import { checkLength, checkOneOf, checkWholeNumber } from "../shared/checks";
import { Faults } from "../shared/errors";
import { type EncryptionKeyArgs, TOPIC_PUBLISHERS, type TopicPublisher } from "./args";

/** Validated arguments with all defaults filled in. */
export interface ResolvedEncryptionKeyArgs extends Pick<EncryptionKeyArgs, "region" | "tags"> {
  readonly description: string;
  readonly topicPublishers: readonly TopicPublisher[];
  readonly logGroups: boolean;
  readonly deletionWindowDays: number;
  readonly rotationDays: number;
}

/**
 * Validates the arguments and fills in the defaults.
 *
 * @throws {ArgumentError} with every fault: an unknown publisher, a period out of its range
 */
export function resolveArgs(name: string, args: EncryptionKeyArgs): ResolvedEncryptionKeyArgs {
  const faults = new Faults(name);
  const { topicPublishers = ["cloudwatch"], logGroups = true, region, tags } = args;
  const { description = `Key of ${name}.`, deletionWindowDays = 30, rotationDays = 365 } = args;
  checkLength(faults, "description", description, 1, 8192);
  for (const publisher of topicPublishers)
    checkOneOf(faults, "a publisher of topicPublishers", publisher, TOPIC_PUBLISHERS);
  checkWholeNumber(faults, "deletionWindowDays", deletionWindowDays, 7, 30);
  checkWholeNumber(faults, "rotationDays", rotationDays, 90, 2560);
  faults.raise();
  return { description, topicPublishers, logGroups, deletionWindowDays, rotationDays, region, tags };
}
