import { beanstalkBaseline } from "../../../policies/baseline/rules/beanstalk-baseline";
import { prove, ref, resource, set, unset, type World } from "../../helpers/policy";

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
const compliant: World = [
  ...network,
  resource("aws:elasticbeanstalk/environment:Environment", "shop", { application: "shop", settings }),
];
const fromTemplate: World = [
  ...network,
  resource("aws:elasticbeanstalk/configurationTemplate:ConfigurationTemplate", "template", { settings }),
  resource("aws:elasticbeanstalk/environment:Environment", "shop", {
    application: "shop",
    templateName: ref("template", "name"),
  }),
];

prove(beanstalkBaseline, {
  compliant,
  alsoCompliant: { "a template that says all": fromTemplate },
  mutants: [
    {
      given: "basic health",
      change: (world) => set(world, "shop", "settings.0.value", "basic"),
      told: {
        shop: 'aws:elasticbeanstalk:healthreporting:system SystemType is "basic", expected "enhanced"; set it in settings',
      },
    },
    {
      given: "a later option that takes back what an earlier one says",
      change: (world) => set(world, "shop", "settings", [...settings, { ...settings[0], value: "basic" }]),
      told: {
        shop: 'aws:elasticbeanstalk:healthreporting:system SystemType is "basic", expected "enhanced"; set it in settings',
      },
    },
    {
      given: "no managed updates",
      change: (world) => unset(world, "shop", "settings.1"),
      told: {
        shop: 'aws:elasticbeanstalk:managedactions ManagedActionsEnabled is missing, expected "true"; set it in settings',
      },
    },
    {
      given: "managed updates of no level",
      change: (world) => unset(world, "shop", "settings.2"),
      told: {
        shop: 'aws:elasticbeanstalk:managedactions:platformupdate UpdateLevel is missing, expected "minor" or "patch"; set it in settings',
      },
    },
    {
      given: "managed updates of an unknown level",
      change: (world) => set(world, "shop", "settings.2.value", "major"),
      told: {
        shop: 'aws:elasticbeanstalk:managedactions:platformupdate UpdateLevel is "major", expected "minor" or "patch"; set it in settings',
      },
    },
    {
      given: "logs that stay on the instances",
      change: (world) => set(world, "shop", "settings.3.value", "false"),
      told: {
        shop: 'aws:elasticbeanstalk:cloudwatch:logs StreamLogs is "false", expected "true"; set it in settings',
      },
    },
    {
      given: "no VPC",
      change: (world) => unset(world, "shop", "settings.4"),
      told: {
        shop: "aws:ec2:vpc VPCId is missing, expected the VPC that its instances lie in; set it in settings",
      },
    },
    {
      given: "no subnets",
      change: (world) => unset(world, "shop", "settings.5"),
      told: {
        shop: "aws:ec2:vpc Subnets is missing, expected the subnets of its instances; set it in settings",
      },
    },
    {
      given: "an environment over a template that says less",
      change: () => set(fromTemplate, "template", "settings.3.value", "false"),
      settings: { requireVpc: false },
      told: {
        shop: 'aws:elasticbeanstalk:cloudwatch:logs StreamLogs is "false", expected "true"; set it in settings',
      },
    },
    {
      given: "an environment without a VPC, where none is asked for, and without health",
      change: (world) => unset(unset(world, "shop", "settings.4"), "shop", "settings.0"),
      settings: { requireVpc: false },
      told: {
        shop: 'aws:elasticbeanstalk:healthreporting:system SystemType is missing, expected "enhanced"; set it in settings',
      },
    },
  ],
});
