import type * as pulumi from "@pulumi/pulumi";
import { Reaper } from "../../components";
import type { OwnTags } from "../own-tags";
import type { Settings } from "../settings";

/**
 * Creates the guard that terminates the environment's clusters at their end of life. Each region has one, not only the region of
 * clusters: that region is a setting, and a change of it must not leave a cluster without its guard.
 */
export function createReaper(
  code: string,
  { cluster, logs }: Settings,
  tags: OwnTags,
  alarmTopicArn: pulumi.Input<string>,
  options: pulumi.ComponentResourceOptions,
): Reaper {
  return new Reaper(
    `reaper-${code}`,
    {
      clusterTags: { ...tags },
      alarmTopicArns: [alarmTopicArn],
      intervalMinutes: cluster.reaperMinutes,
      logRetentionDays: logs.retentionDays,
    },
    options,
  );
}
