import {
  callersOf,
  EVENT_INVOKE_CONFIG,
  FUNCTION,
  isCalledAsync,
  mustBeOneOf,
  type Resource,
  resourceRule,
  type Stack,
  setAt,
  unlike,
  wholeStack,
  within,
} from "../../kit";

/**
 * Runtimes that AWS still mends, as of November 2026.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
 */
const SUPPORTED_RUNTIMES = [
  "nodejs22.x",
  "nodejs24.x",
  "nodejs26.x",
  "python3.11",
  "python3.12",
  "python3.13",
  "python3.14",
  "python3.15",
  "java8.al2",
  "java11",
  "java17",
  "java21",
  "java25",
  "dotnet10",
  "ruby3.3",
  "ruby3.4",
  "provided.al2023",
];

/** A function runs on what AWS still mends, is traced, loses no event, and holds no secret in clear. */
export const lambdaBaseline = resourceRule<Settings>({
  name: "lambda-baseline",
  title: "Functions are supported, traced, and lose no event",
  description:
    "A Lambda function has a supported runtime, is traced, keeps the events it failed on when nobody waits for its answer, and has no secret in its environment.",
  level: "mandatory",
  severity: "medium",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "Lambda.2",
    specification: "Lambda functions should use supported runtimes",
  },
  tags: [
    "apps",
    "checkov:CKV_AWS_363",
    "checkov:CKV_AWS_50",
    "checkov:CKV_AWS_116",
    "checkov:CKV_AWS_115",
    "checkov:CKV_AWS_45",
    "trivy:AWS-0066",
    "config:LAMBDA_DLQ_CHECK",
    "config:LAMBDA_CONCURRENCY_CHECK",
    "cdk-nag:AwsSolutions-L1",
  ],
  steps:
    'Set runtime to a supported one and tracingConfig.mode to "Active" (the role needs AWSXRayDaemonWriteAccess); set deadLetterConfig.targetArn to a queue or topic, or add aws.lambda.FunctionEventInvokeConfig with destinationConfig.onFailure; read secrets from Secrets Manager or Parameter Store.',
  url: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
  settings: {
    runtimes: {
      type: "array",
      items: { type: "string", minLength: 1 },
      minItems: 1,
      default: SUPPORTED_RUNTIMES,
      description: "Runtimes that functions may have. Container images have none and are left alone.",
    },
    requireDlq: {
      type: "string",
      enum: ["async", "always", "never"],
      default: "async",
      description:
        "Which functions must keep the events they failed on: those that something in the stack calls without waiting, all, or none.",
    },
    requireReservedConcurrency: {
      type: "boolean",
      default: false,
      description: "Whether every function must say how many of it may run at once.",
    },
  },
  types: FUNCTION,
  checks: {
    runtime: (fn, { settings }) => {
      if (fn.string("packageType") === "Image" || fn.isSet("imageUri")) return undefined;
      const advice = "move to a newer one before AWS stops mending it";
      const runtime = fn.string("runtime");
      if (runtime !== undefined && settings.runtimes.includes(runtime)) return undefined;
      return unlike(fn, "runtime", `a supported runtime (${settings.runtimes.join(", ")})`, advice);
    },
    tracing: (fn) =>
      mustBeOneOf(fn, "tracingConfig.mode", ["Active"], "without it no trace shows where time went"),
    environment: (fn) => fn.keys(VARIABLES).flatMap((variable) => secretIn(fn, variable) ?? []),
    "failed events": (fn, context) => {
      const { requireDlq } = context.settings;
      if (requireDlq === "never" || fn.isSet("deadLetterConfig.targetArn")) return undefined;
      const stack = wholeStack(context, "what calls it");
      if (requireDlq === "async" && !isCalledAsync(stack, fn)) return undefined;
      if (hasFailureDestination(stack, fn)) return undefined;
      const who = requireDlq === "async" ? "something calls it without waiting for its answer, and " : "";
      return `${who}the events it fails on are lost; set deadLetterConfig.targetArn, or add aws.lambda.FunctionEventInvokeConfig with destinationConfig.onFailure.destination`;
    },
    "reserved concurrency": (fn, { settings }) => {
      if (!settings.requireReservedConcurrency) return undefined;
      if ((fn.number("reservedConcurrentExecutions") ?? -1) >= 0) return undefined;
      return unlike(
        fn,
        "reservedConcurrentExecutions",
        "0 or more",
        "else it may take all that the account has",
      );
    },
  },
  remedy: (inputs, fn) => {
    if (fn.string("tracingConfig.mode") === "Active") return false;
    setAt(inputs, "tracingConfig.mode", "Active");
    return true;
  },
});

interface Settings {
  readonly runtimes: readonly string[];
  readonly requireDlq: "async" | "always" | "never";
  readonly requireReservedConcurrency: boolean;
}

const VARIABLES = "environment.variables";

/** Names of variables whose values are secrets themselves, not names of secrets. */
const SECRET_NAME =
  /(?:^|_)(?:password|passwd|secret|secret_key|private_key|api_?key|access_key|access_token|auth_token|token)$/i;

/** Texts that are credentials whatever they are called: access keys of AWS, private keys. */
const CREDENTIAL = /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/;

/** Texts that say where a secret is: ARNs, addresses, paths of parameters, names of secrets. */
const REFERENCE = /^$|[/:]/;

function secretIn(fn: Resource, variable: string): string | undefined {
  const path = `${VARIABLES}.${variable}`;
  if (SECRET_NAME.test(variable)) {
    const value = fn.string(path) ?? "";
    if (!CREDENTIAL.test(value) && REFERENCE.test(value)) return undefined;
  } else {
    // What another resource will tell was not written into the program.
    const known = fn.isSet(path) && fn.read(path).state === "known";
    if (!known || !CREDENTIAL.test(fn.string(path) ?? "")) return undefined;
  }
  // The value is a secret, which a report must not repeat.
  return `${path} holds a secret in clear, expected where the secret is; give the ARN or name of a secret or parameter, and read it at run time`;
}

function hasFailureDestination(stack: Stack, fn: Resource): boolean {
  return callersOf(stack, fn, EVENT_INVOKE_CONFIG, "functionName").some((config) =>
    within(config, () => config.isSet("destinationConfig.onFailure.destination")),
  );
}
