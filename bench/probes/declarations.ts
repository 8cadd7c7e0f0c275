import { DiskCache } from "../../lab/provider/declarations/cache";
import { Declarations } from "../../lab/provider/declarations/declarations";
import { findSdk } from "../../lab/provider/declarations/source";
import type { LookupCosts } from "../declarations";

/** Types of nine services, small and large, with the largest of the package. */
const TOKENS = [
  "aws:sns/topic:Topic",
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
  "aws:ec2/vpc:Vpc",
  "aws:ec2/subnet:Subnet",
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/launchTemplate:LaunchTemplate",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:lb/listener:Listener",
  "aws:cloudwatch/metricAlarm:MetricAlarm",
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:cloudfront/distribution:Distribution",
  "aws:route53/record:Record",
  "aws:iam/role:Role",
  "aws:lambda/function:Function",
  "aws:dynamodb/table:Table",
  "aws:emr/cluster:Cluster",
  "aws:wafv2/webAcl:WebAcl",
  "aws:quicksight/dashboard:Dashboard",
];

const [first = "", ...others] = TOKENS;
const declarations = new Declarations(findSdk(), new DiskCache(process.argv[2] ?? ""));
const before = process.memoryUsage.rss();

const costs: LookupCosts = {
  types: TOKENS.length,
  first: cpuOf([first]),
  other: cpuOf(others) / others.length,
  again: cpuOf(TOKENS) / TOKENS.length,
  memory: (process.memoryUsage.rss() - before) / 1e6,
};
console.log(JSON.stringify(costs));

/** Measures the CPU milliseconds of looking up types. @throws {Error} when the package does not have one of them */
function cpuOf(tokens: readonly string[]): number {
  const began = process.cpuUsage();
  for (const token of tokens) if (!declarations.get(token)) throw new Error(`${token} is not declared`);
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}
