import {
  ANY_VPC,
  evaluateWithin,
  FLOW_LOG,
  findFlawsUnlessOnePasses,
  formatValue,
  stackRule,
} from "../../kit";

/** A VPC without flow logs leaves no trace of an intrusion. */
export const vpcFlowLogs = stackRule<{ readonly trafficTypes: readonly string[] }>({
  name: "vpc-flow-logs",
  title: "VPCs have flow logs",
  description: "Every VPC has a flow log of all or of rejected traffic.",
  level: "mandatory",
  severity: "medium",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "EC2.6",
    specification: "VPC flow logging should be enabled in all VPCs",
  },
  tags: [
    "network",
    "cis-5.0:3.7",
    "cis-3.0:3.7",
    "checkov:CKV2_AWS_11",
    "trivy:AWS-0178",
    "cdk-nag:AwsSolutions-VPC7",
    "config:VPC_FLOW_LOGS_ENABLED",
  ],
  remediationSteps:
    'Add one aws.ec2.FlowLog whose vpcId is the VPC\'s id and whose trafficType is "ALL" or "REJECT", with logDestination and, for a log group, iamRoleArn.',
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
  settings: {
    trafficTypes: {
      type: "array",
      items: { type: "string", enum: ["ALL", "REJECT", "ACCEPT"] },
      minItems: 1,
      default: ["ALL", "REJECT"],
      description: "Accepted traffic types of a flow log; one of them is enough.",
    },
  },
  types: ANY_VPC,
  checks: {
    "flow log": (vpc, { stack, settings: { trafficTypes } }) => {
      const logs = stack.findReferrers(vpc, FLOW_LOG, "vpcId");
      const expected = trafficTypes.map((type) => JSON.stringify(type)).join(" or ");
      const faults = findFlawsUnlessOnePasses(logs, (log) => {
        const type = evaluateWithin(log, () => log.string("trafficType"));
        if (type !== undefined && trafficTypes.includes(type)) return undefined;
        return `trafficType of ${log.name} is ${formatValue(type)}, expected ${expected}`;
      });
      if (faults?.length === 0) return `it has no flow log; add aws.ec2.FlowLog with trafficType ${expected}`;
      return faults;
    },
  },
});
