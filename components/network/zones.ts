import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { ArgumentError } from "../shared/errors";

/**
 * Returns the given names, or those of the region's first availability zones. Local and Wavelength Zones are left out, which an
 * account has opted in to: their names come first, and they lack most services.
 *
 * The state of a zone plays no part, so that an impaired zone does not move the subnets of the others.
 *
 * @throws {ArgumentError} inside the promise, when the region has fewer zones
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html
 */
export async function findZones(
  name: string,
  zones: number | readonly string[],
  parent: pulumi.Resource,
): Promise<string[]> {
  if (typeof zones !== "number") return [...zones];
  const { names } = await aws.getAvailabilityZones(
    {
      filters: [
        { name: "opt-in-status", values: ["opt-in-not-required"] },
        { name: "zone-type", values: ["availability-zone"] },
      ],
    },
    { parent },
  );
  if (names.length >= zones) return names.slice(0, zones);
  const expected = `at most ${names.length}, the number of availability zones: ${names.join(", ")}`;
  throw new ArgumentError(name, "zones", zones, expected);
}
