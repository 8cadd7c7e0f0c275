/** Networks that a program makes. */
export const VPC = ["aws:ec2/vpc:Vpc"] as const;
/** Networks that a program makes or takes over. */
export const ANY_VPC = [...VPC, "aws:ec2/defaultVpc:DefaultVpc"] as const;
/** Subnets that a program makes. */
export const SUBNET = ["aws:ec2/subnet:Subnet"] as const;
/** Subnets that a program makes or takes over. */
export const ANY_SUBNET = [...SUBNET, "aws:ec2/defaultSubnet:DefaultSubnet"] as const;
/** Further IPv4 blocks of a network. */
export const VPC_IPV4_BLOCK = ["aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"] as const;
/** Further IPv6 blocks of a network. */
export const VPC_IPV6_BLOCK = ["aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation"] as const;
/** Records of a network's traffic. */
export const FLOW_LOG = ["aws:ec2/flowLog:FlowLog"] as const;
/** Groups of rules about traffic that a program makes. */
export const SECURITY_GROUP = ["aws:ec2/securityGroup:SecurityGroup"] as const;
/** The group that a network is made with, once a program has taken it over. */
export const DEFAULT_SECURITY_GROUP = ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"] as const;
/** Rules of security groups in either direction, of the older kind. */
export const SECURITY_GROUP_RULE = ["aws:ec2/securityGroupRule:SecurityGroupRule"] as const;
/** Rules of security groups about traffic that comes in. */
export const INGRESS_RULE = ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"] as const;
/** Rules of security groups about traffic that goes out. */
export const EGRESS_RULE = ["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"] as const;
/** Load balancers of applications, of networks and of gateways; the aliases are the same resource. */
export const LOAD_BALANCER = [
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:alb/loadBalancer:LoadBalancer",
  "aws:applicationloadbalancing/loadBalancer:LoadBalancer",
  "aws:elasticloadbalancingv2/loadBalancer:LoadBalancer",
] as const;
/** What a load balancer listens to; the aliases are the same resource. */
export const LISTENER = [
  "aws:lb/listener:Listener",
  "aws:alb/listener:Listener",
  "aws:applicationloadbalancing/listener:Listener",
  "aws:elasticloadbalancingv2/listener:Listener",
] as const;
/** What a listener does with some requests; the aliases are the same resource. */
export const LISTENER_RULE = [
  "aws:lb/listenerRule:ListenerRule",
  "aws:alb/listenerRule:ListenerRule",
  "aws:applicationloadbalancing/listenerRule:ListenerRule",
  "aws:elasticloadbalancingv2/listenerRule:ListenerRule",
] as const;
/** Groups of instances that grow and shrink. */
export const AUTO_SCALING_GROUP = ["aws:autoscaling/group:Group"] as const;
