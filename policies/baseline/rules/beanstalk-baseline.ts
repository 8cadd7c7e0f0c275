import {
  evaluateWithin,
  formatValue,
  type Props,
  type Resource,
  requireStack,
  resourceRule,
} from "../../kit";

const TEMPLATE = ["aws:elasticbeanstalk/configurationTemplate:ConfigurationTemplate"];

/** An environment reports its health, updates its platform, streams its logs, and runs in a VPC of the program. */
export const beanstalkBaseline = resourceRule<Settings>({
  name: "beanstalk-baseline",
  title: "Environments report health, update and log",
  description:
    "An Elastic Beanstalk environment has enhanced health reporting, managed updates, logs in CloudWatch, and an explicit VPC.",
  level: "mandatory",
  severity: "medium",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "ElasticBeanstalk.1",
    specification: "Elastic Beanstalk environments should have enhanced health reporting enabled",
  },
  tags: [
    "apps",
    "security-hub:ElasticBeanstalk.3",
    "checkov:CKV_AWS_312",
    "checkov:CKV_AWS_340",
    "cdk-nag:AwsSolutions-EB1",
    "cdk-nag:AwsSolutions-EB3",
    "cdk-nag:AwsSolutions-EB4",
  ],
  remediationSteps:
    "Add to settings, each with namespace, name and value: aws:elasticbeanstalk:healthreporting:system SystemType enhanced; aws:elasticbeanstalk:managedactions ManagedActionsEnabled true; aws:elasticbeanstalk:managedactions:platformupdate UpdateLevel minor; aws:elasticbeanstalk:cloudwatch:logs StreamLogs true; aws:ec2:vpc VPCId and Subnets.",
  url: "https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html",
  settings: {
    requireVpc: {
      type: "boolean",
      default: true,
      description: "Whether every environment must set its VPC and subnets.",
    },
  },
  types: ["aws:elasticbeanstalk/environment:Environment"],
  checks: {
    health: (environment, context) =>
      expectValue(
        environment,
        context,
        ["aws:elasticbeanstalk:healthreporting:system", "SystemType"],
        ["enhanced"],
      ),
    "managed updates": (environment, context) =>
      expectValue(
        environment,
        context,
        ["aws:elasticbeanstalk:managedactions", "ManagedActionsEnabled"],
        ["true"],
      ) ??
      expectValue(
        environment,
        context,
        ["aws:elasticbeanstalk:managedactions:platformupdate", "UpdateLevel"],
        ["minor", "patch"],
      ),
    logs: (environment, context) =>
      expectValue(environment, context, ["aws:elasticbeanstalk:cloudwatch:logs", "StreamLogs"], ["true"]),
    network: (environment, context) =>
      context.settings.requireVpc
        ? (expectSet(environment, context, ["aws:ec2:vpc", "VPCId"], "the VPC of its instances") ??
          expectSet(environment, context, ["aws:ec2:vpc", "Subnets"], "the subnets of its instances"))
        : undefined,
  },
});

interface Settings {
  readonly requireVpc: boolean;
}

type OptionContext = Parameters<typeof requireStack>[0];

/** Namespace and name of an option. */
type Option = readonly [namespace: string, name: string];

/** Option of an environment: its own, else that of its template. */
function optionOf(environment: Resource, context: OptionContext, option: Option): Props | undefined {
  const own = lastOptionIn(environment, option);
  if (own || !environment.isSet("templateName")) return own;
  const [template] = requireStack(context, "templateName").findTargets(environment, "templateName", TEMPLATE);
  return template && evaluateWithin(template, () => lastOptionIn(template, option));
}

function lastOptionIn(holder: Resource, [namespace, name]: Option): Props | undefined {
  return holder
    .list("settings")
    .filter((option) => option.string("namespace") === namespace && option.string("name") === name)
    .at(-1);
}

function expectValue(
  environment: Resource,
  context: OptionContext,
  option: Option,
  expected: readonly string[],
): string | undefined {
  const value = optionOf(environment, context, option)?.string("value");
  if (value !== undefined && expected.includes(value.toLowerCase())) return undefined;
  const form = expected.map((one) => JSON.stringify(one)).join(" or ");
  return `${option.join(" ")} is ${formatValue(value)}, expected ${form}; set it in settings`;
}

function expectSet(
  environment: Resource,
  context: OptionContext,
  option: Option,
  expected: string,
): string | undefined {
  if (optionOf(environment, context, option)?.isSet("value")) return undefined;
  return `${option.join(" ")} is missing, expected ${expected}; set it in settings`;
}
