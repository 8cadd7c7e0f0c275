/** A DNS name in the form in which Route 53 compares names: lower case, without the final dot. */
export function canonical(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

/**
 * The full name that the provider asks for: what does not end in the zone's name, as text, is put before it.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws internal/service/route53, expandRecordName
 */
export function expanded(name: string, zone: string): string {
  const short = canonical(name);
  if (short.endsWith(canonical(zone))) return short;
  return short === "" ? canonical(zone) : `${short}.${canonical(zone)}`;
}

/** Whether a name is the zone's own or below it, label by label: `notexample.com` is not in `example.com`. */
export function isWithin(name: string, zone: string): boolean {
  return canonical(name) === canonical(zone) || canonical(name).endsWith(`.${canonical(zone)}`);
}

/** Id of a zone without the path that some APIs put before it. */
export function zoneIdOf(reference: string): string {
  return reference.replace(/^\/?hostedzone\//, "");
}
