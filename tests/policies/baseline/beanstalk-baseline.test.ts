import { beanstalkBaseline } from "../../../policies/baseline/rules/beanstalk-baseline";
import { type Fixtures, prove, ref, resource, setInput, unsetInput } from "../../helpers/policy";

const settings = [
  {
    namespace: "aws:elasticbeanstalk:healthreporting:system",
    name: "SystemType",
    value: "enhanced",
  },
  { namespace: "aws:elasticbeanstalk:managedactions", name: "ManagedActionsEnabled", value: "True" },
  { namespace: "aws:elasticbeanstalk:managedactions:platformupdate", name: "UpdateLevel", value: "minor" },
  { namespace: "aws:elasticbeanstalk:cloudwatch:logs", name: "StreamLogs", value: "true" },
  { namespace: "aws:ec2:vpc", name: "VPCId", value: ref("network") },
  { namespace: "aws:ec2:vpc", name: "Subnets", value: ref("private") },
];
const network = [
  resource("aws:ec2/vpc:Vpc", "network", {}),
  resource("aws:ec2/subnet:Subnet", "private", {}),
];
const compliant: Fixtures = [
  ...network,
  resource("aws:elasticbeanstalk/environment:Environment", "shop", { application: "shop", settings }),
];
const fromTemplate: Fixtures = [
  ...network,
  resource("aws:elasticbeanstalk/configurationTemplate:ConfigurationTemplate", "template", { settings }),
  resource("aws:elasticbeanstalk/environment:Environment", "shop", {
    application: "shop",
    templateName: ref("template", "name"),
  }),
];

prove(beanstalkBaseline, {
  compliant,
  alsoCompliant: { "a template with every option": fromTemplate },
  mutants: [
    {
      title: "basic health reporting",
      change: (fixtures) => setInput(fixtures, "shop", "settings.0.value", "basic"),
      messages: {
        shop: 'aws:elasticbeanstalk:healthreporting:system SystemType is "basic", expected "enhanced"; set it in settings',
      },
    },
    {
      title: "a later option that overrides an earlier one",
      change: (fixtures) =>
        setInput(fixtures, "shop", "settings", [...settings, { ...settings[0], value: "basic" }]),
      messages: {
        shop: 'aws:elasticbeanstalk:healthreporting:system SystemType is "basic", expected "enhanced"; set it in settings',
      },
    },
    {
      title: "no managed updates",
      change: (fixtures) => unsetInput(fixtures, "shop", "settings.1"),
      messages: {
        shop: 'aws:elasticbeanstalk:managedactions ManagedActionsEnabled is missing, expected "true"; set it in settings',
      },
    },
    {
      title: "managed updates without a level",
      change: (fixtures) => unsetInput(fixtures, "shop", "settings.2"),
      messages: {
        shop: 'aws:elasticbeanstalk:managedactions:platformupdate UpdateLevel is missing, expected "minor" or "patch"; set it in settings',
      },
    },
    {
      title: "managed updates of an unknown level",
      change: (fixtures) => setInput(fixtures, "shop", "settings.2.value", "major"),
      messages: {
        shop: 'aws:elasticbeanstalk:managedactions:platformupdate UpdateLevel is "major", expected "minor" or "patch"; set it in settings',
      },
    },
    {
      title: "logs that stay on the instances",
      change: (fixtures) => setInput(fixtures, "shop", "settings.3.value", "false"),
      messages: {
        shop: 'aws:elasticbeanstalk:cloudwatch:logs StreamLogs is "false", expected "true"; set it in settings',
      },
    },
    {
      title: "no VPC",
      change: (fixtures) => unsetInput(fixtures, "shop", "settings.4"),
      messages: {
        shop: "aws:ec2:vpc VPCId is missing, expected the VPC of its instances; set it in settings",
      },
    },
    {
      title: "no subnets",
      change: (fixtures) => unsetInput(fixtures, "shop", "settings.5"),
      messages: {
        shop: "aws:ec2:vpc Subnets is missing, expected the subnets of its instances; set it in settings",
      },
    },
    {
      title: "an environment that overrides its template",
      change: () => setInput(fromTemplate, "template", "settings.3.value", "false"),
      settings: { requireVpc: false },
      messages: {
        shop: 'aws:elasticbeanstalk:cloudwatch:logs StreamLogs is "false", expected "true"; set it in settings',
      },
    },
    {
      title: "basic health reporting where no VPC is required",
      change: (fixtures) => unsetInput(unsetInput(fixtures, "shop", "settings.4"), "shop", "settings.0"),
      settings: { requireVpc: false },
      messages: {
        shop: 'aws:elasticbeanstalk:healthreporting:system SystemType is missing, expected "enhanced"; set it in settings',
      },
    },
  ],
});
