import { lastPart } from "../common/inputs";
import { listGlobalRecords } from "../common/records";
import { AwsError } from "../errors";
import { findRole, trustsService } from "../iam/trust";
import { asString } from "../property-values";
import type { Call } from "../resource-type";

/** Roles that EMR's console creates, so that they exist without a program. */
const DEFAULT_ROLES = ["EMR_DefaultRole", "EMR_DefaultRole_V2"];

/** Types of policies of a role, attached and inline. */
const POLICY_TYPES = [
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:iam/rolePolicy:RolePolicy",
] as const;

const SOURCE =
  "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-troubleshoot-cluster-failed-5-permissions.html";

/**
 * Refuses a service role that EMR cannot use. EMR accepts the request and then ends the cluster; the provider reports the
 * reason and does not repeat the request.
 *
 * @throws {AwsError} VALIDATION_ERROR
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/v6.0.0/internal/service/emr/cluster.go waitClusterCreated
 */
export function refuseServiceRole(call: Call, reference: string): void {
  const name = lastPart(reference);
  if (DEFAULT_ROLES.includes(name)) return;
  const role = findRole(call, reference);
  if (role === undefined || !trustsService(role, "elasticmapreduce.amazonaws.com"))
    throw validationError(`EMR service role ${reference} is invalid`);
  const hasPolicy = POLICY_TYPES.some((type) =>
    listGlobalRecords(call, type).some((one) => lastPart(asString(one.outputs.role) ?? "") === name),
  );
  if (!hasPolicy) throw validationError(`Service role ${reference} has insufficient EC2 permissions`);
}

function validationError(words: string): AwsError {
  return new AwsError("VALIDATION_ERROR", words, { source: SOURCE });
}
