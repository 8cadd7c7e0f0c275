import type * as pulumi from "@pulumi/pulumi";
import { type AlarmSubscribers, Monitoring } from "../../components";

/**
 * Creates the operations topic, with the subscribers of the regions' alarms. It is in us-east-1, whatever the regions of the
 * environment are: global services report there only, and an alarm notifies topics of its own region only.
 */
export function createOperations(
  subscribers: AlarmSubscribers,
  kmsKeyArn: pulumi.Input<string> | undefined,
  options: pulumi.ComponentResourceOptions,
): Monitoring {
  return new Monitoring(
    "operations",
    { subscribers, kmsKeyArn, globalServices: true, dashboard: false },
    options,
  );
}
