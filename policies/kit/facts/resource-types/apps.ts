/** Distributions of CloudFront. */
export const DISTRIBUTION = ["aws:cloudfront/distribution:Distribution"] as const;
/** Functions of Lambda. */
export const FUNCTION = ["aws:lambda/function:Function"] as const;
/** Aliases of functions. */
export const FUNCTION_ALIAS = ["aws:lambda/alias:Alias"] as const;
/** Mappings that invoke functions with the items of streams and queues. */
export const EVENT_SOURCE_MAPPING = ["aws:lambda/eventSourceMapping:EventSourceMapping"] as const;
/** Settings for asynchronous invocations of functions. */
export const EVENT_INVOKE_CONFIG = [
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
] as const;
/** Targets of EventBridge rules. */
export const EVENT_TARGET = ["aws:cloudwatch/eventTarget:EventTarget"] as const;
/** Schedules of EventBridge Scheduler. */
export const SCHEDULE = ["aws:scheduler/schedule:Schedule"] as const;
/** Queues of SQS. */
export const QUEUE = ["aws:sqs/queue:Queue"] as const;
/** Streams of Kinesis. */
export const KINESIS_STREAM = ["aws:kinesis/stream:Stream"] as const;
/** Clusters of EMR. */
export const EMR_CLUSTER = ["aws:emr/cluster:Cluster"] as const;
