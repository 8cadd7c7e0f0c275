import {
  accountOf,
  accountsLetIn,
  describeMismatch,
  documentAt,
  RESOURCE_POLICIES,
  type Resource,
  type Stack,
  stackRule,
} from "../../kit";

interface Settings {
  readonly trustedAccounts: readonly string[];
}

/** Properties that name accounts with which a resource is shared, by type. */
const SHARES: Readonly<Record<string, string>> = {
  "aws:cloudwatch/eventPermission:EventPermission": "principal",
  "aws:ec2/amiLaunchPermission:AmiLaunchPermission": "accountId",
  "aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission": "accountId",
  "aws:lambda/permission:Permission": "principal",
  "aws:ram/principalAssociation:PrincipalAssociation": "principal",
  "aws:rds/clusterSnapshot:ClusterSnapshot": "sharedAccounts",
  "aws:rds/snapshot:Snapshot": "sharedAccounts",
};

/** An account of another owner has its own administrators, and its own intruders. */
export const noAccessForOtherAccounts = stackRule<Settings>({
  name: "no-access-for-other-accounts",
  title: "Only known accounts have access",
  description:
    "Policy documents and shares let no other account in, except trusted ones and those of an organization in a condition.",
  level: "advisory",
  severity: "high",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "S3.6",
    specification: "S3 general purpose bucket policies should restrict access to other AWS accounts",
  },
  tags: ["iam", "checkov:CKV_AWS_205", "checkov:CKV_AWS_385"],
  remediationSteps:
    "Add the account to trustedAccounts, or a condition on aws:PrincipalOrgID; for an account of a vendor, a condition on sts:ExternalId.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-concepts.html",
  settings: {
    trustedAccounts: {
      type: "array",
      items: { type: "string", pattern: "^[0-9]{12}$" },
      default: [],
      description: "Accounts besides the stack's own that may have access.",
    },
  },
  types: [...Object.keys(RESOURCE_POLICIES), ...Object.keys(SHARES)],
  checks: {
    "policy document": (resource, context) => {
      const path = RESOURCE_POLICIES[resource.type];
      const document = path === undefined ? undefined : documentAt(resource, path, context);
      const accounts = document ? accountsLetIn(document) : [];
      return findOthers(accounts, resource, context).map(
        (account) =>
          `${path} lets account ${account} in, expected only known accounts; add it to the policy's setting trustedAccounts, or a condition on the organization`,
      );
    },
    share: (resource, context) => {
      const path = SHARES[resource.type];
      if (path === undefined) return undefined;
      const accounts = resource.strings(path).flatMap((text) => accountOf(text) ?? []);
      return findOthers(accounts, resource, context).length === 0
        ? undefined
        : describeMismatch(
            resource,
            path,
            "known accounts",
            "add them to the policy's setting trustedAccounts",
          );
    },
  },
});

function findOthers(
  accounts: readonly string[],
  resource: Resource,
  { stack, settings }: { readonly stack: Stack; readonly settings: Settings },
): readonly string[] {
  if (accounts.length === 0) return [];
  const own = ownAccountsOf(resource, stack);
  // Without any sign of the own account, each account may be it; after the update, ARNs name it.
  if (own.length === 0) return [];
  return accounts.filter((account) => ![...own, ...settings.trustedAccounts].includes(account));
}

/** Accounts that a resource may be in: those that its provider allows or signs in to, or else that of a known ARN. */
function ownAccountsOf(resource: Resource, stack: Stack): readonly string[] {
  const props = resource.provider?.props;
  const allowed = readKnown(props?.read("allowedAccountIds")).match(/\d{12}/g) ?? [];
  const roles = ["assumeRole", "assumeRoles"].flatMap(
    (path) => readKnown(props?.read(path)).match(/(?<=:iam::)\d{12}(?=:role)/g) ?? [],
  );
  if (allowed.length + roles.length > 0) return [...allowed, ...roles];
  for (const each of [resource, ...stack.resources]) {
    const account = accountOf(readKnown(each.outputs.read("arn")));
    if (account !== undefined) return [account];
  }
  return [];
}

function readKnown(reading: ReturnType<Resource["read"]> | undefined): string {
  if (reading?.state !== "known") return "";
  return typeof reading.value === "string" ? reading.value : JSON.stringify(reading.value);
}
