import { ref, resource } from "../../helpers/policy";
import { example, lacking } from "./example";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const INSTANCE = "aws:ec2/instance:Instance";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const CONFIGURATION = "aws:ec2/launchConfiguration:LaunchConfiguration";
const LISTENER = "aws:lb/listener:Listener";
const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const ACL = "aws:ec2/networkAcl:NetworkAcl";
const tls = { sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06" };
const forward = [{ type: "forward", targetGroupArn: "arn" }];
const redirect = [{ type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } }];

const ingress = (port: number, ...cidrBlocks: readonly string[]) => ({
  description: "web",
  ingress: [{ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks, description: "access" }],
});
const allow = (port: number, cidrBlock = "0.0.0.0/0") => ({
  action: "allow",
  ruleNo: 100,
  protocol: "tcp",
  fromPort: port,
  toPort: port,
  cidrBlock,
});
const secret = "#!/bin/bash\nexport DB_PASSWORD=correct-horse-battery\n";

/** Networks, hosts and load balancers. */
export const network = [
  ...(
    [
      [22, "checkov:CKV_AWS_24"],
      [3389, "checkov:CKV_AWS_25"],
      [3306, "security-hub:EC2.19"],
      [5432, "security-hub:EC2.19"],
      [6379, "security-hub:EC2.19"],
      [9200, "security-hub:EC2.19"],
    ] as const
  ).map(([port, control]) =>
    example(control, "sg-no-world-ingress", GROUP, ingress(port, "0.0.0.0/0"), ingress(port, "192.0.2.0/24")),
  ),
  example(
    "checkov:CKV_AWS_277",
    "sg-no-world-ingress",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    { securityGroupId: "sg-1", ipProtocol: "-1", cidrIpv4: "0.0.0.0/0", description: "all" },
    { securityGroupId: "sg-1", ipProtocol: "-1", cidrIpv4: "10.0.0.0/16", description: "all" },
  ),
  example(
    "checkov:CKV_AWS_23",
    "sg-rule-description",
    GROUP,
    {
      description: "web",
      ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }],
    },
    ingress(443, "0.0.0.0/0"),
  ),
  example(
    "config:SECURITY_GROUP_CONFLICTS",
    "no-conflicting-settings",
    GROUP,
    ingress(443, "0.0.0.0/0"),
    { description: "web" },
    [
      resource("aws:ec2/securityGroupRule:SecurityGroupRule", "r", {
        type: "ingress",
        securityGroupId: ref("it"),
      }),
    ],
  ),
  example(
    "trivy:AWS-0105",
    "nacl-no-world-ingress",
    ACL,
    { ingress: [allow(22)] },
    { ingress: [allow(443)] },
  ),
  example(
    "security-hub:EC2.21",
    "nacl-no-world-ingress",
    "aws:ec2/networkAclRule:NetworkAclRule",
    {
      networkAclId: "acl-1",
      ruleNumber: 1,
      ruleAction: "allow",
      protocol: "tcp",
      fromPort: 3389,
      toPort: 3389,
      cidrBlock: "0.0.0.0/0",
    },
    {
      networkAclId: "acl-1",
      ruleNumber: 1,
      ruleAction: "allow",
      protocol: "tcp",
      fromPort: 3389,
      toPort: 3389,
      cidrBlock: "10.0.0.0/8",
    },
  ),
  example(
    "checkov:CKV_AWS_352",
    "nacl-no-world-ingress",
    ACL,
    { ingress: [{ ...allow(0), protocol: "-1" }] },
    { ingress: [{ ...allow(0, "10.0.0.0/16"), protocol: "-1" }] },
  ),
  lacking("checkov:CKV2_AWS_11", "vpc-flow-logs", "aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" }, [
    resource("aws:ec2/flowLog:FlowLog", "f", { vpcId: ref("it"), trafficType: "ALL" }),
  ]),
  example(
    "checkov:CKV_AWS_130",
    "subnet-no-auto-public-ip",
    "aws:ec2/subnet:Subnet",
    { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24", mapPublicIpOnLaunch: true },
    { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" },
  ),
  example("checkov:CKV_AWS_88", "no-public-ip", INSTANCE, { associatePublicIpAddress: true }, {}),
  example(
    "security-hub:EC2.25",
    "no-public-ip",
    TEMPLATE,
    { networkInterfaces: [{ associatePublicIpAddress: "true" }] },
    { networkInterfaces: [{ associatePublicIpAddress: "false" }] },
  ),
  example("checkov:CKV_AWS_389", "no-public-ip", CONFIGURATION, { associatePublicIpAddress: true }, {}),
  example(
    "checkov:CKV_AWS_333",
    "no-public-ip",
    "aws:ecs/service:Service",
    { networkConfiguration: { subnets: ["s"], assignPublicIp: true } },
    { networkConfiguration: { subnets: ["s"] } },
  ),
  example(
    "checkov:CKV_AWS_79",
    "imdsv2",
    INSTANCE,
    { metadataOptions: { httpTokens: "optional" } },
    { metadataOptions: { httpTokens: "required" } },
  ),
  example(
    "security-hub:EC2.170",
    "imdsv2",
    TEMPLATE,
    { metadataOptions: { httpTokens: "optional" } },
    { metadataOptions: { httpTokens: "required" } },
  ),
  example(
    "checkov:CKV_AWS_8",
    "encryption-at-rest",
    INSTANCE,
    { rootBlockDevice: { volumeSize: 8 } },
    { rootBlockDevice: { volumeSize: 8, encrypted: true } },
  ),
  example(
    "security-hub:EC2.181",
    "encryption-at-rest",
    TEMPLATE,
    { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeSize: 8 } }] },
    { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeSize: 8, encrypted: "true" } }] },
  ),
  example(
    "checkov:CKV_AWS_46",
    "no-plaintext-secrets",
    INSTANCE,
    { userData: secret },
    { userData: "#!/bin/bash\n" },
  ),
  example(
    "trivy:AWS-0129",
    "no-plaintext-secrets",
    TEMPLATE,
    { userData: Buffer.from(secret).toString("base64") },
    { userData: Buffer.from("#!/bin/bash\n").toString("base64") },
  ),
  example(
    "trivy:AWS-0130",
    "no-plaintext-secrets",
    CONFIGURATION,
    { userData: secret },
    { userData: "#!/bin/sh\n" },
  ),
  example("checkov:CKV_AWS_126", "service-hardening", INSTANCE, {}, { monitoring: true }),
  example(
    "checkov:CKV_AWS_2",
    "lb-tls-and-redirect",
    LISTENER,
    { loadBalancerArn: "arn", port: 80, protocol: "HTTP", defaultActions: forward },
    { loadBalancerArn: "arn", port: 80, protocol: "HTTP", defaultActions: redirect },
  ),
  example(
    "checkov:CKV_AWS_103",
    "lb-tls-and-redirect",
    LISTENER,
    {
      loadBalancerArn: "arn",
      port: 443,
      protocol: "HTTPS",
      sslPolicy: "ELBSecurityPolicy-2016-08",
      defaultActions: forward,
    },
    { loadBalancerArn: "arn", port: 443, protocol: "HTTPS", ...tls, defaultActions: forward },
  ),
  example(
    "checkov:CKV_AWS_131",
    "lb-tls-and-redirect",
    LOAD_BALANCER,
    {
      loadBalancerType: "application",
      dropInvalidHeaderFields: false,
      accessLogs: { bucket: "b", enabled: true },
    },
    {
      loadBalancerType: "application",
      dropInvalidHeaderFields: true,
      accessLogs: { bucket: "b", enabled: true },
    },
  ),
  example(
    "checkov:CKV_AWS_91",
    "lb-tls-and-redirect",
    LOAD_BALANCER,
    { loadBalancerType: "application", dropInvalidHeaderFields: true },
    {
      loadBalancerType: "application",
      dropInvalidHeaderFields: true,
      accessLogs: { bucket: "b", enabled: true },
    },
  ),
  example(
    "checkov:CKV_AWS_150",
    "deletion-protection-stateful",
    LOAD_BALANCER,
    {},
    { enableDeletionProtection: true },
  ),
  example(
    "checkov:CKV_AWS_328",
    "service-hardening",
    LOAD_BALANCER,
    { desyncMitigationMode: "monitor" },
    { desyncMitigationMode: "defensive" },
  ),
  example(
    "checkov:CKV_AWS_331",
    "service-hardening",
    "aws:ec2transitgateway/transitGateway:TransitGateway",
    { autoAcceptSharedAttachments: "enable" },
    {},
  ),
  example(
    "checkov:CKV_AWS_123",
    "service-hardening",
    "aws:ec2/vpcEndpointService:VpcEndpointService",
    { acceptanceRequired: false },
    { acceptanceRequired: true },
  ),
  lacking("checkov:CKV2_AWS_39", "companion-resources", "aws:route53/zone:Zone", { name: "example.com" }, [
    resource("aws:route53/queryLog:QueryLog", "q", { zoneId: ref("it"), cloudwatchLogGroupArn: "arn" }),
  ]),
  lacking("checkov:CKV2_AWS_31", "companion-resources", "aws:wafv2/webAcl:WebAcl", { scope: "REGIONAL" }, [
    resource("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "l", {
      resourceArn: ref("it", "arn"),
    }),
  ]),
  example(
    "security-hub:ACM.2",
    "certificate-expiry",
    "aws:acm/certificate:Certificate",
    { domainName: "www.example.com", keyAlgorithm: "RSA_1024" },
    { domainName: "www.example.com" },
  ),
  example(
    "checkov:CKV_AWS_75",
    "service-logging",
    "aws:globalaccelerator/accelerator:Accelerator",
    {},
    { attributes: { flowLogsEnabled: true, flowLogsS3Bucket: "b", flowLogsS3Prefix: "p" } },
  ),
  example(
    "checkov:CKV_AWS_344",
    "service-hardening",
    "aws:networkfirewall/firewall:Firewall",
    {},
    { deleteProtection: true },
  ),
];
