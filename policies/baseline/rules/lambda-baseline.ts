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
  Undecided,
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
  remediationSteps:
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
      return describeMismatch(fn, "runtime", `a supported runtime (${settings.runtimes.join(", ")})`, advice);
    },
    tracing: (fn) =>
      mustBeOneOf(fn, "tracingConfig.mode", ["Active"], "without it no trace shows where time went"),
    environment: (fn, context) =>
      findFlaws(fn.keys(VARIABLES), (variable) => secretIn(fn, variable, context)),
    "failed events": (fn, context) => {
      const { requireDlq } = context.settings;
      if (requireDlq === "never" || fn.isSet("deadLetterConfig.targetArn")) return undefined;
      const stack = requireStack(context, "what calls it");
      if (requireDlq === "async" && !isInvokedAsynchronously(stack, fn)) return undefined;
      if (hasFailureDestination(stack, fn)) return undefined;
      const who = requireDlq === "async" ? "something calls it without waiting for its answer, and " : "";
      return `${who}the events it fails on are lost; set deadLetterConfig.targetArn, or add aws.lambda.FunctionEventInvokeConfig with destinationConfig.onFailure.destination`;
    },
    "reserved concurrency": (fn, { settings }) => {
      if (!settings.requireReservedConcurrency) return undefined;
      if ((fn.number("reservedConcurrentExecutions") ?? -1) >= 0) return undefined;
      return describeMismatch(
        fn,
        "reservedConcurrentExecutions",
        "0 or more",
        "else it may take all that the account has",
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

/** Ends of names, in snake case, of variables whose values are secrets themselves, not names of secrets. */
const SECRET_NAME =
  /(?:password|passwd|passphrase|_pwd|(?:^|_)(?:secret|secret_key|private_key|api_?key|access_?key|access_token|auth_token|token))$/;

/**
 * Texts that are credentials whatever they are called: access keys of AWS, private keys, addresses with a password that is
 * not put in later.
 */
const CREDENTIAL =
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----|:\/\/[^/\s:@]*:[^/\s@${<*][^/\s@]*@/;

/** Secret access keys have 40 characters, some of which may be slashes as in a path. */
const SECRET_ACCESS_KEY = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z0-9/+]{40}$/;

/** Texts that say where a secret is: ARNs, addresses, dynamic references, paths of parameters and secrets. */
const REFERENCE =
  /^(?:arn:aws[\w-]*:|\{\{resolve:|[a-z][a-z0-9+.-]*:\/\/|\/[\w.-]+$|\/?[\w.-]+(?:\/[\w.-]+)+$)/i;

/** Texts that are no secret, such as switches. */
const HARMLESS = /^(?:|0|1|true|false|yes|no|on|off|none|null|enabled|disabled|required|optional)$/i;

/** What holds secrets, and has a name or ARN by which functions find them. */
const SECRET_HOLDER = ["aws:secretsmanager/secret:Secret", "aws:ssm/parameter:Parameter"];

/** Types of AWS whose outputs may be secrets themselves. */
const SECRET_TELLER = [
  "aws:iam/accessKey:AccessKey",
  "aws:iam/serviceSpecificCredential:ServiceSpecificCredential",
  "aws:secretsmanager/secretVersion:SecretVersion",
];

function secretIn(fn: Resource, variable: string, context: RuleContext<unknown>): string | undefined {
  const path = `${VARIABLES}.${variable}`;
  const isCalledSecret = SECRET_NAME.test(snakeCase(variable));
  const reading = fn.read(path);
  if (reading.state === "undecided") {
    if (isCalledSecret && !isToldByAws(fn, context)) throw new Undecided(path);
    return undefined;
  }
  const text = fn.string(path) ?? "";
  const isPlain = SECRET_ACCESS_KEY.test(text) || !(REFERENCE.test(text) || HARMLESS.test(text));
  const isSecret =
    CREDENTIAL.test(text) ||
    (isCalledSecret && isPlain && !isNameOfSecret(text, requireStack(context, path)));
  // The value is a secret, which a report must not repeat.
  return isSecret
    ? `${path} holds a secret in clear, expected where the secret is; give the ARN or name of a secret or parameter, and read it at run time`
    : undefined;
}

/** `db_password` for `dbPassword`. */
function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}

/** Whether what is not known yet comes from resources of AWS that tell no secrets, but where they are. */
function isToldByAws(fn: Resource, context: RuleContext<unknown>): boolean {
  const sources = requireStack(context, VARIABLES).dependenciesOf(fn, "environment");
  return sources.length > 0 && sources.every(({ type }) => isAwsType(type) && !SECRET_TELLER.includes(type));
}

/** Whether a text is the name of a secret, or of a parameter, that the stack makes. */
function isNameOfSecret(text: string, stack: Stack): boolean {
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
