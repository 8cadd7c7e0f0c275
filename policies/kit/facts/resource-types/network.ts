/** VPCs that a program creates. */
export const VPC = ["aws:ec2/vpc:Vpc"] as const;
/** VPCs that a program creates or adopts. */
export const ANY_VPC = [...VPC, "aws:ec2/defaultVpc:DefaultVpc"] as const;
/** Subnets that a program creates. */
export const SUBNET = ["aws:ec2/subnet:Subnet"] as const;
/** Subnets that a program creates or adopts. */
export const ANY_SUBNET = [...SUBNET, "aws:ec2/defaultSubnet:DefaultSubnet"] as const;
/** Additional IPv4 blocks of a VPC. */
export const VPC_IPV4_BLOCK = ["aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"] as const;
/** Additional IPv6 blocks of a VPC. */
export const VPC_IPV6_BLOCK = ["aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation"] as const;
/** Flow logs. */
export const FLOW_LOG = ["aws:ec2/flowLog:FlowLog"] as const;
/** Security groups that a program creates. */
export const SECURITY_GROUP = ["aws:ec2/securityGroup:SecurityGroup"] as const;
/** Default security groups of VPCs that a program adopts. */
export const DEFAULT_SECURITY_GROUP = ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"] as const;
/** Rules of security groups in either direction, of the older kind. */
export const SECURITY_GROUP_RULE = ["aws:ec2/securityGroupRule:SecurityGroupRule"] as const;
/** Ingress rules of security groups. */
export const INGRESS_RULE = ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"] as const;
/** Egress rules of security groups. */
export const EGRESS_RULE = ["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"] as const;
/** Application, network and gateway load balancers; the aliases are the same resource. */
export const LOAD_BALANCER = [
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:alb/loadBalancer:LoadBalancer",
  "aws:applicationloadbalancing/loadBalancer:LoadBalancer",
  "aws:elasticloadbalancingv2/loadBalancer:LoadBalancer",
] as const;
/** Classic load balancers; the alias is the same resource. */
export const CLASSIC_LOAD_BALANCER = [
  "aws:elb/loadBalancer:LoadBalancer",
  "aws:elasticloadbalancing/loadBalancer:LoadBalancer",
] as const;
/** Listeners of load balancers; the aliases are the same resource. */
export const LISTENER = [
  "aws:lb/listener:Listener",
  "aws:alb/listener:Listener",
  "aws:applicationloadbalancing/listener:Listener",
  "aws:elasticloadbalancingv2/listener:Listener",
] as const;
/** Rules of listeners; the aliases are the same resource. */
export const LISTENER_RULE = [
  "aws:lb/listenerRule:ListenerRule",
  "aws:alb/listenerRule:ListenerRule",
  "aws:applicationloadbalancing/listenerRule:ListenerRule",
  "aws:elasticloadbalancingv2/listenerRule:ListenerRule",
] as const;
/** Auto Scaling groups. */
export const AUTO_SCALING_GROUP = ["aws:autoscaling/group:Group"] as const;
