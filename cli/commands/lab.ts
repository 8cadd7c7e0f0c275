import { existsSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import { type CloudControl, openCloud } from "../../lab/provider/cloud-control";
import { messageOf, UsageError } from "../errors";
import {
  commandName,
  createColours,
  formatCount,
  oneLine,
  stripControls,
  truncate,
  WIDTH,
  wrap,
} from "../formatting";
import { formatTable } from "../report/inventory";
import { openWorkspace, type WorkspaceOptions } from "../workspace";
import { withWorkspace } from "./options";

interface Flags extends WorkspaceOptions {
  readonly json?: boolean;
  readonly region?: string;
  readonly type?: string;
  readonly service?: string;
  readonly operation?: string;
  readonly resource?: string;
  readonly error?: string;
  readonly message?: string;
  readonly throttle?: boolean;
  readonly timeout?: boolean;
  readonly latency?: number;
  readonly crash?: "before" | "after";
  readonly times?: number;
  readonly probability?: number;
  readonly seed?: number;
  readonly yes?: boolean;
}

/** A resource of the simulated cloud. */
type CloudRecord = ReturnType<CloudControl["list"]>[number];

/** The command `archipelago lab`: inspects and changes the simulated cloud without touching any state. */
export function labCommand(): Command {
  const group = new Command("lab").description(
    "inspect and change the simulated cloud, inject faults into it",
  );
  const addCommand = (name: string): Command => withWorkspace(group.command(name));
  addSelection(addCommand("ls"))
    .description("list resources by region")
    .option("--json", "print one JSON list and nothing else")
    .action((flags: Flags) => withCloud(flags, (cloud) => list(cloud, flags)));
  addSelection(addCommand("rm"))
    .argument("<resource>", "id, or logical name")
    .description("delete a resource outside of the program, to cause drift")
    .action((resource: string, flags: Flags) => withCloud(flags, (cloud) => remove(cloud, resource, flags)));
  addSelection(addCommand("set"))
    .argument("<resource>", "id, or logical name")
    .argument("<properties...>", "name=value, as JSON or a string; name= removes the property")
    .description("change a resource outside of the program, to cause drift")
    .action((resource: string, properties: readonly string[], flags: Flags) =>
      withCloud(flags, (cloud) => change(cloud, resource, properties, flags)),
    );
  addFaultOptions(addCommand("fail")).action((flags: Flags) =>
    withCloud(flags, (cloud) => fail(cloud, flags), true),
  );
  addCommand("faults")
    .description("list the injected faults")
    .option("--json", "print one JSON list and nothing else")
    .action((flags: Flags) => withCloud(flags, (cloud) => faults(cloud, flags)));
  addCommand("heal")
    .argument("[fault]", "number of a fault (default: all)")
    .description("remove injected faults")
    .action((key: string | undefined, flags: Flags) => withCloud(flags, (cloud) => heal(cloud, key)));
  addCommand("wipe")
    .requiredOption("--yes", "confirm that all resources are deleted")
    .description("delete all resources of the cloud, but no state")
    .action((flags: Flags) => withCloud(flags, wipe));
  addCommand("clock")
    .argument("[ms]", "milliseconds to advance the clock by", parseWhole)
    .description("show the lab's clock, or advance it")
    .action((ms: number | undefined, flags: Flags) => withCloud(flags, (cloud) => clock(cloud, ms), true));
  return group;
}

function addSelection(command: Command): Command {
  return command
    .option("--region <code>", "only this region, or global")
    .option("--type <token>", "only this type, such as aws:s3/bucket:Bucket or Bucket");
}

function addFaultOptions(command: Command): Command {
  const effects = ["error", "throttle", "timeout", "latency", "crash"];
  const effect = (flags: string, description: string, name: string): Option =>
    new Option(flags, description).conflicts(effects.filter((other) => other !== name));
  return command
    .description("inject a fault into matching calls, until it is healed")
    .option("--region <code>", "calls to this region")
    .option("--service <name>", "calls to this service, such as s3 or ec2")
    .option("--operation <name>", "calls of this operation, such as CreateBucket; * matches any characters")
    .option("--resource <name>", "calls for this resource, by logical name or id")
    .addOption(effect("--error <code>", "fail with this code (default: ServiceUnavailable)", "error"))
    .option("--message <text>", "error message")
    .addOption(effect("--throttle", "fail with a throttling error", "throttle"))
    .addOption(effect("--timeout", "never respond", "timeout"))
    .addOption(
      effect("--latency <ms>", "respond after this delay in milliseconds", "latency").argParser(parseWhole),
    )
    .addOption(
      effect("--crash <when>", "end the provider process before or after the call", "crash").choices([
        "before",
        "after",
      ]),
    )
    .option("--times <n>", "number of calls to affect (default: all)", parseWhole)
    .option("--probability <p>", "probability for each call, above 0 and up to 1 (default: 1)", parseNumber)
    .option("--seed <n>", "random seed of the probability", parseWhole);
}

/** Opens the cloud, runs `act` on it, and closes it. */
async function withCloud(flags: Flags, act: (cloud: CloudControl) => void, mayCreate = false): Promise<void> {
  const { cloud: folder } = await openWorkspace(flags);
  if (!mayCreate && !existsSync(folder))
    throw new UsageError(`lab: ${folder} does not exist; ${commandName()} up creates it`);
  const cloud = openCloud(folder);
  try {
    act(cloud);
  } finally {
    await cloud.close();
  }
}

function records(cloud: CloudControl, { region, type }: Flags): readonly CloudRecord[] {
  return cloud
    .list(region === undefined ? {} : { region })
    .filter((record) => type === undefined || record.type === type || record.type.endsWith(`:${type}`));
}

function nameOf({ urn }: CloudRecord): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

function list(cloud: CloudControl, flags: Flags): void {
  const matches = records(cloud, flags);
  if (flags.json) {
    const plain = matches.map(({ account, region, type, id, urn, drifted }) => ({
      account,
      region,
      type,
      id,
      urn,
      drifted,
    }));
    console.log(JSON.stringify(plain, undefined, 2));
    return;
  }
  const lines: string[] = [];
  for (const region of new Set(matches.map((record) => record.region))) {
    const here = matches.filter((record) => record.region === region);
    const rows = here.map((record) => [
      truncate(oneLine(record.type.replace(/^aws:/, "").replace(/\/.*:/, " ")), 27),
      truncate(oneLine(nameOf(record)), 27),
      truncate(oneLine(record.id), 24),
    ]);
    lines.push(`${region}: ${formatCount(here.length, "resource")}`);
    lines.push(
      ...formatTable(["type", "logical name", "id"], rows, [28, 28, 24], createColours(process.stdout)),
      "",
    );
  }
  const faultCount = cloud.faults().length;
  if (faultCount > 0)
    lines.push(`${formatCount(faultCount, "fault")} active; ${commandName()} lab faults lists them`);
  console.log(matches.length === 0 ? "The cloud is empty." : lines.join("\n").trimEnd());
}

function findOne(cloud: CloudControl, resource: string, flags: Flags): CloudRecord {
  const matches = records(cloud, flags).filter(
    (record) => record.id === resource || nameOf(record) === resource,
  );
  const [record] = matches;
  if (record && matches.length === 1) return record;
  const several = matches.map(({ type, id, region }) => `  ${type} ${id} in ${region}`).join("\n");
  throw new UsageError(
    `lab: resource is ${JSON.stringify(resource)}, expected the id or logical name of one resource; ` +
      (matches.length === 0
        ? `${commandName()} lab ls lists all`
        : `${matches.length} match, select one with --region and --type:\n${several}`),
  );
}

function remove(cloud: CloudControl, resource: string, flags: Flags): void {
  const record = findOne(cloud, resource, flags);
  cloud.delete(record);
  print(`${record.type} ${record.id} in ${record.region} is deleted; the state is unchanged`);
}

function change(cloud: CloudControl, resource: string, properties: readonly string[], flags: Flags): void {
  const record = findOne(cloud, resource, flags);
  const changes = Object.fromEntries(properties.map(assignment));
  cloud.change(record, changes);
  print(
    `${record.type} ${record.id} in ${record.region}: ${Object.keys(changes).join(", ")} changed; the state is unchanged`,
  );
}

function print(text: string): void {
  console.log(wrap(oneLine(text), WIDTH, "  ").join("\n"));
}

function assignment(text: string): readonly [string, Parameters<CloudControl["change"]>[1][string]] {
  const cutAt = text.indexOf("=");
  if (cutAt < 1) throw new UsageError(`lab set: property is ${JSON.stringify(text)}, expected name=value`);
  const value = text.slice(cutAt + 1);
  if (value === "") return [text.slice(0, cutAt), null];
  try {
    return [text.slice(0, cutAt), JSON.parse(value)];
  } catch {
    return [text.slice(0, cutAt), value];
  }
}

function fail(cloud: CloudControl, flags: Flags): void {
  const { region, service, operation, resource, times, probability, seed } = flags;
  const match = {
    ...(region !== undefined && { region }),
    ...(service !== undefined && { service }),
    ...(operation !== undefined && { operation }),
    ...(resource !== undefined && { resource }),
  };
  if (Object.keys(match).length === 0) {
    throw new UsageError("lab fail: expected at least one of --region, --service, --operation, --resource");
  }
  try {
    const key = cloud.addFault({
      match,
      effect: effectOf(flags),
      ...(times !== undefined && { times }),
      ...(probability !== undefined && { probability }),
      ...(seed !== undefined && { seed }),
    });
    console.log(`Fault ${Number(key)} is active; to remove it, run ${commandName()} lab heal ${Number(key)}`);
  } catch (error) {
    throw new UsageError(`lab fail: ${messageOf(error)}`);
  }
}

function effectOf({
  error,
  message,
  throttle,
  timeout,
  latency,
  crash,
}: Flags): Parameters<CloudControl["addFault"]>[0]["effect"] {
  if (throttle) return { kind: "throttle" };
  if (timeout) return { kind: "timeout" };
  if (latency !== undefined) return { kind: "latency", ms: latency };
  if (crash !== undefined) return { kind: "crash", when: crash };
  return { kind: "error", code: error ?? "ServiceUnavailable", ...(message !== undefined && { message }) };
}

function faults(cloud: CloudControl, flags: Flags): void {
  const all = cloud.faults();
  if (flags.json) {
    console.log(
      JSON.stringify(
        all.map(([key, rule]) => ({ key: Number(key), ...rule })),
        undefined,
        2,
      ),
    );
    return;
  }
  if (all.length === 0) console.log("No faults are active.");
  for (const [key, { match, effect, ...rest }] of all) {
    const { kind, ...how } = effect;
    const text = `${Number(key)}  ${formatEntries(match)}: ${kind} ${formatEntries(how)} ${formatEntries(rest)}`;
    console.log(wrap(stripControls(text).trimEnd(), WIDTH, "   ").join("\n"));
  }
}

function formatEntries(object: object): string {
  return Object.entries(object)
    .map(([key, value]) => `${key} ${value}`)
    .join(", ");
}

function heal(cloud: CloudControl, key: string | undefined): void {
  const full = key?.padStart(6, "0");
  const keys = cloud.faults().map(([known]) => known);
  if (full !== undefined && !keys.includes(full)) {
    const known = keys.map(Number).join(", ") || "no fault is active";
    throw new UsageError(`lab heal: fault is ${JSON.stringify(key)}, expected an active fault: ${known}`);
  }
  cloud.removeFaults(full);
  console.log(
    full === undefined
      ? `${formatCount(keys.length, "fault")} removed.`
      : `Fault ${Number(full)} is removed.`,
  );
}

function wipe(cloud: CloudControl): void {
  const accounts = new Set(cloud.list().map(({ account }) => account));
  const removed = [...accounts].reduce((sum, account) => sum + cloud.wipe(account), 0);
  print(
    `${formatCount(removed, "resource")} deleted; the cloud is empty. To update a state, run ${commandName()} refresh <env>`,
  );
}

function clock(cloud: CloudControl, ms: number | undefined): void {
  if (ms !== undefined) cloud.advance(ms);
  console.log(`The lab's clock shows ${new Date(cloud.now()).toISOString()}.`);
}

function parseWhole(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("expected a whole number from 0");
}

function parseNumber(text: string): number {
  const number = Number(text);
  if (text.trim() !== "" && Number.isFinite(number)) return number;
  throw new InvalidArgumentError("expected a number");
}
