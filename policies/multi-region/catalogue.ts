import type { Rule } from "../kit";
import { alarmTopicPerRegion } from "./rules/alarm-topic-per-region";
import { cloudfrontCertUsEast1 } from "./rules/cloudfront-cert-us-east-1";
import { cloudfrontOriginFailover } from "./rules/cloudfront-origin-failover";
import { cloudfrontOriginReplicated } from "./rules/cloudfront-origin-replicated";
import { dataSourcesOwnProvider } from "./rules/data-sources-own-provider";
import { dynamodbGlobalComplete } from "./rules/dynamodb-global-complete";
import { globalMetricAlarmsRegion } from "./rules/global-metric-alarms-region";
import { healthCheckNotSelfReferential } from "./rules/health-check-not-self-referential";
import { kmsMultiRegionKeys } from "./rules/kms-multi-region-keys";
import { noDefaultProvider } from "./rules/no-default-provider";
import { oneGlobalOwner } from "./rules/one-global-owner";
import { regionAllowed } from "./rules/region-allowed";
import { regionNameConsistent } from "./rules/region-name-consistent";
import { regionOfChildren } from "./rules/region-of-children";
import { regionParity } from "./rules/region-parity";
import { route53AnswersOwnRegion } from "./rules/route53-answers-own-region";
import { route53FailoverHealth } from "./rules/route53-failover-health";
import { route53RecordsCoverRegions } from "./rules/route53-records-cover-regions";
import { s3ReplicationOtherRegion } from "./rules/s3-replication-other-region";
import { vpcCidrNoOverlap } from "./rules/vpc-cidr-no-overlap";

/** Rules of the pack, in report order. */
export const catalogue: readonly Rule[] = [
  // multi-region core
  noDefaultProvider,
  dataSourcesOwnProvider,
  s3ReplicationOtherRegion,
  alarmTopicPerRegion,
  globalMetricAlarmsRegion,
  regionAllowed,
  regionOfChildren,
  regionParity,
  regionNameConsistent,
  oneGlobalOwner,
  dynamodbGlobalComplete,
  route53FailoverHealth,
  route53RecordsCoverRegions,
  route53AnswersOwnRegion,
  healthCheckNotSelfReferential,
  cloudfrontCertUsEast1,
  cloudfrontOriginFailover,
  cloudfrontOriginReplicated,
  kmsMultiRegionKeys,
  // network and web tier
  vpcCidrNoOverlap,
];
