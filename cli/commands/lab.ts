import { existsSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import { type CloudControl, openCloud } from "../../lab/provider/cloud-control";
import { UsageError } from "../errors";
import { messageOf } from "../messages";
import { table } from "../report/inventory";
import { clean, coloursOf, count, cut, oneLine, WIDTH, wrap } from "../text";
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

/** One resource of the simulated cloud. */
type CloudRecord = ReturnType<CloudControl["list"]>[number];

/** The command `archipelago lab`: the simulated cloud, behind the back of any state. */
export function labCommand(): Command {
  const group = new Command("lab").description("the simulated cloud: look into it, break it, heal it");
  const one = (name: string): Command => withWorkspace(group.command(name));
  selecting(one("ls"))
    .description("list what is in the cloud, by region")
    .option("--json", "print one JSON list, and nothing else")
    .action((flags: Flags) => within(flags, (cloud) => list(cloud, flags)));
  selecting(one("rm"))
    .argument("<resource>", "id, or name in the program")
    .description("delete a resource by hand, so that the state no longer fits")
    .action((resource: string, flags: Flags) => within(flags, (cloud) => remove(cloud, resource, flags)));
  selecting(one("set"))
    .argument("<resource>", "id, or name in the program")
    .argument("<properties...>", "name=value, the value as JSON or text; name= takes it away")
    .description("change a resource by hand, so that a refresh finds drift")
    .action((resource: string, properties: readonly string[], flags: Flags) =>
      within(flags, (cloud) => change(cloud, resource, properties, flags)),
    );
  failing(one("fail")).action((flags: Flags) => within(flags, (cloud) => fail(cloud, flags), true));
  one("faults")
    .description("list what is made to fail")
    .option("--json", "print one JSON list, and nothing else")
    .action((flags: Flags) => within(flags, (cloud) => faults(cloud, flags)));
  one("heal")
    .argument("[fault]", "number of one fault (default: all)")
    .description("make nothing fail any more")
    .action((key: string | undefined, flags: Flags) => within(flags, (cloud) => heal(cloud, key)));
  one("wipe")
    .requiredOption("--yes", "it is meant: nothing of the cloud is left")
    .description("empty the cloud; the states then speak of what is not there")
    .action((flags: Flags) => within(flags, wipe));
  one("clock")
    .argument("[ms]", "moves the clock on by so many milliseconds", parseWhole)
    .description("show the lab's clock, or move it on")
    .action((ms: number | undefined, flags: Flags) => within(flags, (cloud) => clock(cloud, ms), true));
  return group;
}

function selecting(command: Command): Command {
  return command
    .option("--region <code>", "only in this region, or global")
    .option("--type <token>", "only of this type, such as aws:s3/bucket:Bucket or Bucket");
}

function failing(command: Command): Command {
  const effects = ["error", "throttle", "timeout", "latency", "crash"];
  const effect = (flags: string, description: string, name: string): Option =>
    new Option(flags, description).conflicts(effects.filter((other) => other !== name));
  return command
    .description("make calls to the cloud fail, until they are healed")
    .option("--region <code>", "calls to this region")
    .option("--service <name>", "calls to this service, such as s3 or ec2")
    .option("--operation <name>", "calls of this operation, such as CreateBucket; * for any characters")
    .option("--resource <name>", "calls about this resource, by its name in the program or its id")
    .addOption(effect("--error <code>", "refuse them with this code (default: ServiceUnavailable)", "error"))
    .option("--message <text>", "text of the error")
    .addOption(effect("--throttle", "refuse them as too many", "throttle"))
    .addOption(effect("--timeout", "do not answer them", "timeout"))
    .addOption(effect("--latency <ms>", "answer them so much later", "latency").argParser(parseWhole))
    .addOption(effect("--crash <when>", "end the provider's process", "crash").choices(["before", "after"]))
    .option("--times <n>", "only so many calls", parseWhole)
    .option("--probability <p>", "each call with this chance, above 0 and up to 1", parseNumber)
    .option("--seed <n>", "seed of that chance", parseWhole);
}

/** Opens the cloud, does something to it and lets go of it. */
async function within(flags: Flags, act: (cloud: CloudControl) => void, mayBegin = false): Promise<void> {
  const { cloud: folder } = await openWorkspace(flags);
  if (!mayBegin && !existsSync(folder))
    throw new UsageError(`lab: ${folder} is not there; archipelago up begins it`);
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
  const found = records(cloud, flags);
  if (flags.json) {
    const plain = found.map(({ account, region, type, id, urn, drifted }) => ({
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
  for (const region of new Set(found.map((record) => record.region))) {
    const here = found.filter((record) => record.region === region);
    const rows = here.map((record) => [
      cut(oneLine(record.type.replace(/^aws:/, "").replace(/\/.*:/, " ")), 27),
      cut(oneLine(nameOf(record)), 27),
      cut(oneLine(record.id), 24),
    ]);
    lines.push(`${region}: ${count(here.length, "resource")}`);
    lines.push(
      ...table(["type", "name in the program", "id"], rows, [28, 28, 24], coloursOf(process.stdout)),
      "",
    );
  }
  const struck = cloud.faults().length;
  if (struck > 0) lines.push(`${count(struck, "fault")} in force; archipelago lab faults lists them`);
  console.log(found.length === 0 ? "The cloud is empty." : lines.join("\n").trimEnd());
}

function only(cloud: CloudControl, resource: string, flags: Flags): CloudRecord {
  const found = records(cloud, flags).filter(
    (record) => record.id === resource || nameOf(record) === resource,
  );
  const [record] = found;
  if (record && found.length === 1) return record;
  const several = found.map(({ type, id, region }) => `  ${type} ${id} in ${region}`).join("\n");
  throw new UsageError(
    `lab: resource is ${JSON.stringify(resource)}, expected the id or name of one that is there; ` +
      (found.length === 0
        ? "archipelago lab ls lists them"
        : `there are ${found.length}, choose with --region and --type:\n${several}`),
  );
}

function remove(cloud: CloudControl, resource: string, flags: Flags): void {
  const record = only(cloud, resource, flags);
  cloud.delete(record);
  say(`${record.type} ${record.id} in ${record.region} is gone; the state does not know`);
}

function change(cloud: CloudControl, resource: string, properties: readonly string[], flags: Flags): void {
  const record = only(cloud, resource, flags);
  const changes = Object.fromEntries(properties.map(assignment));
  cloud.change(record, changes);
  say(
    `${record.type} ${record.id} in ${record.region}: ${Object.keys(changes).join(", ")} changed; the state does not know`,
  );
}

function say(text: string): void {
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
    console.log(`Fault ${Number(key)} is in force; archipelago lab heal ${Number(key)} ends it.`);
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
  if (all.length === 0) console.log("Nothing is made to fail.");
  for (const [key, { match, effect, ...rest }] of all) {
    const { kind, ...how } = effect;
    const text = `${Number(key)}  ${words(match)}: ${kind} ${words(how)} ${words(rest)}`;
    console.log(wrap(clean(text).trimEnd(), WIDTH, "   ").join("\n"));
  }
}

function words(object: object): string {
  return Object.entries(object)
    .map(([key, value]) => `${key} ${value}`)
    .join(", ");
}

function heal(cloud: CloudControl, key: string | undefined): void {
  const full = key?.padStart(6, "0");
  const keys = cloud.faults().map(([known]) => known);
  if (full !== undefined && !keys.includes(full)) {
    const known = keys.map(Number).join(", ") || "none is in force";
    throw new UsageError(
      `lab heal: fault is ${JSON.stringify(key)}, expected one of those in force: ${known}`,
    );
  }
  cloud.removeFaults(full);
  console.log(
    full === undefined ? `${count(keys.length, "fault")} healed.` : `Fault ${Number(full)} is healed.`,
  );
}

function wipe(cloud: CloudControl): void {
  const accounts = new Set(cloud.list().map(({ account }) => account));
  const gone = [...accounts].reduce((sum, account) => sum + cloud.wipe(account), 0);
  say(
    `${count(gone, "resource")} removed; the cloud is empty. The states do not know: archipelago refresh <env>`,
  );
}

function clock(cloud: CloudControl, ms: number | undefined): void {
  if (ms !== undefined) cloud.advance(ms);
  console.log(`It is ${new Date(cloud.now()).toISOString()} in the lab.`);
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
