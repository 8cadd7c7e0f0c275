import type { Service } from "../resource-type";
import { defaultSecurityGroup } from "./default-security-group";
import { eip } from "./eip";
import { flowLog } from "./flow-log";
import { internetGateway } from "./internet-gateway";
import { natGateway } from "./nat-gateway";
import { networkAcl } from "./network-acl";
import { route } from "./route";
import { routeTable } from "./route-table";
import { routeTableAssociation } from "./route-table-association";
import { securityGroup } from "./security-group";
import { securityGroupEgressRule, securityGroupIngressRule, securityGroupRule } from "./security-group-rules";
import { subnet } from "./subnet";
import { vpc } from "./vpc";
import { vpcEndpoint } from "./vpc-endpoint";

/** The networking part of EC2. */
export const ec2: Service = {
  name: "ec2",
  types: [
    defaultSecurityGroup,
    eip,
    flowLog,
    internetGateway,
    natGateway,
    networkAcl,
    route,
    routeTable,
    routeTableAssociation,
    securityGroup,
    securityGroupEgressRule,
    securityGroupIngressRule,
    securityGroupRule,
    subnet,
    vpc,
    vpcEndpoint,
  ],
};
