import { type Command, InvalidArgumentError, Option } from "commander";
import { UsageError } from "../errors";
import type { WorkspaceOptions } from "../workspace";

/** Options of the four operations, as commander hands them over. */
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

/** Adds what every command takes. */
export function withWorkspace(command: Command): Command {
  return command
    .option("--lab <dir>", "folder of the lab (default: ARCHIPELAGO_LAB_HOME, else .lab)")
    .option("--cwd <dir>", "folder of the project (default: the current one)")
    .option("--verbose", "every step, and the stack of a programming error");
}

/** Adds what every operation on an environment takes. */
export function withOperation(command: Command): Command {
  return withWorkspace(command)
    .argument("<env>", "an environment, or one of its stacks: dev, prod, prod-us-east-1, dev-cluster-nightly")
    .option("--regions <codes>", "only these regions, parted by commas", parseList)
    .option("--stack <name>", "only this stack of the environment")
    .option("--target <urn...>", "only resources with these URNs; * stands for any characters")
    .option("--parallel <n>", "provider operations at a time", parseCount)
    .option("--force", "take a state that is older than the last one written")
    .option("--json", "print one JSON object, and nothing else")
    .addOption(
      new Option("--cloud <name>", "where to: lab is the simulated cloud")
        .choices(["lab", "aws"])
        .default("lab"),
    );
}

/** Adds the packs by which an operation is judged while it runs. */
export function withPolicyPacks(command: Command): Command {
  return command.option(
    "--policy-pack <dir[=config]>",
    "a policy pack that judges each stack, and its configuration file; may be repeated",
    collect,
  );
}

/** What an option that may be repeated was given, in order. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** @throws {UsageError} for a cloud that the lab does not serve */
export function refuseAws(verb: string, { cloud }: OperationFlags): void {
  if (cloud !== "aws") return;
  throw new UsageError(
    `--cloud: name is "aws", expected lab; for AWS itself use the Pulumi CLI: pulumi ${verb} -s <stack> --config-file Pulumi.<env>.yaml`,
  );
}

/** Region codes parted by commas. */
export function parseList(text: string): readonly string[] {
  const codes = text.split(",").map((code) => code.trim());
  if (codes.every((code) => code !== "")) return [...new Set(codes)];
  throw new InvalidArgumentError("expected region codes parted by commas, such as us-east-1,eu-west-1");
}

/** A number of things done at a time. */
export function parseCount(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= 1000) return number;
  throw new InvalidArgumentError("expected a whole number from 1 to 1000");
}
