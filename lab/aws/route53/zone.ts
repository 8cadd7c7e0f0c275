import { parse } from "tldts";
import { normalizeDomain } from "../../../common/domains";
import { bareArn } from "../common/arn";
import { freshCapitals, hexOf } from "../common/ids";
import { several } from "../common/inputs";
import { recordsGlobal } from "../common/lookup";
import { AwsError } from "../errors";
import type { Call, Draft, ResourceCall, ResourceType } from "../resource-type";
import { isList, type Properties, text } from "../value";
import { type CloudRecord, GLOBAL } from "../world";
import { zoneIdOf } from "./names";

/** Token of hosted zones. */
const ZONE = "aws:route53/zone:Zone";
/** Token of records. */
export const RECORD = "aws:route53/record:Record";

/** A hosted zone, public or of some networks. */
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
  delete: remove,
  durations: { create: 40, delete: 40 },
};

/**
 * The zone of that id.
 *
 * @throws {AwsError} NoSuchHostedZone
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html#API_ChangeResourceRecordSets_Errors
 */
export function zoneOf(call: Call, reference: string): CloudRecord {
  const id = zoneIdOf(reference);
  const found = call.world.get({ account: call.account, region: GLOBAL, type: ZONE, id });
  if (found !== undefined) return found;
  throw new AwsError("NoSuchHostedZone", `No hosted zone found with ID: ${id}`, {
    httpStatus: 404,
    source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html",
  });
}

/** Whether a zone answers only inside networks. */
export function isPrivateZone(record: CloudRecord): boolean {
  return isList(record.outputs.vpcs) && record.outputs.vpcs.length > 0;
}

/** Whether a name is one of ICANN's top-level domains, of which Route 53 hosts none. */
function isTopLevelDomain(name: string): boolean {
  return !name.includes(".") && parse(name).isIcann === true;
}

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  const name = normalizeDomain(text(draft.outputs.name) ?? text(inputs.name) ?? draft.id);
  const vpcs = several(inputs.vpcs);
  if (vpcs.length === 0 && isTopLevelDomain(name)) throw topLevel(name);
  for (const vpc of vpcs) refuseMissingVpc(call, vpc);
  const zoneId = freshCapitals(call, "Z", 20);
  const nameServers = vpcs.length > 0 ? [] : delegationSet(zoneId);
  return {
    id: zoneId,
    outputs: {
      ...draft.outputs,
      name,
      zoneId,
      arn: bareArn(call, "route53", `hostedzone/${zoneId}`),
      nameServers,
      primaryNameServer: nameServers[0] ?? "",
    },
  };
}

/** @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html */
function topLevel(name: string): AwsError {
  return new AwsError("InvalidDomainName", `${name} is a top-level domain and cannot be a hosted zone`, {
    source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html",
  });
}

function refuseMissingVpc(call: ResourceCall, vpc: Properties): void {
  const region = text(vpc.vpcRegion) || call.region;
  const id = text(vpc.vpcId) ?? "";
  if (call.world.list({ account: call.account, region }).some((record) => record.id === id)) return;
  throw new AwsError(
    "InvalidVPCId",
    `The VPC: ${id} you provided is not authorized to make the association.`,
    {
      source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html",
    },
  );
}

// One server under each of four top-level domains, so that no single one of them takes the zone down.
function delegationSet(zoneId: string): readonly string[] {
  return ["com", "net", "org", "co.uk"].map((domain, index) => {
    const number = (Number.parseInt(hexOf(`${zoneId}${domain}`, 6), 16) % 512) + index * 512;
    const half = String(number % 64).padStart(2, "0");
    return `ns-${number}.awsdns-${half}.${domain}`;
  });
}

/** @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteHostedZone.html */
function remove(call: ResourceCall, record: CloudRecord): void {
  const records = recordsGlobal(call, RECORD).filter(
    (one) => zoneIdOf(text(one.outputs.zoneId) ?? "") === record.id && !isBorn(one, record),
  );
  if (records.length > 0 && record.outputs.forceDestroy !== true)
    throw new AwsError(
      "HostedZoneNotEmpty",
      "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
      { source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteHostedZone.html" },
    );
  for (const one of records) call.world.remove(one);
}

function isBorn(record: CloudRecord, owner: CloudRecord): boolean {
  const { type, fqdn } = record.outputs;
  return (type === "NS" || type === "SOA") && fqdn === owner.outputs.name;
}
