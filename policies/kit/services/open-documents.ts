import { parseCidrClearingHostBits } from "../../../common/cidr";
import { isInternetWide } from "../facts/internet-cidr";
import type { Props } from "../reading/props";
import type { Resource } from "../reading/resource";
import { conditionsOf, readStrings, statementsOf } from "./iam-statements";
import { type PendingContext, readUnlessPending } from "./pending";

/** Properties that hold policy documents about access to a resource, by type. Search domains have a rule of their own. */
export const RESOURCE_POLICIES: Readonly<Record<string, string>> = {
  "aws:acmpca/policy:Policy": "policy",
  "aws:backup/vaultPolicy:VaultPolicy": "policy",
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": "policy",
  "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy": "accessPolicy",
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "policyDocument",
  "aws:codeartifact/domainPermissions:DomainPermissions": "policyDocument",
  "aws:codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy": "policyDocument",
  "aws:codebuild/resourcePolicy:ResourcePolicy": "policy",
  "aws:dynamodb/resourcePolicy:ResourcePolicy": "policy",
  "aws:ecr/registryPolicy:RegistryPolicy": "policy",
  "aws:ecr/repositoryPolicy:RepositoryPolicy": "policy",
  "aws:efs/fileSystemPolicy:FileSystemPolicy": "policy",
  "aws:glacier/vault:Vault": "accessPolicy",
  "aws:glacier/vaultLock:VaultLock": "policy",
  "aws:glue/resourcePolicy:ResourcePolicy": "policy",
  "aws:iam/role:Role": "assumeRolePolicy",
  "aws:kinesis/resourcePolicy:ResourcePolicy": "policy",
  "aws:kms/externalKey:ExternalKey": "policy",
  "aws:kms/key:Key": "policy",
  "aws:kms/keyPolicy:KeyPolicy": "policy",
  "aws:kms/replicaExternalKey:ReplicaExternalKey": "policy",
  "aws:kms/replicaKey:ReplicaKey": "policy",
  "aws:mediastore/containerPolicy:ContainerPolicy": "policy",
  "aws:msk/clusterPolicy:ClusterPolicy": "policy",
  "aws:s3/accessPoint:AccessPoint": "policy",
  "aws:s3/bucket:Bucket": "policy",
  "aws:s3/bucketPolicy:BucketPolicy": "policy",
  "aws:s3/bucketV2:BucketV2": "policy",
  "aws:s3control/accessPointPolicy:AccessPointPolicy": "policy",
  "aws:s3tables/tableBucketPolicy:TableBucketPolicy": "resourcePolicy",
  "aws:s3tables/tablePolicy:TablePolicy": "resourcePolicy",
  "aws:schemas/registryPolicy:RegistryPolicy": "policy",
  "aws:secretsmanager/secret:Secret": "policy",
  "aws:secretsmanager/secretPolicy:SecretPolicy": "policy",
  "aws:ses/identityPolicy:IdentityPolicy": "policy",
  "aws:sesv2/emailIdentityPolicy:EmailIdentityPolicy": "policy",
  "aws:sns/topic:Topic": "policy",
  "aws:sns/topicPolicy:TopicPolicy": "policy",
  "aws:sqs/queue:Queue": "policy",
  "aws:sqs/queuePolicy:QueuePolicy": "policy",
  "aws:vpclattice/authPolicy:AuthPolicy": "policy",
  "aws:vpclattice/resourcePolicy:ResourcePolicy": "policy",
};

/** Reads a policy document, as {@link readUnlessPending} does. Undefined when it is absent as well. */
export function documentAt(resource: Resource, path: string, context: PendingContext): Props | undefined {
  return readUnlessPending(context, () => resource.json(path));
}

/**
 * Finds the statement of a document that lets every AWS account, or every caller, in: its principal is everyone, and no
 * condition narrows it. Undefined when a statement denies all but some callers.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export function findOpenStatement(document: Props): Props | undefined {
  const statements = statementsOf(document);
  const open = statements.find((statement) => isAllowed(statement) && isOpen(statement));
  return open && !statements.some((statement) => deniesOthers(statement)) ? open : undefined;
}

/** Accounts, as 12 digits, that a document lets in by their ids or ARNs, without the statements that name an organization or an external id. */
export function accountsLetIn(document: Props): readonly string[] {
  const accounts = statementsOf(document)
    .filter((statement) => isAllowed(statement) && !isDelivery(statement))
    .filter(
      (statement) => !hasNarrowCondition(statement) && !hasNarrowCondition(statement, /^sts:ExternalId$/i),
    )
    .flatMap((statement) => statement.object("Principal")?.strings("AWS") ?? [])
    .flatMap((principal) => accountOf(principal) ?? []);
  return [...new Set(accounts)];
}

