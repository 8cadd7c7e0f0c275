/** A group of regions with accounts of its own. */
export type Partition = "aws" | "aws-cn" | "aws-us-gov" | "aws-eusc";

/**
 * Partition of a region.
 *
 * @see botocore data/partitions.json, `regionRegex` of each partition
 */
export function partitionOf(region: string): Partition {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  if (region.startsWith("eusc-")) return "aws-eusc";
  return "aws";
}

/** Domain of a partition's APIs. @see botocore data/partitions.json, `dnsSuffix` */
export function dnsSuffix(partition: Partition): string {
  if (partition === "aws-cn") return "amazonaws.com.cn";
  if (partition === "aws-eusc") return "amazonaws.eu";
  return "amazonaws.com";
}
