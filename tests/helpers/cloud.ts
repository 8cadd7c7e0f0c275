import { type CloudRecord, GLOBAL } from "../../lab/aws/cloud-store";
import type { AwsError } from "../../lab/aws/errors";
import { partitionOf } from "../../lab/aws/partition";
import type { Properties } from "../../lab/aws/property-values";
import type { CheckFailure, ResourceCall, ResourceType, Service } from "../../lab/aws/resource-type";
import { ManualClock } from "./manual-clock";
import { MemoryStore } from "./memory-store";

/** Location and name of a resource in a {@link Cloud}. */
interface Place {
  /** @default "eu-west-1" */
  readonly region?: string;
  /** @default "123456789012" */
  readonly account?: string;
  /** Logical name. @default - `r1`, `r2`, … */
  readonly name?: string;
}

const GLOBAL_SERVICES = ["iam", "route53", "cloudfront", "budgets"];

/** A simulated cloud held in memory, whose services are called as the provider calls them, without the protocol. */
export class Cloud extends MemoryStore {
  /** Its clock, which moves only when advanced. */
  readonly time: ManualClock;
  readonly #types = new Map<string, ResourceType>();
  #made = 0;

  constructor(...services: readonly Service[]) {
    const time = new ManualClock();
    super(time);
    this.time = time;
    for (const service of services) for (const type of service.types ?? []) this.#types.set(type.type, type);
  }

  /** Runs the checks of the type and returns their failures. */
  check(type: string, inputs: Properties, place: Place = {}): readonly CheckFailure[] {
    const rules = this.#rules(type);
    const call = this.#call(type, place);
    return rules.check?.(rules.defaults?.(inputs, call) ?? inputs, call) ?? [];
  }

  /** Creates a resource. @throws {AwsError} when AWS refuses; {Error} when the check does */
  create(type: string, given: Properties, place: Place = {}): CloudRecord {
    const rules = this.#rules(type);
    const call = this.#call(type, place);
    const inputs = withName(rules, rules.defaults?.(given, call) ?? given, call.name);
    const faults = rules.check?.(inputs, call) ?? [];
    if (faults.length > 0)
      throw new Error(faults.map((fault) => `${fault.property}: ${fault.reason}`).join("\n"));
    return this.transact(() => {
      const draft = { id: call.name, outputs: inputs };
      const { id, outputs } = rules.create?.(call, inputs, draft) ?? draft;
      const now = this.clock.now();
      const region = isGlobal(rules) ? GLOBAL : call.region;
      const { account, urn } = call;
      const record = { account, region, type, id, urn, inputs, outputs, createdAt: now, updatedAt: now };
      this.put(record);
      return record;
    });
  }

  /** Updates a resource: `changes` override its inputs. @throws {AwsError} when AWS refuses */
  update(record: CloudRecord, changes: Properties): CloudRecord {
    const rules = this.#rules(record.type);
    const before = this.get(record) ?? record;
    const inputs = { ...before.inputs, ...changes };
    return this.transact(() => {
      const draft = { ...before.outputs, ...changes };
      const call = this.#callFor(before);
      const outputs = rules.update?.(call, inputs, { before, draft }) ?? draft;
      const after = { ...before, inputs, outputs, updatedAt: this.clock.now() };
      this.put(after);
      return after;
    });
  }

  /** Reads the current outputs of a resource. */
  read(record: CloudRecord): Properties {
    const now = this.get(record) ?? record;
    return this.#rules(record.type).read?.(this.#callFor(now), now) ?? now.outputs;
  }

  /** Returns whether a resource has ended by itself. */
  ended(record: CloudRecord): boolean {
    const now = this.get(record) ?? record;
    return this.#rules(record.type).hasEnded?.(this.#callFor(now), now) ?? false;
  }

  /** Deletes a resource. @throws {AwsError} when AWS refuses */
  delete(record: CloudRecord): void {
    const now = this.get(record) ?? record;
    this.transact(() => {
      this.#rules(record.type).delete?.(this.#callFor(now), now);
      this.remove(now);
    });
  }

  #rules(type: string): ResourceType {
    const rules = this.#types.get(type);
    if (rules === undefined) throw new Error(`no service given to this cloud has the type ${type}`);
    return rules;
  }

  #callFor(record: CloudRecord): ResourceCall {
    const name = record.urn.split("::").at(-1) ?? "";
    const region = record.region === GLOBAL ? "us-east-1" : record.region;
    return this.#call(record.type, { region, account: record.account, name });
  }

  #call(type: string, { region = "eu-west-1", account = "123456789012", name }: Place): ResourceCall {
    const logical = name ?? `r${++this.#made}`;
    const urn = `urn:pulumi:dev::lab::${type}::${logical}`;
    const partition = partitionOf(region);
    return { account, region, partition, clock: this.clock, store: this, urn, type, name: logical };
  }
}

/** Returns code and message of AWS's rejection of `act`. @throws {Error} when AWS accepts it */
export function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    const { code, message } = error as AwsError;
    return `${code}: ${message}`;
  }
  throw new Error("expected AWS to refuse, but it accepted");
}

/** Reasons of check failures by their property. */
export function reasons(failures: readonly CheckFailure[]): Readonly<Record<string, string>> {
  return Object.fromEntries(failures.map(({ property, reason }) => [property, reason]));
}

function isGlobal(rules: ResourceType): boolean {
  return rules.scope === "global" || (rules.scope === undefined && GLOBAL_SERVICES.includes(rules.service));
}

function withName(rules: ResourceType, inputs: Properties, logical: string): Properties {
  if (rules.name === "none") return inputs;
  const property = rules.name?.property ?? "name";
  return inputs[property] === undefined ? { ...inputs, [property]: `${logical}-0a1b2c3` } : inputs;
}
