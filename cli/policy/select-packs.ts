import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { didYouMean } from "../../common/suggestions";
import type { PolicyPackReference } from "../../lab/engine";
import { packageRoot } from "../../lab/engine/root";
import { UsageError } from "../errors";

/** Packs that run when the command line names none, in this order. */
const OWN_PACKS = ["baseline", "multi-region"] as const;

/** Folders in which packs are found. */
export interface PackFolders {
  /** Absolute folder of the project. */
  readonly project: string;
  /** Folder to which paths on the command line are relative. */
  readonly cwd: string;
  /** Name of the environment, after which a pack's configuration files are named. */
  readonly environment: string;
}

/** The option that names packs. */
type PackOption = "--pack" | "--policy-pack";

/**
 * Selects the packs to run: those named as `<dir>` or `<dir>=<configuration file>`, or else the project's own
 * `policies/baseline` and `policies/multi-region`, each with its `config/<environment>.json` if that exists. For a project
 * without these packs it selects those of this package, with the project's configuration files.
 *
 * @throws {UsageError} naming every folder without a pack and every missing file
 */
export function selectPacks(
  named: readonly string[] | undefined,
  places: PackFolders,
): readonly PolicyPackReference[] {
  const packs = named?.length ? named.map((text) => parsePack(text, places.cwd)) : findDefaultPacks(places);
  return checkPacks(packs, "--pack");
}

/**
 * Parses the packs that the command line names as `<dir>` or `<dir>=<configuration file>`.
 *
 * @throws {UsageError} naming every folder without a pack and every missing file
 */
export function parsePacks(named: readonly string[], cwd: string): readonly PolicyPackReference[] {
  return checkPacks(
    named.map((text) => parsePack(text, cwd)),
    "--policy-pack",
  );
}

function checkPacks(
  packs: readonly PolicyPackReference[],
  option: PackOption,
): readonly PolicyPackReference[] {
  const faults = packs.flatMap(({ dir, configFile }) => [
    ...(isFile(join(dir, "PulumiPolicy.yaml"))
      ? []
      : [`${option}: folder is ${JSON.stringify(dir)}, expected one with a PulumiPolicy.yaml`]),
    ...(configFile === undefined || isFile(configFile)
      ? []
      : [`${option}: configuration is ${JSON.stringify(configFile)}, expected an existing file`]),
  ]);
  if (faults.length > 0) throw new UsageError(faults.join("\n"));
  return packs.map((pack) => ({ ...pack, strict: true, suggest: didYouMean }));
}

function parsePack(text: string, cwd: string): PolicyPackReference {
  const cut = text.lastIndexOf("=");
  // The name of a folder may contain "=".
  if (cut < 0 || existsSync(resolve(cwd, text))) return { dir: resolve(cwd, text) };
  return { dir: resolve(cwd, text.slice(0, cut)), configFile: resolve(cwd, text.slice(cut + 1)) };
}

function findDefaultPacks({ project, environment }: PackFolders): readonly PolicyPackReference[] {
  return OWN_PACKS.map((name) => {
    const own = join(project, "policies", name);
    const dir = isFile(join(own, "PulumiPolicy.yaml")) ? own : join(packageRoot(), "policies", name);
    // The configuration files of this package are for its own program only.
    const configFile = join(own, "config", `${environment}.json`);
    return isFile(configFile) ? { dir, configFile } : { dir };
  });
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
