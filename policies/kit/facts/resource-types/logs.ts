/** Trails of CloudTrail. */
export const TRAIL = ["aws:cloudtrail/trail:Trail"] as const;
/** Groups of CloudWatch Logs. */
export const LOG_GROUP = ["aws:cloudwatch/logGroup:LogGroup"] as const;
