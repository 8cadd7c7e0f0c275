import {
  describeMismatch,
  EVENT_INVOKE_CONFIG,
  evaluateWithin,
  FUNCTION,
  findCallers,
  findFlaws,
  isAwsType,
  isInvokedAsynchronously,
  mustBeOneOf,
  type Resource,
  type RuleContext,
  requireStack,
  resourceRule,
  type Stack,
  setInput,
} from "../../kit";

/**
 * Runtimes that AWS supports, as of November 2026.
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

/** A function has a supported runtime, is traced, loses no event, and has no plaintext secret. */
export const lambdaBaseline = resourceRule<Settings>({
  name: "lambda-baseline",
  title: "Functions are supported, traced and lose no event",
  description:
    "A Lambda function has a supported runtime, is traced, retains failed events of asynchronous invocations, and has no secret in its environment.",
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
  remediationSteps:
    'Set runtime to a supported one and tracingConfig.mode to "Active" (the role needs AWSXRayDaemonWriteAccess); set deadLetterConfig.targetArn to a queue or topic, or add aws.lambda.FunctionEventInvokeConfig with destinationConfig.onFailure; read secrets from Secrets Manager or Parameter Store.',
  url: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
  settings: {
    runtimes: {
      type: "array",
      items: { type: "string", minLength: 1 },
      minItems: 1,
      default: SUPPORTED_RUNTIMES,
      description: "Allowed runtimes. Container images have none and are not checked.",
    },
    requireDlq: {
      type: "string",
      enum: ["async", "always", "never"],
      default: "async",
      description:
        "Which functions must retain failed events: those that the stack invokes asynchronously, all, or none.",
    },
    requireReservedConcurrency: {
      type: "boolean",
      default: false,
      description: "Whether every function must reserve concurrency.",
    },
  },
  types: FUNCTION,
  checks: {
    runtime: (fn, { settings }) => {
      if (fn.string("packageType") === "Image" || fn.isSet("imageUri")) return undefined;
      const advice = "upgrade before AWS ends its support";
      const runtime = fn.string("runtime");
      if (runtime !== undefined && settings.runtimes.includes(runtime)) return undefined;
      return describeMismatch(fn, "runtime", `a supported runtime (${settings.runtimes.join(", ")})`, advice);
    },
    tracing: (fn) =>
      mustBeOneOf(fn, "tracingConfig.mode", ["Active"], "without it the function has no traces"),
    environment: (fn, context) =>
      findFlaws(fn.keys(VARIABLES), (variable) => findSecret(fn, variable, context)),
    "failed events": (fn, context) => {
      const { requireDlq } = context.settings;
      if (requireDlq === "never" || fn.isSet("deadLetterConfig.targetArn")) return undefined;
      const stack = requireStack(context, "its invocations");
      if (requireDlq === "async" && !isInvokedAsynchronously(stack, fn)) return undefined;
      if (hasFailureDestination(stack, fn)) return undefined;
      const cause = requireDlq === "async" ? "it is invoked asynchronously, and " : "";
      return `${cause}failed events are lost; set deadLetterConfig.targetArn, or add aws.lambda.FunctionEventInvokeConfig with destinationConfig.onFailure.destination`;
    },
    "reserved concurrency": (fn, { settings }) => {
      if (!settings.requireReservedConcurrency) return undefined;
      if ((fn.number("reservedConcurrentExecutions") ?? -1) >= 0) return undefined;
      return describeMismatch(
        fn,
        "reservedConcurrentExecutions",
        "0 or more",
        "otherwise it can use all concurrency of the account",
      );
    },
  },
  remediation: (inputs, fn) => {
    if (fn.string("tracingConfig.mode") === "Active") return false;
    setInput(inputs, "tracingConfig.mode", "Active");
    return true;
  },
});

interface Settings {
  readonly runtimes: readonly string[];
  readonly requireDlq: "async" | "always" | "never";
  readonly requireReservedConcurrency: boolean;
}

const VARIABLES = "environment.variables";

/** Suffixes, in snake case, of names of variables that hold secrets rather than names of secrets. */
const SECRET_NAME =
  /(?:password|passwd|passphrase|_pwd|(?:^|_)(?:secret|secret_key|private_key|api_?key|access_?key|access_token|auth_token|token))$/;

