import type * as pulumi from "@pulumi/pulumi";
import type { DnsHealthCheck, DnsRecord, DnsZone } from "./dns-records";

/** Arguments of {@link DnsRouting}. */
export interface DnsRoutingArgs {
  /** The zone: `{ name }` makes it, `{ id, name }` writes into an existing one. */
  readonly zone: DnsZone;
  /** Records by a label that becomes part of the children's names. @default - none */
  readonly records?: Readonly<Record<string, DnsRecord>> | undefined;
  /** Health checks by the key that endpoints name. @default - none */
  readonly healthChecks?: Readonly<Record<string, DnsHealthCheck>> | undefined;
  /**
   * ARN of an SNS topic in us-east-1, where the checks' metrics live; with it each check gets an alarm that tells when it
   * turns unhealthy and when it recovers. @default - no alarms
   */
  readonly alarmTopicArn?: pulumi.Input<string> | undefined;
  /** Tags of zone, checks and alarms. @default - none */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}
