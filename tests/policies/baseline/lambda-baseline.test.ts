import assert from "node:assert/strict";
import { lambdaBaseline } from "../../../policies/baseline/rules/lambda-baseline";
import {
  derivedFrom,
  type Fixtures,
  prove,
  ref,
  remediate,
  resource,
  setInput,
  unsetInput,
  withoutResources,
} from "../../helpers/policy";

const queue = resource("aws:sqs/queue:Queue", "failed", {});
const fn = (name: string, inputs: Readonly<Record<string, unknown>> = {}) =>
  resource("aws:lambda/function:Function", name, {
    runtime: "nodejs24.x",
    tracingConfig: { mode: "Active" },
    ...inputs,
  });
const permission = (principal: string) =>
  resource("aws:lambda/permission:Permission", "allowed", {
    action: "lambda:InvokeFunction",
    function: ref("api"),
    principal,
  });
const compliant: Fixtures = [
  queue,
  fn("worker", {
    deadLetterConfig: { targetArn: ref("failed", "arn") },
    environment: {
      variables: { LOG_LEVEL: "info", QUEUE_URL: ref("failed", "url"), API_TOKEN: "/app/token" },
    },
  }),
  fn("api"),
  permission("apigateway.amazonaws.com"),
  fn("hook"),
  resource("aws:lambda/alias:Alias", "live", { functionName: ref("hook", "arn"), functionVersion: "1" }),
  resource("aws:sns/topicSubscription:TopicSubscription", "news", {
    topic: "arn:aws:sns:eu-west-1:123456789012:news",
    protocol: "lambda",
    endpoint: ref("live", "arn"),
  }),
  resource("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "hook-failures", {
    functionName: ref("hook", "name"),
    destinationConfig: { onFailure: { destination: ref("failed", "arn") } },
  }),
];

const RUNTIMES =
  "nodejs22.x, nodejs24.x, nodejs26.x, python3.11, python3.12, python3.13, python3.14, python3.15, java8.al2, java11, java17, java21, java25, dotnet10, ruby3.3, ruby3.4, provided.al2023";
const SECRET =
  "is a plaintext secret, expected a reference to one; set the ARN or name of a secret or parameter, and read it at run time";
const LOST =
  "failed events are lost; set deadLetterConfig.targetArn, or add aws.lambda.FunctionEventInvokeConfig with destinationConfig.onFailure.destination";
const ASYNC = `it is invoked asynchronously, and ${LOST}`;

