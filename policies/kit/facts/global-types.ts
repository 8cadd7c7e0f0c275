/** Modules whose types are all global. */
const GLOBAL_MODULES: ReadonlySet<string> = new Set([
  "account",
  "bcmdata",
  "billing",
  "budgets",
  "cloudfront",
  "costexplorer",
  "costoptimizationhub",
  "cur",
  "globalaccelerator",
  "iam",
  "networkmanager",
  "notifications",
  "organizations",
  "rolesanywhere",
  "route53domains",
  "route53recoverycontrol",
  "route53recoveryreadiness",
  "shield",
  "uxc",
  "waf",
]);

/** Global types of modules with regional types. */
const GLOBAL_TYPES: ReadonlySet<string> = new Set([
  "aws:backup/globalSettings:GlobalSettings",
  "aws:bedrock/useCaseForModelAccess:UseCaseForModelAccess",
  "aws:chime/sdkvoiceGlobalSettings:SdkvoiceGlobalSettings",
  "aws:cloudtrail/organizationDelegatedAdminAccount:OrganizationDelegatedAdminAccount",
  "aws:directconnect/gateway:Gateway",
  "aws:ec2/vpcIpamOrganizationAdminAccount:VpcIpamOrganizationAdminAccount",
  "aws:fms/adminAccount:AdminAccount",
  "aws:ram/sharingWithOrganization:SharingWithOrganization",
  "aws:route53/cidrCollection:CidrCollection",
  "aws:route53/cidrLocation:CidrLocation",
  "aws:route53/delegationSet:DelegationSet",
  "aws:route53/healthCheck:HealthCheck",
  "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec",
  "aws:route53/keySigningKey:KeySigningKey",
  "aws:route53/queryLog:QueryLog",
  "aws:route53/record:Record",
  "aws:route53/recordsExclusive:RecordsExclusive",
  "aws:route53/trafficPolicy:TrafficPolicy",
  "aws:route53/trafficPolicyInstance:TrafficPolicyInstance",
  "aws:route53/vpcAssociationAuthorization:VpcAssociationAuthorization",
  "aws:route53/zone:Zone",
  "aws:route53/zoneAssociation:ZoneAssociation",
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
  "aws:servicecatalog/organizationsAccess:OrganizationsAccess",
]);

/**
 * Whether resources of a type are global: the types of the AWS provider without an argument `region`, which version 7 added
 * to all others.
 *
 * @see https://www.pulumi.com/registry/packages/aws/how-to-guides/7-0-migration/
 */
export function isGlobalType(type: string): boolean {
  return GLOBAL_MODULES.has(moduleOf(type)) || GLOBAL_TYPES.has(type);
}

/** Module of a type of AWS, such as `ec2` of `aws:ec2/vpc:Vpc`; empty for other types. */
export function moduleOf(type: string): string {
  const [, module = ""] = /^aws:([^/:]+)/.exec(type) ?? [];
  return module;
}

/**
 * Whether a type is a resource of AWS. Functions of `@pulumi/aws` such as `topic.onEvent` create components with a similar
 * type, such as `aws:sns:TopicEventSubscription`; those only contain resources.
 */
export function isAwsType(type: string): boolean {
  return /^aws:[^:/]+\/[^:]+:/.test(type);
}