/** The account of an ARN or an id; undefined for any other string. */
export function accountOf(text: string): string | undefined {
  return /^(?:arn:[^:]*:[^:]*:[^:]*:)?(\d{12})(?::|$)/.exec(text)?.[1];
}

function isAllowed(statement: Props): boolean {
  return statement.string("Effect") === "Allow";
}

/** Whether a statement only lets a service of AWS deliver logs: load balancers do so from accounts of AWS. */
function isDelivery(statement: Props): boolean {
  const actions = readStrings(statement, "Action");
  return actions.length > 0 && actions.every((action) => /^s3:(PutObject|GetBucketAcl)$/i.test(action));
}

function isOpen(statement: Props): boolean {
  if (statement.read("NotPrincipal").state !== "absent") return !hasNarrowCondition(statement);
  if (isEveryone(statement)) return !hasNarrowCondition(statement);
  return findOpenProvider(statement) !== undefined;
}

function isEveryone(statement: Props): boolean {
  if (statement.string("Principal") === "*") return true;
  const principal = statement.object("Principal");
  return (
    principal?.keys("").some((kind) => kind !== "Service" && principal.strings(kind).includes("*")) ?? false
  );
}

/** Claims that identify a caller among all users of a public identity provider, by the provider's host. */
const IDENTIFYING_CLAIMS: Readonly<Record<string, RegExp>> = {
  "accounts.google.com": /:(aud|sub|oaud)$/,
  "agent.buildkite.com": /:sub$/,
  "app.terraform.io": /:sub$/,
  "api.pulumi.com": /:(aud|sub)$/,
  "cognito-identity.amazonaws.com": /:aud$/,
  "gitlab.com": /:(sub|project_path|namespace_path|project_id|namespace_id)$/,
  "graph.facebook.com": /:app_id$/,
  "token.actions.githubusercontent.com":
    /:(sub|repository|repository_id|repository_owner|repository_owner_id|job_workflow_ref)$/,
  "www.amazon.com": /:app_id$/,
};

/** The public identity provider whose every user a statement lets in. */
function findOpenProvider(statement: Props): string | undefined {
  const providers = statement.object("Principal")?.strings("Federated") ?? [];
  return providers
    .map((provider) => provider.replace(/^.*:oidc-provider\//s, "").replace(/\/.*$/s, ""))
    .find((host) => {
      const claims = IDENTIFYING_CLAIMS[host];
      return claims !== undefined && !hasNarrowCondition(statement, claims);
    });
}

/** Keys of conditions, in lower case, that only known accounts, networks or resources can fulfil. */
const NARROWING_KEYS =
  /^(aws:(source(arn|account|owner|orgid|orgpaths|vpc|vpce|ip)|vpcsourceip|principal(orgid|orgpaths|account|arn|isawsservice)|userid|username|viaawsservice)|kms:(calleraccount|grantisforawsresource)|s3:dataaccesspoint(account|arn)|elasticfilesystem:(accesspointarn|accessedviamounttarget)|lambda:eventsourcetoken|events:creatoraccount)$/i;

/** Operators that are true only when the key has one of the values. */
const POSITIVE = /^(foranyvalue:)?(string(equals|like|equalsignorecase)|arn(equals|like)|ipaddress|bool)$/i;
const NEGATIVE =
  /^(foranyvalue:)?(stringnot(equals|like|equalsignorecase)|arnnot(equals|like)|notipaddress|bool)(ifexists)?$/i;

/** Values that any caller fulfils. */
const ANY_VALUE = /^(\*+|arn(:[*]+)+|arn:aws[\w-]*(:[*]+)+|repo:\*.*)$/;

function hasNarrowCondition(statement: Props, keys: RegExp = NARROWING_KEYS): boolean {
  return conditionsOf(statement).some(
    ({ operator, key }) =>
      keys.test(key) &&
      POSITIVE.test(operator) &&
      valuesOf(statement, operator, key).every((value) => isNarrow(value)),
  );
}

/** The values of a condition, whose key may contain dots. */
function valuesOf(statement: Props, operator: string, key: string): readonly string[] {
  return statement.object(`Condition.${operator}`)?.entry(key)?.split(",") ?? [];
}

function isNarrow(value: string): boolean {
  const block = parseCidrClearingHostBits(value);
  return block ? !isInternetWide(block) : !ANY_VALUE.test(value);
}

/** Whether a statement denies everyone but some callers, networks or accounts. */
function deniesOthers(statement: Props): boolean {
  if (statement.string("Effect") !== "Deny" || !isEveryone(statement)) return false;
  return conditionsOf(statement).some(
    ({ operator, key }) => NARROWING_KEYS.test(key) && NEGATIVE.test(operator),
  );
}
