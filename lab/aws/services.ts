import { acm } from "./acm";
import { budgets } from "./budgets";
import { cloudfront } from "./cloudfront";
import { cloudwatch } from "./cloudwatch";
import { ec2 } from "./ec2";
import { emr } from "./emr";
import { iam } from "./iam";
import { kms } from "./kms";
import { lambda } from "./lambda";
import { lb } from "./lb";
import { logs } from "./logs";
import type { Service } from "./resource-type";
import { route53 } from "./route53";
import { s3 } from "./s3";
import { scheduler } from "./scheduler";
import { sns } from "./sns";

/** All services with a folder of their own. */
export const SERVICES: readonly Service[] = [
  acm,
  budgets,
  cloudfront,
  cloudwatch,
  ec2,
  emr,
  iam,
  kms,
  lambda,
  lb,
  logs,
  route53,
  s3,
  scheduler,
  sns,
];
