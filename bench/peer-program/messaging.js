const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");
const { policy, trust } = require("./policies");

const BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
const CODE = "exports.handler = async () => ({ statusCode: 200 });";

/** A topic into a queue, a function that reads the queue, a table and a stream that it writes to. */
exports.messaging = ({ at, opts, tags, name }) => {
  const { dynamodb, iam, kinesis, lambda, sns, sqs } = aws;
  const events = new sns.Topic(name("events"), { ...at, tags }, opts);
  const encrypted = { sqsManagedSseEnabled: true, tags };
  const deadArgs = { ...at, messageRetentionSeconds: 1_209_600, ...encrypted };
  const dead = new sqs.Queue(name("dead"), deadArgs, opts);
  const redrivePolicy = pulumi.jsonStringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 5 });
  const queueArgs = { ...at, visibilityTimeoutSeconds: 180, redrivePolicy, ...encrypted };
  const queue = new sqs.Queue(name("queue"), queueArgs, opts);
  const mayPublish = policy({
    Effect: "Allow",
    Principal: { Service: "sns.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queue.arn,
    Condition: { ArnEquals: { "aws:SourceArn": events.arn } },
  });
  new sqs.QueuePolicy(name("queue-policy"), { ...at, queueUrl: queue.url, policy: mayPublish }, opts);
  const subscription = { ...at, topic: events.arn, protocol: "sqs", endpoint: queue.arn };
  new sns.TopicSubscription(name("subscription"), subscription, opts);

  const table = new dynamodb.Table(
    name("table"),
    {
      ...at,
      billingMode: "PAY_PER_REQUEST",
      hashKey: "pk",
      rangeKey: "sk",
      attributes: ["pk", "sk"].map((key) => ({ name: key, type: "S" })),
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true },
      tags,
    },
    opts,
  );
  const streamArgs = { ...at, shardCount: 1, encryptionType: "KMS", kmsKeyId: "alias/aws/kinesis", tags };
  const stream = new kinesis.Stream(name("stream"), streamArgs, opts);

  const role = new iam.Role(name("fn-role"), { assumeRolePolicy: trust("lambda.amazonaws.com"), tags }, opts);
  const allowed = policy(
    { Effect: "Allow", Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage"], Resource: queue.arn },
    { Effect: "Allow", Action: ["dynamodb:PutItem"], Resource: table.arn },
    { Effect: "Allow", Action: ["kinesis:PutRecord"], Resource: stream.arn },
  );
  new iam.RolePolicy(name("fn-policy"), { role: role.id, policy: allowed }, opts);
  new iam.RolePolicyAttachment(name("fn-basic"), { role: role.name, policyArn: BASIC }, opts);
  const fn = new lambda.Function(
    name("fn"),
    {
      ...at,
      role: role.arn,
      runtime: "nodejs20.x",
      handler: "index.handler",
      code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(CODE) }),
      timeout: 30,
      environment: { variables: { TABLE: table.name } },
      tags,
    },
    opts,
  );
  const source = { ...at, eventSourceArn: queue.arn, functionName: fn.arn, batchSize: 10 };
  new lambda.EventSourceMapping(name("fn-source"), source, opts);
  return { queue, dead, table, fn };
};
