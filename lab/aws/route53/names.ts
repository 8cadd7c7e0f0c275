import { normalizeDomain } from "../../../common/domains";

/**
 * Returns the full name that the provider requests: a name that does not end in the zone's name is prepended to it.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws internal/service/route53, expandRecordName
 */
export function expandName(name: string, zone: string): string {
  const short = normalizeDomain(name);
  if (short.endsWith(normalizeDomain(zone))) return short;
  return short === "" ? normalizeDomain(zone) : `${short}.${normalizeDomain(zone)}`;
}

/** Id of a zone without the path that some APIs prepend. */
export function zoneIdOf(reference: string): string {
  return reference.replace(/^\/?hostedzone\//, "");
}
