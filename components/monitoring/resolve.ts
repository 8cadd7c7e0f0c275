import { checkAlarmCondition, checkMetric } from "../shared/alarms";
import { checkLabels } from "../shared/checks";
import { Faults } from "../shared/errors";
import { checkAlarmTopic } from "../shared/topic";
import type { AlarmSpec, MonitoringArgs, ResolvedMonitoringArgs } from "./args";
import { checkComposites } from "./composites";
import { checkDashboard } from "./dashboard";

/** Namespaces of the services whose metrics are only in us-east-1. */
const GLOBAL_NAMESPACES = ["AWS/Billing", "AWS/CloudFront", "AWS/Route53"];

/**
 * Validates the arguments and fills in the defaults.
 *
 * @throws {ArgumentError} with every fault: a label, an address, a metric or a condition that CloudWatch would reject
 */
export function resolveArgs(name: string, args: MonitoringArgs): ResolvedMonitoringArgs {
  const { subscribers = {}, alarms = {}, composites = {}, dashboard = {}, globalServices = false } = args;
  const faults = new Faults(name);
  checkAlarmTopic(faults, { subscribers, kmsKeyArn: args.kmsKeyArn });
  checkLabels(faults, "alarms", Object.keys(alarms));
  checkLabels(faults, "composites", Object.keys(composites));
  for (const [label, alarm] of Object.entries(alarms)) {
    checkAlarm(faults, `alarms.${label}`, alarm, globalServices);
  }
  checkComposites(faults, composites, Object.keys(alarms));
  if (dashboard) checkDashboard(faults, dashboard, Object.keys(alarms).length);
  faults.raise();
  const notifyRecovery = args.notifyRecovery ?? true;
  return { ...args, subscribers, alarms, composites, notifyRecovery, dashboard };
}

function checkAlarm(faults: Faults, path: string, alarm: AlarmSpec, globalServices: boolean): void {
  checkMetric(faults, path, alarm);
  checkAlarmCondition(faults, path, alarm);
  const isRegional = globalServices || !GLOBAL_NAMESPACES.includes(alarm.namespace);
  const expected = "a metric of this region; in us-east-1, set globalServices";
  faults.expect(isRegional, `${path}.namespace`, alarm.namespace, expected);
}
