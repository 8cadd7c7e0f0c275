import { parse } from "tldts";
import { normalizeDomain } from "../../../common/domains";
import { type CloudRecord, GLOBAL } from "../cloud-store";
import { unscopedArn } from "../common/arn";
import { createCapitalsId, hexOf } from "../common/ids";
import { assignedName, listObjects } from "../common/inputs";
import { listGlobalRecords } from "../common/records";
import { AwsError } from "../errors";
import { asString, isList, type Properties } from "../property-values";
import type { Call, Draft, ResourceCall, ResourceType } from "../resource-type";
import { zoneIdOf } from "./names";

/** Token of hosted zones. */
const ZONE = "aws:route53/zone:Zone";
/** Token of records. */
export const RECORD = "aws:route53/record:Record";

/** A hosted zone, public or private to VPCs. */
export const zone: ResourceType = {
  type: ZONE,
  service: "route53",
  scope: "global",
  api: {
    create: "CreateHostedZone",
    read: "GetHostedZone",
    update: "UpdateHostedZoneComment",
    delete: "DeleteHostedZone",
  },
  immutable: ["delegationSetId", "name"],
  defaults: (inputs) => ({ comment: "Managed by Pulumi", forceDestroy: false, ...inputs }),
  create,
  delete: removeRecords,
  durations: { create: 40, delete: 40 },
};

/**
 * Finds the hosted zone of an id.
 *
 * @throws {AwsError} NoSuchHostedZone
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html#API_ChangeResourceRecordSets_Errors
 */
export function requireZone(call: Call, reference: string): CloudRecord {
  const id = zoneIdOf(reference);
  const record = call.store.get({ account: call.account, region: GLOBAL, type: ZONE, id });
  if (record !== undefined) return record;
  throw new AwsError("NoSuchHostedZone", `No hosted zone found with ID: ${id}`, {
    httpStatus: 404,
    source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html",
  });
}

/** Whether a zone is private to VPCs. */
export function isPrivateZone(record: CloudRecord): boolean {
  return isList(record.outputs.vpcs) && record.outputs.vpcs.length > 0;
}

/** Whether a name is one of ICANN's top-level domains, which Route 53 does not host. */
function isTopLevelDomain(name: string): boolean {
  return !name.includes(".") && parse(name).isIcann === true;
}

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  const name = normalizeDomain(assignedName(draft));
  const vpcs = listObjects(inputs.vpcs);
  if (vpcs.length === 0 && isTopLevelDomain(name)) throw topLevelError(name);
  for (const vpc of vpcs) refuseMissingVpc(call, vpc);
  const zoneId = createCapitalsId(call, "Z", 20);
  const nameServers = vpcs.length > 0 ? [] : delegationSet(zoneId);
  return {
    id: zoneId,
    outputs: {
      ...draft.outputs,
      name,
      zoneId,
      arn: unscopedArn(call, "route53", `hostedzone/${zoneId}`),
      nameServers,
      primaryNameServer: nameServers[0] ?? "",
    },
  };
}

/** @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html */
function topLevelError(name: string): AwsError {
  return new AwsError("InvalidDomainName", `${name} is a top-level domain and cannot be a hosted zone`, {
    source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html",
  });
}

function refuseMissingVpc(call: ResourceCall, vpc: Properties): void {
  const region = asString(vpc.vpcRegion) || call.region;
  const id = asString(vpc.vpcId) ?? "";
  if (call.store.list({ account: call.account, region }).some((record) => record.id === id)) return;
  throw new AwsError(
    "InvalidVPCId",
    `The VPC: ${id} you provided is not authorized to make the association.`,
    {
      source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html",
    },
  );
}

// Route 53 assigns one name server in each of four top-level domains.
function delegationSet(zoneId: string): readonly string[] {
  return ["com", "net", "org", "co.uk"].map((domain, index) => {
    const number = (Number.parseInt(hexOf(`${zoneId}${domain}`, 6), 16) % 512) + index * 512;
    const half = String(number % 64).padStart(2, "0");
    return `ns-${number}.awsdns-${half}.${domain}`;
  });
}

/** @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteHostedZone.html */
function removeRecords(call: ResourceCall, record: CloudRecord): void {
  const records = listGlobalRecords(call, RECORD).filter(
    (one) => zoneIdOf(asString(one.outputs.zoneId) ?? "") === record.id && !isDefaultRecord(one, record),
  );
  if (records.length > 0 && record.outputs.forceDestroy !== true)
    throw new AwsError(
      "HostedZoneNotEmpty",
      "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
      { source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteHostedZone.html" },
    );
  for (const one of records) call.store.remove(one);
}

function isDefaultRecord(record: CloudRecord, owner: CloudRecord): boolean {
  const { type, fqdn } = record.outputs;
  return (type === "NS" || type === "SOA") && fqdn === owner.outputs.name;
}
