/** Alarms on metrics. */
export const METRIC_ALARM = ["aws:cloudwatch/metricAlarm:MetricAlarm"] as const;
/** Composite alarms. */
export const COMPOSITE_ALARM = ["aws:cloudwatch/compositeAlarm:CompositeAlarm"] as const;
/** Alarms of either kind. */
export const ALARM = [...METRIC_ALARM, ...COMPOSITE_ALARM] as const;
/** Topics of SNS. */
export const TOPIC = ["aws:sns/topic:Topic"] as const;
/** Subscriptions to topics. */
export const TOPIC_SUBSCRIPTION = ["aws:sns/topicSubscription:TopicSubscription"] as const;
/** Policies of topics. */
export const TOPIC_POLICY = ["aws:sns/topicPolicy:TopicPolicy"] as const;
/** Channels of Slack and Teams that subscribe to topics. */
export const CHAT_CHANNEL = [
  "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
  "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration",
] as const;
/** Budgets. */
export const BUDGET = ["aws:budgets/budget:Budget"] as const;
/** Subscriptions to cost anomalies. */
export const ANOMALY_SUBSCRIPTION = ["aws:costexplorer/anomalySubscription:AnomalySubscription"] as const;
