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
    "a log of rejected traffic": setInput([vpc, log], "log", "trafficType", "REJECT"),
    "a sufficient log beside an unknown one": [
      vpc,
      log,
      resource("aws:ec2/flowLog:FlowLog", "another", { vpcId: ref("net"), trafficType: unknown }),
    ],
    "a managed default VPC": [resource("aws:ec2/defaultVpc:DefaultVpc", "net", {}), log],
    "a log of only a subnet, and no VPC": [
      resource("aws:ec2/flowLog:FlowLog", "log", { subnetId: "subnet-0a1b", trafficType: "ACCEPT" }),
    ],
  },
  mutants: [
    {
      title: "no flow log",
      change: (fixtures) => withoutResources(fixtures, "log"),
      messages: { net: 'it has no flow log; add aws.ec2.FlowLog with trafficType "ALL" or "REJECT"' },
    },
    {
      title: "a flow log of another VPC",
      change: (fixtures) => [
        ...setInput(fixtures, "log", "vpcId", ref("other")),
        resource("aws:ec2/vpc:Vpc", "other", {}),
      ],
      messages: { net: 'it has no flow log; add aws.ec2.FlowLog with trafficType "ALL" or "REJECT"' },
    },
    {
      title: "a default VPC without a flow log",
      change: () => [resource("aws:ec2/defaultVpc:DefaultVpc", "net", {})],
      messages: { net: 'it has no flow log; add aws.ec2.FlowLog with trafficType "ALL" or "REJECT"' },
    },
    {
      title: "a flow log of only accepted traffic",
      change: (fixtures) => setInput(fixtures, "log", "trafficType", "ACCEPT"),
      messages: { net: 'trafficType of log is "ACCEPT", expected "ALL" or "REJECT"' },
    },
    {
      title: "a flow log without a traffic type",
      change: (fixtures) => unsetInput(fixtures, "log", "trafficType"),
      messages: { net: 'trafficType of log is missing, expected "ALL" or "REJECT"' },
    },
    {
      title: "a flow log of rejected traffic where all is required",
      settings: { trafficTypes: ["ALL"] },
      change: (fixtures) => setInput(fixtures, "log", "trafficType", "REJECT"),
      messages: { net: 'trafficType of log is "REJECT", expected "ALL"' },
    },
  ],
});
