import { isInZone } from "../../../common/domains";
import type { AwsError } from "../errors";
import { batchError } from "./record-fields";
import { isSameName, isSameSet, type RecordSet } from "./record-set";

const GUIDE =
  "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html";

/** Most geoproximity records of one name and type. @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
const MOST_GEOPROXIMITY = 30;

/** The zone of a record set. */
interface ZoneFacts {
  readonly id: string;
  /** Canonical name. */
  readonly name: string;
  readonly isPrivate: boolean;
}

/**
 * Returns the conflict of a record set with its zone or with another set in the zone, or undefined.
 *
 * @param others every other record set of the zone
 * @param overwrite whether a set of the same identity is replaced instead of refused
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html
 */
export function findConflictError(
  set: RecordSet,
  zone: ZoneFacts,
  others: readonly RecordSet[],
  overwrite: boolean,
): AwsError | undefined {
  return (
    findNameError(set, zone) ??
    findDuplicateError(set, zone, others, overwrite) ??
    findCnameError(set, zone, others) ??
    findPolicyError(set, others) ??
    findChoiceError(set, others) ??
    findAliasError(set, zone, others)
  );
}

function findNameError(set: RecordSet, zone: ZoneFacts): AwsError | undefined {
  if (!isInZone(set.name, zone.name))
    return batchError(`RRSet with DNS name ${set.name}. is not permitted in zone ${zone.name}.`);
  if (set.type === "CNAME" && set.name === zone.name)
    return batchError(
      `RRSet of type CNAME with DNS name ${set.name}. is not permitted at apex in zone ${zone.name}.`,
    );
  if (set.policy === "cidr" && zone.isPrivate)
    return batchError(
      `RRSet with DNS name ${set.name}. cannot use IP-based routing in private zone ${zone.name}.`,
      "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-ipbased.html",
    );
  return undefined;
}

// Route 53 creates the NS and SOA sets of a zone, without a record of the program.
function findDuplicateError(
  set: RecordSet,
  zone: ZoneFacts,
  others: readonly RecordSet[],
  overwrite: boolean,
): AwsError | undefined {
  const isDefault = set.name === zone.name && (set.type === "NS" || set.type === "SOA");
  if (overwrite || !(isDefault || others.some((other) => isSameSet(set, other)))) return undefined;
  const identifier = set.setIdentifier === undefined ? "" : `, set-identifier='${set.setIdentifier}'`;
  return batchError(
    `Tried to create resource record set [name='${set.name}.', type='${set.type}'${identifier}] but it already exists`,
  );
}

/** @see RFC 1034 section 3.6.2: a CNAME is alone at its name */
function findCnameError(set: RecordSet, zone: ZoneFacts, others: readonly RecordSet[]): AwsError | undefined {
  const neighbours = others.filter((other) => isSameName(set, other) && other.type !== set.type);
  if (set.type === "CNAME" && neighbours.length > 0)
    return batchError(
      `RRSet of type CNAME with DNS name ${set.name}. is not permitted as it conflicts with other records with the same DNS name in zone ${zone.name}.`,
    );
  if (neighbours.some((other) => other.type === "CNAME"))
    return batchError(
      `RRSet of type ${set.type} with DNS name ${set.name}. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone ${zone.name}.`,
    );
  return undefined;
}

function findPolicyError(set: RecordSet, others: readonly RecordSet[]): AwsError | undefined {
  const group = groupOf(set, others);
  if (group.length === 0) return undefined;
  if (set.policy === "simple")
    return batchError(
      `${describeSet(set)} cannot be created as other RRSets exist with the same name and type.`,
    );
  if (group.some((other) => other.policy !== set.policy))
    return batchError(
      `${describeSet(set)} cannot be created as a non-${set.policy} set exists with the same name and type.`,
    );
  const otherTtls = group.filter((other) => other.alias === undefined && other.ttl !== set.ttl);
  if (set.policy === "weighted" && set.alias === undefined && otherTtls.length > 0)
    return batchError(`${describeSet(set)} cannot be created as weighted sets must contain the same TTL.`);
  return undefined;
}

function findChoiceError(set: RecordSet, others: readonly RecordSet[]): AwsError | undefined {
  const group = groupOf(set, others);
  const { choice } = set;
  const isTaken = (fields: readonly string[]) =>
    group.some((other) => fields.every((field) => (other.choice[field] ?? "") === (choice[field] ?? "")));
  const setExistsError = (what: string) =>
    batchError(`${describeSet(set)} cannot be created as a set exists with the same name, type and ${what}.`);
  if (set.policy === "latency" && isTaken(["region"])) return setExistsError(`Region ${choice.region}`);
  if (set.policy === "failover" && isTaken(["type"])) return setExistsError(`Failover ${choice.type}`);
  if (set.policy === "geolocation" && isTaken(["continent", "country", "subdivision"]))
    return setExistsError("GeoLocation");
  if (set.policy === "cidr") {
    if (isTaken(["collectionId", "locationName"]))
      return setExistsError(`CidrLocation ${choice.locationName}`);
    if (group.some((other) => other.choice.collectionId !== choice.collectionId))
      return batchError(`${describeSet(set)} cannot be created as a set exists with another CidrCollection.`);
  }
  if (set.policy === "geoproximity" && group.length >= MOST_GEOPROXIMITY)
    return batchError(
      `${describeSet(set)} cannot be created as the limit of ${MOST_GEOPROXIMITY} geoproximity sets is reached.`,
    );
  return undefined;
}

/** @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html */
function findAliasError(set: RecordSet, zone: ZoneFacts, others: readonly RecordSet[]): AwsError | undefined {
  const { alias } = set;
  if (alias === undefined || alias.zoneId !== zone.id) return undefined;
  const words = `Tried to create an alias that targets ${alias.name}., type ${set.type} in zone ${zone.id}, but`;
  if (!isInZone(alias.name, zone.name))
    return batchError(`${words} the alias target name does not lie within the target zone`, GUIDE);
  const exists = others.some((other) => other.name === alias.name && other.type === set.type);
  return exists ? undefined : batchError(`${words} that target was not found`, GUIDE);
}

function groupOf(set: RecordSet, others: readonly RecordSet[]): readonly RecordSet[] {
  return others.filter(
    (other) => isSameName(set, other) && other.type === set.type && !isSameSet(set, other),
  );
}

function describeSet({ name, type, setIdentifier }: RecordSet): string {
  const identifier = setIdentifier === undefined ? "" : `, SetIdentifier ${setIdentifier}`;
  return `RRSet with DNS name ${name}., type ${type}${identifier}`;
}
