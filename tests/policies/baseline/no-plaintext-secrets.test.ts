import { noPlaintextSecrets } from "../../../policies/baseline/rules/no-plaintext-secrets";
import { derivedFrom, prove, resource, setInput } from "../../helpers/policy";
import { mutantsOf } from "../../helpers/requirements";

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const containers = (name: string, value: string): string =>
  JSON.stringify([{ name: "web", environment: [{ name, value }] }]);
// Built, so that scanners of this repository find no key.
const ACCESS_KEY = `AKIA${"A1B2C3D4E5F6G7H8"}`;
const END = "expected a reference to a secret that is read at run time";
const HARMLESS = "#!/bin/bash\nexport DB_PASSWORD=$(aws secretsmanager get-secret-value)\n";

prove(noPlaintextSecrets, {
  compliant: [
    resource("aws:ec2/instance:Instance", "host", { userData: HARMLESS }),
    resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { userData: base64(HARMLESS) }),
    resource("aws:codebuild/project:Project", "build", {
      source: { type: "GITHUB", location: "https://github.com/example/site.git", buildspec: "version: 0.2" },
      environment: {
        environmentVariables: [
          { name: "STAGE", value: "production", type: "PLAINTEXT" },
          { name: "DB_PASSWORD", value: "database:password", type: "SECRETS_MANAGER" },
        ],
      },
    }),
    resource("aws:ecs/taskDefinition:TaskDefinition", "task", {
      containerDefinitions: containers("LOG_LEVEL", "information"),
    }),
    resource("aws:batch/jobDefinition:JobDefinition", "job", {
      containerProperties: JSON.stringify({ environment: [{ name: "STAGE", value: "production" }] }),
    }),
    resource("aws:glue/job:Job", "etl", { defaultArguments: { "--job-language": "python" } }),
    resource("aws:elasticbeanstalk/environment:Environment", "site", {
      settings: [
        { namespace: "aws:elasticbeanstalk:application:environment", name: "STAGE", value: "production" },
      ],
    }),
    resource("aws:ssm/parameter:Parameter", "parameter", { type: "String", value: "eu-west-1" }),
  ],
  alsoCompliant: {
    "an encrypted parameter": [
      resource("aws:ssm/parameter:Parameter", "parameter", { type: "SecureString", value: ACCESS_KEY }),
    ],
    "the ARN of a secret": [
      resource("aws:ecs/taskDefinition:TaskDefinition", "task", {
        containerDefinitions: containers(
          "DB_PASSWORD",
          "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db",
        ),
      }),
    ],
  },
  mutants: mutantsOf([
    [
      "host",
      "userData",
      `curl https://deploy:hunter22@example.com`,
      `userData contains a URL with a password, ${END}`,
    ],
    ["host", "userData", "export DB_PASSWORD=correct-horse", `userData contains a secret, ${END}`],
    [
      "template",
      "userData",
      base64(`AWS_ACCESS_KEY_ID=${ACCESS_KEY}`),
      `userData contains an access key of AWS, ${END}`,
    ],
    [
      "build",
      "environment.environmentVariables.0",
      { name: "AWS_SECRET_ACCESS_KEY", value: "not-a-real-key-0123456789" },
      `environment.environmentVariables.0.value contains a secret, ${END}`,
    ],
    [
      "build",
      "source.location",
      "https://user:hunter22@bitbucket.org/example/site.git",
      `source.location contains a URL with a password, ${END}`,
    ],
    [
      "task",
      "containerDefinitions",
      containers("API_KEY", "0123456789abcdef"),
      `containerDefinitions.0.environment.0.value contains a secret, ${END}`,
    ],
    [
      "job",
      "containerProperties",
      JSON.stringify({ environment: [{ name: "API_KEY", value: "0123456789abcdef" }] }),
      `containerProperties.environment.0.value contains a secret, ${END}`,
    ],
    [
      "etl",
      "defaultArguments",
      { "--db-password": "correct-horse" },
      `defaultArguments.--db-password contains a secret, ${END}`,
    ],
    ["site", "settings.0.name", "DB_PASSWORD", `settings.0.value contains a secret, ${END}`],
    ["parameter", "value", "-----BEGIN RSA PRIVATE KEY-----", `value contains a private key, ${END}`],
  ]),
  deferred: {
    "user data with the name of a new bucket": {
      change: (all) => [
        ...setInput(all, "host", "userData", derivedFrom("export API_KEY=0123456789abcdef", "data")),
        resource("aws:s3/bucket:Bucket", "data", {}),
      ],
      preview: {},
      up: { host: `userData contains a secret, ${END}` },
    },
  },
});
