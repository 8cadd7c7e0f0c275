import type * as pulumi from "@pulumi/pulumi";
import { Reaper } from "../../components";
import type { OwnTags } from "../own-tags";
import type { Settings } from "../settings";

/** Parts of a region that its reaper uses. */
interface ReaperInputs {
  readonly tags: OwnTags;
  /** Topic that the alarms notify. */
  readonly alarmTopicArn: pulumi.Input<string>;
  /** Key of the log group; undefined for that of CloudWatch Logs. */
  readonly kmsKeyArn: pulumi.Input<string> | undefined;
}

/**
 * Creates the guard that terminates the environment's clusters at their end of life. Each region has one, not only the region of
 * clusters: that region is a setting, and a change of it must not leave a cluster without its guard.
 */
export function createReaper(
  code: string,
  { cluster, logs }: Settings,
  { tags, alarmTopicArn, kmsKeyArn }: ReaperInputs,
  options: pulumi.ComponentResourceOptions,
): Reaper {
  return new Reaper(
    `reaper-${code}`,
    {
      clusterTags: { ...tags },
      alarmTopicArns: [alarmTopicArn],
      intervalMinutes: cluster.reaperMinutes,
      logRetentionDays: logs.retentionDays,
      kmsKeyArn,
    },
    options,
  );
}