/**
 * Strings that are credentials under any name: AWS access keys, private keys, URLs with a password that is not a
 * placeholder.
 */
const CREDENTIAL =
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----|:\/\/[^/\s:@]*:[^/\s@${<*][^/\s@]*@/;

/** Secret access keys have 40 characters, including slashes as in a path. */
const SECRET_ACCESS_KEY = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z0-9/+]{40}$/;

/** Strings that refer to a secret: ARNs, URLs, dynamic references, paths of parameters and secrets. */
const REFERENCE =
  /^(?:arn:aws[\w-]*:|\{\{resolve:|[a-z][a-z0-9+.-]*:\/\/|\/[\w.-]+$|\/?[\w.-]+(?:\/[\w.-]+)+$)/i;

/** Strings that are never secrets, such as flags. */
const HARMLESS = /^(?:|0|1|true|false|yes|no|on|off|none|null|enabled|disabled|required|optional)$/i;

/** Types that hold secrets, which functions find by a name or ARN. */
const SECRET_HOLDER = ["aws:secretsmanager/secret:Secret", "aws:ssm/parameter:Parameter"];

/** AWS types with secrets among their outputs. */
const SECRET_OUTPUT = [
  "aws:iam/accessKey:AccessKey",
  "aws:iam/serviceSpecificCredential:ServiceSpecificCredential",
  "aws:secretsmanager/secretVersion:SecretVersion",
];

/** Types whose outputs are secrets, whatever the variable takes from them. */
const SECRET_SOURCE = ["random:index/randomPassword:RandomPassword", "tls:index/privateKey:PrivateKey"];

function findSecret(fn: Resource, variable: string, context: RuleContext<unknown>): string | undefined {
  const path = `${VARIABLES}.${variable}`;
  const hasSecretName = SECRET_NAME.test(snakeCase(variable));
  const reading = fn.read(path);
  if (reading.state === "undecided") {
    if (!hasSecretName || isReference(fn, context)) return undefined;
    if (!isSecretByOrigin(fn, context)) throw fn.undecided(path);
    return describeSecret(path);
  }
  const text = fn.string(path) ?? "";
  const isPlain = SECRET_ACCESS_KEY.test(text) || !(REFERENCE.test(text) || HARMLESS.test(text));
  const isSecret =
    CREDENTIAL.test(text) || (hasSecretName && isPlain && !isSecretName(text, requireStack(context, path)));
  return isSecret ? describeSecret(path) : undefined;
}

/** Describes a plaintext secret without repeating it. */
function describeSecret(path: string): string {
  return `${path} is a plaintext secret, expected a reference to one; set the ARN or name of a secret or parameter, and read it at run time`;
}

/** Whether all unknown values of the environment come from generators of secrets. */
function isSecretByOrigin(fn: Resource, context: RuleContext<unknown>): boolean {
  const sources = requireStack(context, VARIABLES).dependenciesOf(fn, "environment");
  return sources.length > 0 && sources.every(({ type }) => SECRET_SOURCE.includes(type));
}

/** `db_password` for `dbPassword`. */
function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}

/** Whether an unknown value comes only from AWS resources without secrets among their outputs. */
function isReference(fn: Resource, context: RuleContext<unknown>): boolean {
  const sources = requireStack(context, VARIABLES).dependenciesOf(fn, "environment");
  return sources.length > 0 && sources.every(({ type }) => isAwsType(type) && !SECRET_OUTPUT.includes(type));
}

/** Whether a string is the name of a secret or parameter of the stack. */
function isSecretName(text: string, stack: Stack): boolean {
  return stack.ofTypes(SECRET_HOLDER).some((holder) => {
    const name = holder.read("name");
    return name.state === "known" && name.value === text;
  });
}

function hasFailureDestination(stack: Stack, fn: Resource): boolean {
  return findCallers(stack, fn, EVENT_INVOKE_CONFIG, "functionName").some((config) =>
    evaluateWithin(config, () => config.isSet("destinationConfig.onFailure.destination")),
  );
}
