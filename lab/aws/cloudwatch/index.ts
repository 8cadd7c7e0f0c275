import type { Service } from "../resource-type";
import { compositeAlarm } from "./composite-alarm";
import { dashboard } from "./dashboard";
import { metricAlarm } from "./metric-alarm";

/** CloudWatch: alarms and dashboards. */
export const cloudwatch: Service = { name: "cloudwatch", types: [compositeAlarm, dashboard, metricAlarm] };
