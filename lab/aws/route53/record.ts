import { normalizeDomain } from "../../../common/domains";
import { between, length, oneOf } from "../common/faults";
import { isGiven, single } from "../common/inputs";
import { recordAt, recordsGlobal } from "../common/lookup";
import { refuse } from "../common/refuse";
import { AwsError } from "../errors";
import {
  type CheckFailure,
  type Draft,
  failure,
  type ResourceCall,
  type ResourceType,
} from "../resource-type";
import { type Properties, text } from "../value";
import type { CloudRecord } from "../world";
import { conflictFault } from "./record-conflicts";
import { fieldFault } from "./record-fields";
import { chooses, POLICY_INPUTS, type RecordSet, recordSet } from "./record-set";
import { isPrivateZone, RECORD, zoneOf } from "./zone";

/** @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html */
const TYPES = "SOA A TXT NS CNAME MX NAPTR PTR SRV SPF AAAA CAA DS TLSA SSHFP SVCB HTTPS".split(" ");

/** A resource record set. */
export const record: ResourceType = {
  type: RECORD,
  service: "route53",
  scope: "global",
  name: "none",
  api: {
    create: "ChangeResourceRecordSets",
    read: "ListResourceRecordSets",
    update: "ChangeResourceRecordSets",
    delete: "ChangeResourceRecordSets",
  },
  immutable: ["name", "zoneId"],
  check,
  create,
  update: (call, inputs, change) => {
    const set = judge(call, inputs, change.before);
    return { ...change.draft, fqdn: set.name };
  },
  durations: { create: 40, update: 40, delete: 40 },
};

function check(inputs: Properties): readonly CheckFailure[] {
  return [
    ...contentFaults(inputs),
    ...policyFaults(inputs),
    ...oneOf("type", inputs.type, TYPES),
    ...between("ttl", inputs.ttl, 0, 2_147_483_647),
    ...length("setIdentifier", inputs.setIdentifier, 1, 128),
    ...between("weightedRoutingPolicies[0].weight", single(inputs.weightedRoutingPolicies)?.weight, 0, 255),
    ...between("geoproximityRoutingPolicy.bias", single(inputs.geoproximityRoutingPolicy)?.bias, -99, 99),
    ...oneOf("failoverRoutingPolicies[0].type", single(inputs.failoverRoutingPolicies)?.type, [
      "PRIMARY",
      "SECONDARY",
    ]),
  ];
}

// Both lists may be unknown in a preview, and an unknown counts as given.
function contentFaults(inputs: Properties): readonly CheckFailure[] {
  const given = ["aliases", "records"].filter((name) => chooses(inputs, name));
  if (given.length === 0) return [failure("records", '"records": one of `alias,records` must be specified')];
  if (given.length > 1)
    return [
      failure(
        "records",
        '"records": only one of `alias,records` can be specified, but `alias,records` were specified.',
      ),
    ];
  if (given[0] === "aliases" && isGiven(inputs.ttl)) return [failure("ttl", '"ttl": conflicts with alias')];
  return [];
}

function policyFaults(inputs: Properties): readonly CheckFailure[] {
  const chosen = POLICY_INPUTS.filter(([, input]) => chooses(inputs, input));
  const [first, second] = chosen;
  if (first === undefined) return [];
  const [, input, providerName] = first;
  if (second !== undefined) return [failure(input, `"${providerName}": conflicts with ${second[2]}`)];
  if (isGiven(inputs.setIdentifier)) return [];
  const both = ["set_identifier", providerName].sort().join(",");
  return [failure(input, `"${providerName}": all of \`${both}\` must be specified`)];
}

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  const set = judge(call, inputs, undefined);
  const given = normalizeDomain(text(inputs.name) ?? "");
  const parts = [set.zoneId, given, set.type, set.setIdentifier].filter((part) => part !== undefined);
  return { id: freeId(call, parts.join("_")), outputs: { ...draft.outputs, fqdn: set.name } };
}

// An update may change what the id was made of, and leaves the id: it may be taken though the identity is free.
function freeId(call: ResourceCall, id: string): string {
  return recordAt(call, RECORD, id) === undefined ? id : freeId(call, `${id}_`);
}

function judge(call: ResourceCall, inputs: Properties, before: CloudRecord | undefined): RecordSet {
  const zone = zoneOf(call, text(inputs.zoneId) ?? "");
  const name = text(zone.outputs.name) ?? "";
  const facts = { id: zone.id, name, isPrivate: isPrivateZone(zone) };
  const set = recordSet(inputs, name);
  refuse(fieldFault(set));
  refuseMissing(call, set);
  const others = recordsGlobal(call, RECORD)
    .filter((one) => one.id !== before?.id)
    .map((one) => recordSet(one.outputs, name))
    .filter((one) => one.zoneId === zone.id);
  refuse(conflictFault(set, facts, others, inputs.allowOverwrite === true || before !== undefined));
  return set;
}

/** @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html#API_ChangeResourceRecordSets_Errors */
function refuseMissing(call: ResourceCall, set: RecordSet): void {
  const source = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html";
  const check = set.healthCheckId;
  if (check !== undefined && recordAt(call, "aws:route53/healthCheck:HealthCheck", check) === undefined)
    throw new AwsError("NoSuchHealthCheck", `No health check exists with the ID ${check}.`, {
      httpStatus: 404,
      source,
    });
  if (set.policy !== "cidr") return;
  const collection = text(set.choice.collectionId) ?? "";
  const location = text(set.choice.locationName) ?? "";
  if (recordAt(call, "aws:route53/cidrCollection:CidrCollection", collection) === undefined)
    throw new AwsError("NoSuchCidrCollectionException", "The CIDR collection you specified, doesn't exist.", {
      httpStatus: 404,
      source,
    });
  const known = recordAt(call, "aws:route53/cidrLocation:CidrLocation", `${collection},${location}`);
  if (location !== "*" && known === undefined)
    throw new AwsError(
      "NoSuchCidrLocationException",
      "The CIDR collection location doesn't match any locations in your account.",
      { httpStatus: 404, source },
    );
}
