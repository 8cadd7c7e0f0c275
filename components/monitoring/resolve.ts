import { findMetricNamespace } from "../../common/metric-namespaces";
import { GLOBAL_SERVICES_REGION } from "../../common/regions";
import { checkAlarmActions, checkAlarmCondition } from "../shared/alarms";
import { checkLabels } from "../shared/checks";
import { Faults } from "../shared/errors";
import { checkMetric, type MetricSpec } from "../shared/metrics";
import { checkAlarmTopic } from "../shared/topic";
import type { AlarmSpec, MonitoringArgs, ResolvedMonitoringArgs } from "./args";
import { checkComposites } from "./composites";
import { checkDashboard } from "./dashboard";
import { checkBand, checkMath, metricsOf } from "./queries";

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
  return { ...args, subscribers, alarms, composites, notifyRecovery, dashboard, globalServices };
}

function checkAlarm(faults: Faults, path: string, alarm: AlarmSpec, globalServices: boolean): void {
  if ("expression" in alarm) checkMath(faults, path, alarm);
  else checkMetric(faults, path, alarm);
  if ("band" in alarm) checkBand(faults, path, alarm);
  // A band replaces the threshold.
  checkAlarmCondition(faults, path, "band" in alarm ? { ...alarm, threshold: 0 } : alarm);
  checkAlarmActions(faults, `${path}.actions`, alarm.actions ?? {}, (alarm.notify ?? true) ? 1 : 0);
  for (const metric of metricsOf(alarm)) checkMetricRegion(faults, path, metric, globalServices);
}

/** Checks that the metric can be in the region: an alarm cannot watch those of another one. */
function checkMetricRegion(faults: Faults, path: string, { namespace }: MetricSpec, isGlobal: boolean): void {
  const region = findMetricNamespace(namespace)?.region;
  if (region === undefined) return;
  const argument = `${path}.namespace`;
  if (region === GLOBAL_SERVICES_REGION) {
    faults.expect(isGlobal, argument, namespace, `a metric of this region; in ${region}, set globalServices`);
  } else {
    const expected = `a metric of ${GLOBAL_SERVICES_REGION}; that one is only in ${region}`;
    faults.expect(!isGlobal, argument, namespace, expected);
  }
}
