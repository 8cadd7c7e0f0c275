import * as pulumi from "@pulumi/pulumi";
import type { DnsRoutingArgs } from "./args";
import { createHealthChecks } from "./health-checks";
import { createRecordSets } from "./record-sets";
import { resolveArgs } from "./resolve";
import { createOrAdoptZone } from "./zone";

export type {
  AdoptedZone,
  CreatedZone,
  DnsAlias,
  DnsEndpoint,
  DnsHealthCheck,
  DnsQueryLog,
  DnsRecord,
  DnsRoutingArgs,
  DnsTarget,
  DnsType,
  DnsZone,
  FailoverRecord,
  LatencyRecord,
  RoutedRecord,
  SimpleRecord,
  WeightedEndpoint,
  WeightedRecord,
} from "./args";

/**
 * A hosted zone, its records under any routing policy, and the health checks that take endpoints out of service.
 *
 * All records of one name and type are one set in Route 53, which checks each change of a record against the others: they need
 * the same policy, and weighted ones the same TTL. Every change below takes one `up`:
 *
 * - the TTL of weighted records: all but the first label in alphabetical order are deleted, the first gets the new TTL and answers
 *   all queries, and the others are created again, within about two minutes;
 * - the endpoints of a failover, also when they change places: each is updated in place, without a gap;
 * - policy or type: the whole set is deleted and created again, and the name does not resolve for about two minutes. Resolvers
 *   cache that answer for up to 15 minutes, so make such a change under a new name, or while no client needs the name.
 *
 * The way back from a routed record to a simple one takes two updates: remove the record, then add it. For these changes, each
 * routed record has one or two `pulumi.Stash`, which exist in the state only. All resources are global except the alarms of
 * health checks, which are in us-east-1 like their metrics.
 *
 * `opts.transforms` can change every input that no argument covers.
 *
 * @throws {ArgumentError} with every fault of zone, records and health checks
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy.html
 */
export class DnsRouting extends pulumi.ComponentResource {
  /** Id of the hosted zone. */
  readonly zoneId: pulumi.Output<string>;
  /** Name servers to enter at the parent zone or the registrar. */
  readonly nameServers: pulumi.Output<string[]>;
  /** Full names of the records, by their keys. */
  readonly fqdns: pulumi.Output<Record<string, string>>;
  /** Ids of the health checks, by their keys. */
  readonly healthCheckIds: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: DnsRoutingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("archipelago:components:DnsRouting", name, args, opts);
    const { zone, records, healthChecks, alarmTopicArns, tags } = resolveArgs(name, args);

    const { zoneId, nameServers } = createOrAdoptZone(name, zone, tags, this);
    const checks = createHealthChecks(name, healthChecks, alarmTopicArns, tags, this);
    const fqdns = records.map((record): [string, pulumi.Output<string>] => [
      record.key,
      createRecordSets(name, record, zoneId, checks, this),
    ]);

    this.zoneId = zoneId;
    this.nameServers = nameServers;
    this.fqdns = pulumi.output(Object.fromEntries(fqdns));
    this.healthCheckIds = pulumi.output(
      Object.fromEntries([...checks].map(([key, healthCheck]) => [key, healthCheck.id])),
    );
    this.registerOutputs({
      zoneId: this.zoneId,
      nameServers: this.nameServers,
      fqdns: this.fqdns,
      healthCheckIds: this.healthCheckIds,
    });
  }
}
