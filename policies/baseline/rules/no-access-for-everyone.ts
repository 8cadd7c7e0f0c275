import {
  describeMismatch,
  documentAt,
  findFlaws,
  findOpenStatement,
  formatValue,
  isAnyTrue,
  type Props,
  RESOURCE_POLICIES,
  type Resource,
  resourceRule,
} from "../../kit";

/** Ways to share a resource with everyone other than a policy document, by type. Each returns a violation. */
const SHARES: Readonly<Record<string, (resource: Resource) => string | readonly string[] | undefined>> = {
  "aws:cloudwatch/eventPermission:EventPermission": (permission) =>
    permission.string("principal") === "*" && !permission.isSet("condition")
      ? describeMismatch(permission, "principal", "an account, or a condition on an organization")
      : undefined,
  "aws:ec2/amiLaunchPermission:AmiLaunchPermission": (permission) =>
    permission.string("group") === "all"
      ? describeMismatch(
          permission,
          "group",
          "no group",
          "set accountId, organizationArn or organizationalUnitArn",
        )
      : undefined,
  "aws:ec2/vpcEndpointService:VpcEndpointService": (service) =>
    service.strings("allowedPrincipals").includes("*")
      ? describeMismatch(service, "allowedPrincipals", "ARNs of accounts or roles")
      : undefined,
  "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple": (principal) =>
    principal.string("principalArn") === "*"
      ? describeMismatch(principal, "principalArn", "the ARN of an account or role")
      : undefined,
  "aws:lambda/functionUrl:FunctionUrl": (url) =>
    url.string("authorizationType") === "NONE"
      ? describeMismatch(url, "authorizationType", '"AWS_IAM"', "otherwise everyone can call the function")
      : undefined,
  "aws:lambda/layerVersionPermission:LayerVersionPermission": (permission) =>
    permission.string("principal") === "*" && !permission.isSet("organizationId")
      ? describeMismatch(permission, "principal", "an account", "or set organizationId")
      : undefined,
  "aws:lambda/permission:Permission": (permission) =>
    isAnyTrue(
      () => permission.string("principal") !== "*",
      ...["principalOrgId", "sourceArn", "sourceAccount", "eventSourceToken"].map(
        (path) => () => permission.isSet(path),
      ),
    )
      ? undefined
      : describeMismatch(
          permission,
          "principal",
          "a service, an account or a role",
          "or set principalOrgId, sourceArn or sourceAccount",
        ),
  "aws:s3/bucketAcl:BucketAcl": (acl) => [
    ...findPublicAcl(acl),
    ...findPublicGrants(acl, "accessControlPolicy.grants", "grantee.uri"),
  ],
  "aws:s3/bucketAclV2:BucketAclV2": (acl) => [
    ...findPublicAcl(acl),
    ...findPublicGrants(acl, "accessControlPolicy.grants", "grantee.uri"),
  ],
  "aws:s3/bucketObject:BucketObject": findPublicAcl,
  "aws:s3/bucketObjectv2:BucketObjectv2": findPublicAcl,
  "aws:ssm/document:Document": (document) =>
    /(^|,)all(,|$)/i.test(document.string("permissions.accountIds") ?? "")
      ? describeMismatch(document, "permissions.accountIds", "ids of accounts")
      : undefined,
  ...Object.fromEntries(
    [
      "aws:rds/snapshot:Snapshot",
      "aws:rds/clusterSnapshot:ClusterSnapshot",
      "aws:rds/snapshotCopy:SnapshotCopy",
    ].map((type) => [
      type,
      (snapshot: Resource) =>
        snapshot.strings("sharedAccounts").includes("all")
          ? describeMismatch(snapshot, "sharedAccounts", "ids of accounts")
          : undefined,
    ]),
  ),
};

/** Buckets, which have both a policy and an ACL. */
const BUCKET = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"];

/** Every attacker tries what everyone may use. */
export const noAccessForEveryone = resourceRule({
  name: "no-access-for-everyone",
  title: "No resource is open to everyone",
  description:
    "No policy document, permission, ACL or share lets everyone use a resource without a condition that names callers or networks.",
  level: "mandatory",
  severity: "critical",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "Lambda.1",
    specification: "Lambda function policies should prohibit public access",
  },
  tags: [
    "iam",
    "security-hub:EC2.1",
    "security-hub:ECR.1",
    "security-hub:KMS.5",
    "security-hub:RDS.1",
    "security-hub:S3.2",
    "security-hub:S3.3",
    "security-hub:SNS.4",
    "security-hub:SQS.3",
    "security-hub:SSM.4",
    "checkov:CKV_AWS_32",
    "checkov:CKV_AWS_33",
    "checkov:CKV_AWS_60",
    "checkov:CKV_AWS_70",
    "checkov:CKV_AWS_168",
    "checkov:CKV_AWS_169",
    "checkov:CKV_AWS_258",
    "checkov:CKV_AWS_301",
    "checkov:CKV_AWS_393",
    "cdk-nag:AwsSolutions-ECR1",
    "cdk-nag:AwsSolutions-EVB1",
    "cdk-nag:AwsSolutions-S5",
    "trivy:AWS-0032",
    "trivy:AWS-0067",
    "trivy:AWS-0092",
    "trivy:AWS-0097",
  ],
  remediationSteps:
    "Name accounts, roles or services in Principal, or add a condition such as aws:PrincipalOrgID, aws:SourceArn or aws:SourceAccount; for a public identity provider, a condition on the subject of its tokens.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-resources.html",
  types: [...new Set([...Object.keys(RESOURCE_POLICIES), ...Object.keys(SHARES), ...BUCKET])],
  checks: {
    "policy document": (resource, context) => {
      const path = RESOURCE_POLICIES[resource.type];
      if (path === undefined) return undefined;
      const document = documentAt(resource, path, context);
      const statement = document && findOpenStatement(document);
      return statement && describeOpenStatement(statement);
    },
    share: (resource) => SHARES[resource.type]?.(resource),
    acl: (resource) =>
      BUCKET.includes(resource.type)
        ? [...findPublicAcl(resource), ...findPublicGrants(resource, "grants", "uri")]
        : undefined,
  },
});

function describeOpenStatement(statement: Props): string {
  const principal = statement.read("NotPrincipal").state === "absent" ? "Principal" : "NotPrincipal";
  return `${statement.at}${principal} is ${formatValue(statement.value(principal))} without a condition that narrows it, expected accounts, roles or services; or a condition on callers or networks, such as aws:PrincipalOrgID`;
}

const PUBLIC_ACL = /^(public-read|public-read-write|authenticated-read)$/;
const EVERYONE = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

function findPublicAcl(resource: Props): readonly string[] {
  if (!PUBLIC_ACL.test(resource.string("acl") ?? "")) return [];
  return [describeMismatch(resource, "acl", '"private"', "grant access by a policy")];
}

function findPublicGrants(resource: Props, list: string, path: string): readonly string[] {
  return findFlaws(resource.list(list), (grant) =>
    EVERYONE.test(grant.string(path) ?? "")
      ? describeMismatch(grant, path, "a grantee other than a group of all users")
      : undefined,
  );
}
