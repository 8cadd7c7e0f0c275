/** Distributions of CloudFront. */
export const DISTRIBUTION = ["aws:cloudfront/distribution:Distribution"] as const;
/** Functions of Lambda. */
export const FUNCTION = ["aws:lambda/function:Function"] as const;
/** Names that stand for a version of a function. */
export const FUNCTION_ALIAS = ["aws:lambda/alias:Alias"] as const;
/** Streams and queues whose items a function is called with. */
export const EVENT_SOURCE_MAPPING = ["aws:lambda/eventSourceMapping:EventSourceMapping"] as const;
/** What becomes of events that a function is called with by services that do not wait for it. */
export const EVENT_INVOKE_CONFIG = [
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
] as const;
/** Calls of targets by rules of EventBridge. */
export const EVENT_TARGET = ["aws:cloudwatch/eventTarget:EventTarget"] as const;
/** Calls of targets by EventBridge Scheduler. */
export const SCHEDULE = ["aws:scheduler/schedule:Schedule"] as const;
/** Queues of SQS. */
export const QUEUE = ["aws:sqs/queue:Queue"] as const;
/** Streams of Kinesis. */
export const KINESIS_STREAM = ["aws:kinesis/stream:Stream"] as const;
/** Clusters of EMR. */
export const EMR_CLUSTER = ["aws:emr/cluster:Cluster"] as const;
