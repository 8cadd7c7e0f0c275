import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { PolicyPackReference } from "../../lab/engine";
import { packageRoot } from "../../lab/engine/root";
import { didYouMean } from "../../stacks/nearest";
import { UsageError } from "../errors";

/** Packs that are run when none is named, in this order. */
const OWN_PACKS = ["baseline", "multi-region"] as const;

/** Where packs are looked for. */
export interface PackPlaces {
  /** Absolute folder of the project. */
  readonly project: string;
  /** Folder that paths on the command line start from. */
  readonly cwd: string;
  /** Name by which a pack's own configuration files are called. */
  readonly environment: string;
}

/** The option by which packs are named. */
type PackOption = "--pack" | "--policy-pack";

/**
 * The packs to run: those that are named, as `<dir>` or `<dir>=<configuration file>`, or else the project's own
 * `policies/baseline` and `policies/multi-region`, each with its `config/<environment>.json` when there is one. A project
 * that has no such packs is judged by those of this package, with the files that it has in these places.
 *
 * @throws {UsageError} naming every folder that holds no pack and every file that is not there
 */
export function packsToRun(
  named: readonly string[] | undefined,
  places: PackPlaces,
): readonly PolicyPackReference[] {
  const wanted = named?.length ? named.map((text) => parsePack(text, places.cwd)) : ownPacks(places);
  return checked(wanted, "--pack");
}

/**
 * Packs that are named, as `<dir>` or `<dir>=<configuration file>`.
 *
 * @throws {UsageError} naming every folder that holds no pack and every file that is not there
 */
export function namedPacks(named: readonly string[], cwd: string): readonly PolicyPackReference[] {
  return checked(
    named.map((text) => parsePack(text, cwd)),
    "--policy-pack",
  );
}

function checked(wanted: readonly PolicyPackReference[], option: PackOption): readonly PolicyPackReference[] {
  const faults = wanted.flatMap(({ dir, configFile }) => [
    ...(isFile(join(dir, "PulumiPolicy.yaml"))
      ? []
      : [`${option}: folder is ${JSON.stringify(dir)}, expected one with a PulumiPolicy.yaml`]),
    ...(configFile === undefined || isFile(configFile)
      ? []
      : [`${option}: configuration is ${JSON.stringify(configFile)}, expected a file that is there`]),
  ]);
  if (faults.length > 0) throw new UsageError(faults.join("\n"));
  return wanted.map((pack) => ({ ...pack, strict: true, suggest: didYouMean }));
}

function parsePack(text: string, cwd: string): PolicyPackReference {
  const cut = text.lastIndexOf("=");
  // a folder may itself have a "=" in its name
  if (cut < 0 || existsSync(resolve(cwd, text))) return { dir: resolve(cwd, text) };
  return { dir: resolve(cwd, text.slice(0, cut)), configFile: resolve(cwd, text.slice(cut + 1)) };
}

function ownPacks({ project, environment }: PackPlaces): readonly PolicyPackReference[] {
  return OWN_PACKS.map((name) => {
    const own = join(project, "policies", name);
    const dir = isFile(join(own, "PulumiPolicy.yaml")) ? own : join(packageRoot(), "policies", name);
    // This package's own settings are about its own program, whatever else it judges.
    const configFile = join(own, "config", `${environment}.json`);
    return isFile(configFile) ? { dir, configFile } : { dir };
  });
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
