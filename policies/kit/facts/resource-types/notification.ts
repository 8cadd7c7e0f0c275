/** Alarms on metrics. */
export const METRIC_ALARM = ["aws:cloudwatch/metricAlarm:MetricAlarm"] as const;
/** Alarms made of alarms. */
export const COMPOSITE_ALARM = ["aws:cloudwatch/compositeAlarm:CompositeAlarm"] as const;
/** Alarms of either kind. */
export const ALARM = [...METRIC_ALARM, ...COMPOSITE_ALARM] as const;
/** Topics of SNS. */
export const TOPIC = ["aws:sns/topic:Topic"] as const;
/** Who is told by a topic. */
export const TOPIC_SUBSCRIPTION = ["aws:sns/topicSubscription:TopicSubscription"] as const;
/** Who may publish to a topic. */
export const TOPIC_POLICY = ["aws:sns/topicPolicy:TopicPolicy"] as const;
/** Channels of Slack and Teams that hear topics. */
export const CHAT_CHANNEL = [
  "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
  "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration",
] as const;
/** Budgets. */
export const BUDGET = ["aws:budgets/budget:Budget"] as const;
/** Who is told of unusual charges. */
export const ANOMALY_SUBSCRIPTION = ["aws:costexplorer/anomalySubscription:AnomalySubscription"] as const;