prove(lambdaBaseline, {
  compliant,
  alsoCompliant: {
    "a container image": [
      resource("aws:lambda/function:Function", "image", {
        packageType: "Image",
        imageUri: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1",
        tracingConfig: { mode: "Active" },
      }),
    ],
    "the ARN of a secret": [
      fn("worker", {
        environment: {
          variables: {
            DB_PASSWORD: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db",
            TOKEN_TTL: "30",
          },
        },
      }),
    ],
    "an unknown reference to a secret": [
      resource("aws:secretsmanager/secret:Secret", "db", { name: "tide-db" }),
      fn("worker", {
        environment: {
          variables: { DB_PASSWORD: ref("db", "arn"), DB_SECRET: "tide-db", REQUIRE_TOKEN: "true" },
        },
      }),
    ],
    "URLs without a password or with a placeholder": [
      fn("worker", {
        environment: {
          variables: {
            DATABASE_URL: "postgres://db.example.com:5432/app",
            OTHER_URL: "postgres://app:<password>@db.example.com/app",
            API_TOKEN: "prod/Tide/token",
          },
        },
      }),
    ],
    "a function that processes a queue": [
      queue,
      fn("reader"),
      resource("aws:lambda/eventSourceMapping:EventSourceMapping", "read", {
        functionName: ref("reader"),
        eventSourceArn: ref("failed", "arn"),
      }),
    ],
  },
  // An unknown value is no literal secret, and AWS resources provide only references to one.
  indifferent: ["worker: environment.variables.API_TOKEN", "worker: environment.variables.LOG_LEVEL"],
  mutants: [
    {
      title: "an unsupported runtime",
      change: (fixtures) => setInput(fixtures, "api", "runtime", "nodejs16.x"),
      messages: {
        api: `runtime is "nodejs16.x", expected a supported runtime (${RUNTIMES}); upgrade before AWS ends its support`,
      },
    },
    {
      title: "a runtime outside the settings",
      change: (fixtures) => setInput(fixtures, "api", "runtime", "ruby3.4"),
      settings: { runtimes: ["nodejs24.x"] },
      messages: {
        api: 'runtime is "ruby3.4", expected a supported runtime (nodejs24.x); upgrade before AWS ends its support',
      },
    },
    {
      title: "no tracing",
      change: (fixtures) => unsetInput(fixtures, "api", "tracingConfig"),
      messages: {
        api: 'tracingConfig.mode is missing, expected "Active"; without it the function has no traces',
      },
    },
    {
      title: "tracing in mode PassThrough",
      change: (fixtures) => setInput(fixtures, "api", "tracingConfig.mode", "PassThrough"),
      messages: {
        api: 'tracingConfig.mode is "PassThrough", expected "Active"; without it the function has no traces',
      },
    },
    {
      title: "a plaintext password",
      change: (fixtures) =>
        setInput(fixtures, "worker", "environment.variables.DB_PASSWORD", "correct horse"),
      messages: { worker: `environment.variables.DB_PASSWORD ${SECRET}` },
    },
    {
      title: "an access key under a harmless name",
      change: (fixtures) =>
        setInput(fixtures, "worker", "environment.variables.LOG_LEVEL", "AKIAIOSFODNN7EXAMPLE"),
      messages: { worker: `environment.variables.LOG_LEVEL ${SECRET}` },
    },
    ...[
      ["MY_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"],
      ["DB_PASSWORD", "p/ssw:rd!"],
      ["PGPASSWORD", "correct-horse"],
      ["dbPassword", "correct-horse"],
      ["DATABASE_URL", "postgres://admin:correct-horse@db.example.com/app"],
    ].map(([variable = "", text]) => ({
      title: `the plaintext secret ${variable}`,
      change: (fixtures: Fixtures) => setInput(fixtures, "worker", `environment.variables.${variable}`, text),
      messages: { worker: `environment.variables.${variable} ${SECRET}` },
    })),
    {
      title: "a generated password",
      change: (fixtures) => [
        ...setInput(
          fixtures,
          "api",
          "environment.variables.DB_PASSWORD",
          derivedFrom("correct-horse", "made"),
        ),
        resource("random:index/randomPassword:RandomPassword", "made", { length: 20 }),
      ],
      messages: { api: `environment.variables.DB_PASSWORD ${SECRET}` },
    },
    {
      title: "an unknown value from another resource outside AWS",
      change: (fixtures) => [
        ...setInput(
          fixtures,
          "api",
          "environment.variables.DB_PASSWORD",
          derivedFrom("correct-horse", "made"),
        ),
        resource("vault:generic/secret:Secret", "made", {}),
      ],
      when: "preview",
      messages: {
        api: "environment cannot be decided because environment.variables.DB_PASSWORD is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
    },
    {
      title: "asynchronous invocations by an alias, without a failure destination",
      change: (fixtures) => withoutResources(fixtures, "hook-failures"),
      messages: { hook: ASYNC },
    },
    {
      title: "an event invoke configuration without a failure destination",
      change: (fixtures) => unsetInput(fixtures, "hook-failures", "destinationConfig"),
      messages: { hook: ASYNC },
    },
    {
      title: "a permission for an asynchronous service",
      change: (fixtures) => setInput(fixtures, "allowed", "principal", "s3.amazonaws.com"),
      messages: { api: ASYNC },
    },
    ...[
      [
        "a bucket",
        "aws:s3/bucketNotification:BucketNotification",
        { lambdaFunctions: [{ lambdaFunctionArn: ref("api", "arn") }] },
      ],
      [
        "a filter of logs",
        "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
        { destinationArn: ref("api", "arn") },
      ],
      ["a rule of things", "aws:iot/topicRule:TopicRule", { lambdas: [{ functionArn: ref("api", "arn") }] }],
      [
        "a rule of mail",
        "aws:ses/receiptRule:ReceiptRule",
        { lambdaActions: [{ functionArn: ref("api", "arn") }] },
      ],
      ["a rule of events", "aws:cloudwatch/eventTarget:EventTarget", { arn: ref("api", "arn") }],
      [
        "a schedule",
        "aws:scheduler/schedule:Schedule",
        { target: { arn: ref("api", "arn"), roleArn: "arn:aws:iam::123456789012:role/r" } },
      ],
    ].map(([who, type, inputs]) => ({
      title: `an asynchronous invocation by ${String(who)}`,
      change: (fixtures: Fixtures) => [
        ...fixtures,
        resource(String(type), "caller", inputs as Readonly<Record<string, unknown>>),
      ],
      messages: { api: ASYNC },
    })),
    {
      title: "no dead-letter queue where all functions need one",
      change: (fixtures) => fixtures,
      settings: { requireDlq: "always" },
      messages: { api: LOST },
    },
    {
      title: "no reserved concurrency where it is required",
      change: (fixtures) =>
        setInput(
          setInput(fixtures, "worker", "reservedConcurrentExecutions", 5),
          "hook",
          "reservedConcurrentExecutions",
          0,
        ),
      settings: { requireReservedConcurrency: true },
      messages: {
        api: "reservedConcurrentExecutions is missing, expected 0 or more; otherwise it can use all concurrency of the account",
      },
    },
  ],
});

describe("the remediation of lambda-baseline", () => {
  it("turns on tracing and retains unknown values of a preview", () => {
    const fixtures = unsetInput(compliant, "worker", "tracingConfig");

    const inputs = remediate(lambdaBaseline, fixtures, "worker", { when: "preview" });

    assert.deepEqual(inputs?.["tracingConfig"], { mode: "Active" });
    assert.deepEqual(Object.keys(inputs?.["deadLetterConfig"] ?? {}), ["targetArn"]);
  });

  it("leaves a traced function alone", () => {
    assert.equal(remediate(lambdaBaseline, compliant, "api"), undefined);
  });
});
