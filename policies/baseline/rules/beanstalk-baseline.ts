import {
  evaluateWithin,
  formatValue,
  type Props,
  type Resource,
  requireStack,
  resourceRule,
} from "../../kit";

const TEMPLATE = ["aws:elasticbeanstalk/configurationTemplate:ConfigurationTemplate"];

/** An environment reports how it is, keeps itself up to date, sends its logs away, and lies in a network of its own. */
export const beanstalkBaseline = resourceRule<Settings>({
  name: "beanstalk-baseline",
  title: "Environments report, update themselves, and log",
  description:
    "An Elastic Beanstalk environment has enhanced health, managed updates, logs in CloudWatch, and lies in a VPC that is named.",
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
      description: "Whether every environment must name its VPC and subnets.",
    },
  },
  types: ["aws:elasticbeanstalk/environment:Environment"],
  checks: {
    health: (environment, context) =>
      mustHave(
        environment,
        context,
        ["aws:elasticbeanstalk:healthreporting:system", "SystemType"],
        ["enhanced"],
      ),
    "managed updates": (environment, context) =>
      mustHave(
        environment,
        context,
        ["aws:elasticbeanstalk:managedactions", "ManagedActionsEnabled"],
        ["true"],
      ) ??
      mustHave(
        environment,
        context,
        ["aws:elasticbeanstalk:managedactions:platformupdate", "UpdateLevel"],
        ["minor", "patch"],
      ),
    logs: (environment, context) =>
      mustHave(environment, context, ["aws:elasticbeanstalk:cloudwatch:logs", "StreamLogs"], ["true"]),
    network: (environment, context) =>
      context.settings.requireVpc
        ? (mustName(environment, context, ["aws:ec2:vpc", "VPCId"], "the VPC that its instances lie in") ??
          mustName(environment, context, ["aws:ec2:vpc", "Subnets"], "the subnets of its instances"))
        : undefined,
  },
});

interface Settings {
  readonly requireVpc: boolean;
}

type Whole = Parameters<typeof requireStack>[0];

/** What an option is called: its namespace, then its name. */
type Option = readonly [namespace: string, name: string];

/** The option of an environment: its own, else that of the template it is made from. */
function optionOf(environment: Resource, context: Whole, option: Option): Props | undefined {
  const own = optionIn(environment, option);
  if (own || !environment.isSet("templateName")) return own;
  const [template] = requireStack(context, "templateName").findTargets(environment, "templateName", TEMPLATE);
  return template && evaluateWithin(template, () => optionIn(template, option));
}

function optionIn(holder: Resource, [namespace, name]: Option): Props | undefined {
  return holder
    .list("settings")
    .filter((option) => option.string("namespace") === namespace && option.string("name") === name)
    .at(-1);
}

function mustHave(
  environment: Resource,
  context: Whole,
  option: Option,
  expected: readonly string[],
): string | undefined {
  const value = optionOf(environment, context, option)?.string("value");
  if (value !== undefined && expected.includes(value.toLowerCase())) return undefined;
  const form = expected.map((one) => JSON.stringify(one)).join(" or ");
  return `${option.join(" ")} is ${formatValue(value)}, expected ${form}; set it in settings`;
}

function mustName(
  environment: Resource,
  context: Whole,
  option: Option,
  expected: string,
): string | undefined {
  if (optionOf(environment, context, option)?.isSet("value")) return undefined;
  return `${option.join(" ")} is missing, expected ${expected}; set it in settings`;
}
