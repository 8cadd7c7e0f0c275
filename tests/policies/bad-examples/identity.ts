import { ref, resource } from "../../helpers/policy";
import { documentOf, example, lacking, OWN } from "./example";

const open = documentOf({ Principal: "*" });
const own = documentOf({ Principal: OWN });
const GITHUB = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
const trust = (Condition: unknown): string =>
  documentOf({ Principal: { Federated: GITHUB }, Action: "sts:AssumeRoleWithWebIdentity", Condition });
const passwords = {
  minimumPasswordLength: 14,
  passwordReusePrevention: 24,
  requireLowercaseCharacters: true,
  requireNumbers: true,
  requireSymbols: true,
  requireUppercaseCharacters: true,
};
const POLICY = "aws:iam/accountPasswordPolicy:AccountPasswordPolicy";

/** Documents with the property that holds them: what everyone may use. */
const DOCUMENTS = [
  ["checkov:CKV_AWS_169", "aws:sns/topicPolicy:TopicPolicy", "policy"],
  ["security-hub:SNS.4", "aws:sns/topic:Topic", "policy"],
  ["checkov:CKV_AWS_168", "aws:sqs/queuePolicy:QueuePolicy", "policy"],
  ["security-hub:SQS.3", "aws:sqs/queue:Queue", "policy"],
  ["checkov:CKV_AWS_33", "aws:kms/key:Key", "policy"],
  ["checkov:CKV_AWS_60", "aws:iam/role:Role", "assumeRolePolicy"],
  ["checkov:CKV_AWS_32", "aws:ecr/repositoryPolicy:RepositoryPolicy", "policy"],
  ["cdk-nag:AwsSolutions-EVB1", "aws:cloudwatch/eventBusPolicy:EventBusPolicy", "policy"],
  ["trivy:AWS-0092", "aws:secretsmanager/secretPolicy:SecretPolicy", "policy"],
  ["config:BACKUP_VAULT_POLICY", "aws:backup/vaultPolicy:VaultPolicy", "policy"],
  ["config:EFS_POLICY", "aws:efs/fileSystemPolicy:FileSystemPolicy", "policy"],
  ["config:LOGS_POLICY", "aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "policyDocument"],
] as const;

/** Policies, keys, secrets, users and accounts. */
export const identity = [
  ...DOCUMENTS.map(([control, type, path]) =>
    example(control, "no-access-for-everyone", type, { [path]: open }, { [path]: own }),
  ),
  example(
    "checkov:CKV_AWS_393",
    "no-access-for-everyone",
    "aws:iam/role:Role",
    {
      assumeRolePolicy: trust({
        StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
      }),
    },
    {
      assumeRolePolicy: trust({
        StringLike: { "token.actions.githubusercontent.com:sub": "repo:example/site:*" },
      }),
    },
  ),
  example(
    "checkov:CKV_AWS_301",
    "no-access-for-everyone",
    "aws:lambda/permission:Permission",
    { action: "lambda:InvokeFunction", function: "work", principal: "*" },
    {
      action: "lambda:InvokeFunction",
      function: "work",
      principal: "s3.amazonaws.com",
      sourceAccount: "123456789012",
    },
  ),
  example(
    "checkov:CKV_AWS_258",
    "no-access-for-everyone",
    "aws:lambda/functionUrl:FunctionUrl",
    { functionName: "work", authorizationType: "NONE" },
    { functionName: "work", authorizationType: "AWS_IAM" },
  ),
  example(
    "checkov:CKV_AWS_205",
    "no-access-for-everyone",
    "aws:ec2/amiLaunchPermission:AmiLaunchPermission",
    { imageId: "ami-1", group: "all" },
    { imageId: "ami-1", accountId: "123456789012" },
  ),
  example(
    "checkov:CKV_AWS_303",
    "no-access-for-everyone",
    "aws:ssm/document:Document",
    { content: "{}", documentType: "Command", permissions: { type: "Share", accountIds: "All" } },
    { content: "{}", documentType: "Command" },
  ),
  example(
    "checkov:CKV_AWS_62",
    "iam-no-star",
    "aws:iam/policy:Policy",
    { policy: documentOf({}) },
    { policy: documentOf({ Action: "s3:GetObject", Resource: "arn:aws:s3:::data/*" }) },
  ),
  example("checkov:CKV_AWS_7", "kms-key-rotation", "aws:kms/key:Key", {}, { enableKeyRotation: true }),
  ...(
    [
      ["CKV_AWS_10", "minimumPasswordLength", 8],
      ["CKV_AWS_11", "requireLowercaseCharacters", false],
      ["CKV_AWS_12", "requireNumbers", false],
      ["CKV_AWS_13", "passwordReusePrevention", 1],
      ["CKV_AWS_14", "requireSymbols", false],
      ["CKV_AWS_15", "requireUppercaseCharacters", false],
    ] as const
  ).map(([id, path, wrong]) =>
    example(`checkov:${id}`, "iam-password-policy", POLICY, { ...passwords, [path]: wrong }, passwords),
  ),
  example(
    "checkov:CKV_AWS_40",
    "iam-users",
    "aws:iam/policyAttachment:PolicyAttachment",
    { policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess", users: ["person"] },
    { policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess", groups: ["people"] },
  ),
  {
    control: "checkov:CKV_AWS_273",
    rule: "iam-users",
    bad: [resource("aws:iam/accessKey:AccessKey", "it", { user: "person" })],
    good: [resource("aws:iam/user:User", "it", {})],
  },
  {
    control: "checkov:CKV2_AWS_22",
    rule: "iam-users",
    bad: [resource("aws:iam/userLoginProfile:UserLoginProfile", "it", { user: "person" })],
    good: [resource("aws:iam/user:User", "it", {})],
  },
  example(
    "checkov:CKV_AWS_149",
    "customer-managed-keys",
    "aws:secretsmanager/secret:Secret",
    {},
    { kmsKeyId: "alias/secrets" },
  ),
  lacking("checkov:CKV2_AWS_57", "companion-resources", "aws:secretsmanager/secret:Secret", {}, [
    resource("aws:secretsmanager/secretRotation:SecretRotation", "r", { secretId: ref("it") }),
  ]),
  example(
    "checkov:CKV_AWS_304",
    "service-hardening",
    "aws:secretsmanager/secretRotation:SecretRotation",
    { secretId: "s", rotationRules: { automaticallyAfterDays: 180 } },
    { secretId: "s", rotationRules: { automaticallyAfterDays: 30 } },
  ),
  example(
    "checkov:CKV2_AWS_34",
    "customer-managed-keys",
    "aws:ssm/parameter:Parameter",
    { name: "/site/db-password", type: "String", value: "x" },
    { name: "/site/db-password", type: "SecureString", value: "x" },
  ),
  example(
    "config:IAM_ROLE_NO_POLICY_MANAGEMENT_CONFLICTS",
    "no-conflicting-settings",
    "aws:iam/role:Role",
    { managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] },
    {},
    [
      resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", {
        role: ref("it", "name"),
        policyArn: "arn:aws:iam::aws:policy/AWSLambdaExecute",
      }),
    ],
  ),
  example(
    "checkov:CKV_AWS_366",
    "cognito-baseline",
    "aws:cognito/identityPool:IdentityPool",
    { identityPoolName: "guests", allowUnauthenticatedIdentities: true },
    { identityPoolName: "guests", allowUnauthenticatedIdentities: false },
  ),
  example(
    "checkov:CKV_AWS_238",
    "service-hardening",
    "aws:guardduty/detector:Detector",
    { enable: false },
    {},
  ),
  example(
    "checkov:CKV2_AWS_48",
    "service-hardening",
    "aws:cfg/recorder:Recorder",
    { roleArn: "arn", recordingGroup: { allSupported: false } },
    { roleArn: "arn" },
  ),
  example(
    "checkov:CKV2_AWS_45",
    "service-hardening",
    "aws:cfg/recorderStatus:RecorderStatus",
    { isEnabled: false },
    { isEnabled: true },
  ),
];
