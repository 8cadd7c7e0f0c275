import type { Rule } from "../kit";
import { alarmTopicPerRegion } from "./rules/alarm-topic-per-region";
import { globalMetricAlarmsRegion } from "./rules/global-metric-alarms-region";
import { noDefaultProvider } from "./rules/no-default-provider";
import { s3ReplicationOtherRegion } from "./rules/s3-replication-other-region";

/** The rules of the pack, in the order in which they are reported. */
export const catalogue: readonly Rule[] = [
  // multi-region core
  noDefaultProvider,
  s3ReplicationOtherRegion,
  alarmTopicPerRegion,
  globalMetricAlarmsRegion,
];
