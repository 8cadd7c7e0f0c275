import { vpcFlowLogs } from "../../../policies/baseline/rules/vpc-flow-logs";
import { prove, ref, resource, setInput, unknown, unsetInput, withoutResources } from "../../helpers/policy";

const vpc = resource("aws:ec2/vpc:Vpc", "net", { cidrBlock: "10.0.0.0/16" });
const log = resource("aws:ec2/flowLog:FlowLog", "log", {
  vpcId: ref("net"),
  trafficType: "ALL",
  logDestination: "arn:aws:logs:eu-west-1:123456789012:log-group:net",
});

prove(vpcFlowLogs, {
  compliant: [vpc, log],
  alsoCompliant: {
    "a log of what was refused": setInput([vpc, log], "log", "trafficType", "REJECT"),
    "a log that suffices beside one of which nothing is known": [
      vpc,
      log,
      resource("aws:ec2/flowLog:FlowLog", "another", { vpcId: ref("net"), trafficType: unknown }),
    ],
    "the default network, taken over": [resource("aws:ec2/defaultVpc:DefaultVpc", "net", {}), log],
    "a log of a subnet alone, and no network": [
      resource("aws:ec2/flowLog:FlowLog", "log", { subnetId: "subnet-0a1b", trafficType: "ACCEPT" }),
    ],
  },
  mutants: [
    {
      title: "no flow log",
      change: (world) => withoutResources(world, "log"),
      messages: { net: 'it has no flow log; add aws.ec2.FlowLog with trafficType "ALL" or "REJECT"' },
    },
    {
      title: "a flow log of another network",
      change: (world) => [
        ...setInput(world, "log", "vpcId", ref("other")),
        resource("aws:ec2/vpc:Vpc", "other", {}),
      ],
      messages: { net: 'it has no flow log; add aws.ec2.FlowLog with trafficType "ALL" or "REJECT"' },
    },
    {
      title: "the default network without a flow log",
      change: () => [resource("aws:ec2/defaultVpc:DefaultVpc", "net", {})],
      messages: { net: 'it has no flow log; add aws.ec2.FlowLog with trafficType "ALL" or "REJECT"' },
    },
    {
      title: "a flow log of what was let in alone",
      change: (world) => setInput(world, "log", "trafficType", "ACCEPT"),
      messages: { net: 'trafficType of log is "ACCEPT", expected "ALL" or "REJECT"' },
    },
    {
      title: "a flow log that does not say of what",
      change: (world) => unsetInput(world, "log", "trafficType"),
      messages: { net: 'trafficType of log is missing, expected "ALL" or "REJECT"' },
    },
    {
      title: "a flow log of what was refused where all is asked for",
      settings: { trafficTypes: ["ALL"] },
      change: (world) => setInput(world, "log", "trafficType", "REJECT"),
      messages: { net: 'trafficType of log is "REJECT", expected "ALL"' },
    },
  ],
});
