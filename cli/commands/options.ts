import { type Command, InvalidArgumentError, Option } from "commander";
import { UsageError } from "../errors";
import type { WorkspaceOptions } from "../workspace";

/** Parsed options of up, preview, destroy and refresh. */
export interface OperationFlags extends WorkspaceOptions {
  readonly regions?: readonly string[];
  readonly json?: boolean;
  readonly parallel?: number;
  readonly target?: readonly string[];
  readonly refresh?: boolean;
  readonly clearPendingCreates?: boolean;
  readonly stack?: string;
  readonly verbose?: boolean;
  readonly force?: boolean;
  readonly cloud?: string;
  readonly policyPack?: readonly string[];
}

/** Adds the options of every command. */
export function withWorkspace(command: Command): Command {
  return command
    .option("--lab <dir>", "lab folder (default: ARCHIPELAGO_LAB_HOME, else .lab)")
    .option("--cwd <dir>", "project folder (default: the current folder)")
    .option("--verbose", "show every step, and the stack traces of internal errors");
}

/** Adds the arguments and options of every operation on an environment. */
export function withOperation(command: Command): Command {
  return withWorkspace(command)
    .argument("<env>", "environment, or one of its stacks: dev, prod, prod-us-east-1, dev-cluster-nightly")
    .option("--regions <codes>", "only these regions, comma-separated", parseList)
    .option("--stack <name>", "only this stack of the environment")
    .option("--target <urn...>", "only resources with these URNs; * matches any characters")
    .option("--parallel <n>", "concurrent provider operations per stack", parseCount)
    .option("--force", "accept a state older than the last one written")
    .option("--json", "print one JSON object and nothing else")
    .addOption(
      new Option("--cloud <name>", "target cloud; lab is the simulated cloud")
        .choices(["lab", "aws"])
        .default("lab"),
    );
}

/** Adds the option for policy packs that check an operation while it runs. */
export function withPolicyPacks(command: Command): Command {
  return command.option(
    "--policy-pack <dir[=config]>",
    "policy pack that checks each stack, and its configuration file; repeatable",
    collect,
  );
}

/** Collects the values of a repeatable option, in order. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** Rejects `--cloud aws`. @throws {UsageError} naming the Pulumi CLI */
export function rejectAws(verb: string, { cloud }: OperationFlags): void {
  if (cloud !== "aws") return;
  throw new UsageError(
    `--cloud: name is "aws", expected lab; to deploy to AWS, use the Pulumi CLI: pulumi ${verb} -s <stack> --config-file Pulumi.<env>.yaml`,
  );
}

/** Parses comma-separated region codes. @throws {InvalidArgumentError} when one is empty */
export function parseList(text: string): readonly string[] {
  const codes = text.split(",").map((code) => code.trim());
  if (codes.every((code) => code !== "")) return [...new Set(codes)];
  throw new InvalidArgumentError("expected comma-separated region codes, such as us-east-1,eu-west-1");
}

/** Parses a limit of concurrent work. @throws {InvalidArgumentError} when it is not a whole number from 1 to 1000 */
export function parseCount(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= 1000) return number;
  throw new InvalidArgumentError("expected a whole number from 1 to 1000");
}
