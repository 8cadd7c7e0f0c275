import {
  containersOf,
  findCredential,
  findFlaws,
  type Props,
  type Resource,
  readUnlessPending,
  resourceRule,
} from "../../kit";

/** A string with its place in a resource. */
interface Text {
  readonly path: string;
  readonly text: string;
}

/** Properties with a script: plain, or in Base64. */
const SCRIPTS: Readonly<Record<string, readonly string[]>> = {
  "aws:ec2/instance:Instance": ["userData", "userDataBase64"],
  "aws:ec2/launchConfiguration:LaunchConfiguration": ["userData", "userDataBase64"],
  "aws:ec2/launchTemplate:LaunchTemplate": ["userData"],
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ["userData", "userDataBase64"],
  "aws:lightsail/instance:Instance": ["userData"],
  "aws:sagemaker/notebookInstanceLifecycleConfiguration:NotebookInstanceLifecycleConfiguration": [
    "onCreate",
    "onStart",
  ],
  "aws:codebuild/project:Project": ["source.location", "source.buildspec"],
};

/** Readers of environment variables, by type. Functions have a rule of their own. */
const VARIABLES: Readonly<Record<string, (resource: Resource) => readonly Text[]>> = {
  "aws:codebuild/project:Project": (project) =>
    project
      .list("environment.environmentVariables")
      .filter((variable) => (variable.string("type") ?? "PLAINTEXT") === "PLAINTEXT")
      .map((variable) => variableOf(variable)),
  "aws:ecs/taskDefinition:TaskDefinition": (task) =>
    containersOf(task).flatMap((container) =>
      container.list("environment").map((variable) => variableOf(variable)),
    ),
  "aws:batch/jobDefinition:JobDefinition": (job) =>
    job
      .json("containerProperties")
      ?.list("environment")
      .map((variable) => variableOf(variable)) ?? [],
  "aws:elasticbeanstalk/environment:Environment": (environment) =>
    environment
      .list("settings")
      .filter((setting) => setting.string("namespace") === "aws:elasticbeanstalk:application:environment")
      .map((setting) => variableOf(setting)),
  "aws:glue/job:Job": (job) =>
    job.keys("defaultArguments").map((key) => ({
      path: `defaultArguments.${key}`,
      text: `${key.replaceAll("-", "_")}=${job.object("defaultArguments")?.entry(key) ?? ""}`,
    })),
  "aws:ssm/parameter:Parameter": (parameter) =>
    parameter.string("type") === "SecureString"
      ? []
      : [{ path: "value", text: parameter.string("value") ?? "" }],
};

/** Each principal with a permission to describe the resource reads its secrets. */
export const noPlaintextSecrets = resourceRule({
  name: "no-plaintext-secrets",
  title: "Scripts and variables contain no secrets",
  description:
    "User data, build specifications, containers, jobs and parameters contain no access keys, private keys or passwords.",
  level: "mandatory",
  severity: "critical",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "ECS.8",
    specification: "Secrets should not be passed as container environment variables",
  },
  tags: [
    "apps",
    "security-hub:CodeBuild.1",
    "security-hub:CodeBuild.2",
    "checkov:CKV_AWS_46",
    "cdk-nag:AwsSolutions-ECS2",
    "trivy:AWS-0029",
    "trivy:AWS-0122",
  ],
  remediationSteps:
    "Read the secret at run time from Secrets Manager or Parameter Store with the role of the host or task, or refer to it by its ARN (secrets, valueFrom, type SECRETS_MANAGER); then replace the secret.",
  url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html",
  types: [...new Set([...Object.keys(SCRIPTS), ...Object.keys(VARIABLES)])],
  checks: {
    scripts: (resource, context) =>
      findFlaws(SCRIPTS[resource.type] ?? [], (path) => {
        const text = readUnlessPending(context, () => resource.string(path));
        return text === undefined ? undefined : describeSecret({ path, text });
      }),
    variables: (resource, context) => {
      const strings = readUnlessPending(context, () => VARIABLES[resource.type]?.(resource) ?? []);
      return findFlaws(strings ?? [], (text) => describeSecret(text));
    },
  },
});

function variableOf(variable: Props): Text {
  return {
    path: `${variable.at}value`,
    text: `${variable.string("name") ?? ""}=${variable.string("value") ?? ""}`,
  };
}

/** Describes a secret without repeating it. */
function describeSecret({ path, text }: Text): string | undefined {
  const kind = findCredential(text) ?? findCredential(Buffer.from(text, "base64").toString("utf8"));
  if (kind === undefined) return undefined;
  return `${path} contains ${kind}, expected a reference to a secret that is read at run time`;
}
