import { normalizeDomain } from "../../../common/domains";
import type { CloudRecord } from "../cloud-store";
import { checkBetween, checkLength, checkOneOf } from "../common/checks";
import { firstObject, isGiven } from "../common/inputs";
import { findRecord, listGlobalRecords } from "../common/records";
import { refuse } from "../common/refuse";
import { AwsError } from "../errors";
import { asString, type Properties } from "../property-values";
import {
  type CheckFailure,
  type Draft,
  failure,
  type ResourceCall,
  type ResourceType,
} from "../resource-type";
import { findConflictError } from "./record-conflicts";
import { findFieldError } from "./record-fields";
import { isChosen, POLICY_INPUTS, type RecordSet, toRecordSet } from "./record-set";
import { isPrivateZone, RECORD, requireZone } from "./zone";

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
  immutable: ["name", "type", "zoneId"],
  check,
  create,
  update: (call, inputs, change) => {
    const set = validate(call, inputs, change.before);
    return { ...change.draft, fqdn: set.name };
  },
  durations: { create: 40, update: 40, delete: 40 },
};

function check(inputs: Properties): readonly CheckFailure[] {
  return [
    ...checkContent(inputs),
    ...checkRoutingPolicy(inputs),
    ...checkOneOf("type", inputs.type, TYPES),
    ...checkBetween("ttl", inputs.ttl, 0, 2_147_483_647),
    ...checkLength("setIdentifier", inputs.setIdentifier, 1, 128),
    ...checkBetween(
      "weightedRoutingPolicies[0].weight",
      firstObject(inputs.weightedRoutingPolicies)?.weight,
      0,
      255,
    ),
    ...checkBetween(
      "geoproximityRoutingPolicy.bias",
      firstObject(inputs.geoproximityRoutingPolicy)?.bias,
      -99,
      99,
    ),
    ...checkOneOf("failoverRoutingPolicies[0].type", firstObject(inputs.failoverRoutingPolicies)?.type, [
      "PRIMARY",
      "SECONDARY",
    ]),
  ];
}

// Both lists may be unknown in a preview; an unknown list counts as set.
function checkContent(inputs: Properties): readonly CheckFailure[] {
  const contents = ["aliases", "records"].filter((name) => isChosen(inputs, name));
  if (contents.length === 0)
    return [failure("records", '"records": one of `alias,records` must be specified')];
  if (contents.length > 1)
    return [
      failure(
        "records",
        '"records": only one of `alias,records` can be specified, but `alias,records` were specified.',
      ),
    ];
  if (contents[0] === "aliases" && isGiven(inputs.ttl))
    return [failure("ttl", '"ttl": conflicts with alias')];
  return [];
}

function checkRoutingPolicy(inputs: Properties): readonly CheckFailure[] {
  const chosen = POLICY_INPUTS.filter(([, input]) => isChosen(inputs, input));
  const [first, second] = chosen;
  if (first === undefined) return [];
  const [, input, providerName] = first;
  if (second !== undefined) return [failure(input, `"${providerName}": conflicts with ${second[2]}`)];
  if (isGiven(inputs.setIdentifier)) return [];
  const both = ["set_identifier", providerName].sort().join(",");
  return [failure(input, `"${providerName}": all of \`${both}\` must be specified`)];
}

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  const set = validate(call, inputs, undefined);
  const name = normalizeDomain(asString(inputs.name) ?? "");
  const parts = [set.zoneId, name, set.type, set.setIdentifier].filter((part) => part !== undefined);
  return { id: freeId(call, parts.join("_")), outputs: { ...draft.outputs, fqdn: set.name } };
}

// An update can change the parts of an id but not the id, so a new record's id may be in use already.
function freeId(call: ResourceCall, id: string): string {
  return findRecord(call, RECORD, id) === undefined ? id : freeId(call, `${id}_`);
}

function validate(call: ResourceCall, inputs: Properties, before: CloudRecord | undefined): RecordSet {
  const zone = requireZone(call, asString(inputs.zoneId) ?? "");
  const name = asString(zone.outputs.name) ?? "";
  const facts = { id: zone.id, name, isPrivate: isPrivateZone(zone) };
  const set = toRecordSet(inputs, name);
  refuse(findFieldError(set));
  refuseMissing(call, set);
  const others = listGlobalRecords(call, RECORD)
    .filter((one) => one.id !== before?.id)
    .map((one) => toRecordSet(one.outputs, name))
    .filter((one) => one.zoneId === zone.id);
  refuse(findConflictError(set, facts, others, inputs.allowOverwrite === true || before !== undefined));
  return set;
}

/** @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html#API_ChangeResourceRecordSets_Errors */
function refuseMissing(call: ResourceCall, set: RecordSet): void {
  const source = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html";
  const check = set.healthCheckId;
  if (check !== undefined && findRecord(call, "aws:route53/healthCheck:HealthCheck", check) === undefined)
    throw new AwsError("NoSuchHealthCheck", `No health check exists with the ID ${check}.`, {
      httpStatus: 404,
      source,
    });
  if (set.policy !== "cidr") return;
  const collection = asString(set.choice.collectionId) ?? "";
  const location = asString(set.choice.locationName) ?? "";
  if (findRecord(call, "aws:route53/cidrCollection:CidrCollection", collection) === undefined)
    throw new AwsError("NoSuchCidrCollectionException", "The CIDR collection you specified, doesn't exist.", {
      httpStatus: 404,
      source,
    });
  const known = findRecord(call, "aws:route53/cidrLocation:CidrLocation", `${collection},${location}`);
  if (location !== "*" && known === undefined)
    throw new AwsError(
      "NoSuchCidrLocationException",
      "The CIDR collection location doesn't match any locations in your account.",
      { httpStatus: 404, source },
    );
}
