import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { AnalyzedResource } from "../../lab/engine";

/** A place in a file that a finding can be shown at. */
export interface Place {
  /** From the root of the repository, with `/` between folders. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** Where findings are shown for which the program says nothing. */
export interface Fallback {
  /** Absolute folder of the project. */
  readonly project: string;
  /** Absolute path of the configuration file. */
  readonly configFile: string;
  /** Absolute path of Pulumi.yaml. */
  readonly projectFile: string;
}

/**
 * The place in the program where a resource is registered: its own, or that of the nearest parent that has one in the
 * project, or else the first line of the configuration file.
 */
export function placesOf(resources: readonly AnalyzedResource[], fallback: Fallback): (urn: string) => Place {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const root = repositoryOf(fallback.project);
  const config = existsSync(fallback.configFile) ? fallback.configFile : fallback.projectFile;
  const otherwise = { file: slashes(relative(root, config)), line: 1 };
  return (urn) => {
    for (let at = byUrn.get(urn); at; at = byUrn.get(at.options.parent ?? "")) {
      const place =
        at.sourcePosition === undefined ? undefined : parse(at.sourcePosition, root, fallback.project);
      if (place) return place;
    }
    return otherwise;
  };
}

/** A position as the SDK tells it, `file:///<path>#<line>,<column>`; undefined for one outside of the project. */
function parse(position: string, root: string, project: string): Place | undefined {
  const [, uri = "", line = ""] = /^(.*)#(\d+)(?:,\d+)?$/.exec(position) ?? [];
  const file = pathOf(uri, project);
  if (file === undefined || Number(line) < 1) return undefined;
  const inside = relative(root, file);
  if (inside.startsWith("..") || inside.split(sep).includes("node_modules")) return undefined;
  return { file: slashes(inside), line: Number(line) };
}

function pathOf(uri: string, project: string): string | undefined {
  if (uri.startsWith("project://")) return join(project, decodeURIComponent(new URL(uri).pathname));
  if (!uri.startsWith("file:")) return undefined;
  return fileURLToPath(uri);
}

/** The folder above in which the repository begins, since that is what paths in a report start from. */
function repositoryOf(project: string): string {
  for (let folder = project; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return folder;
    if (folder === dirname(folder)) return project;
  }
}

function slashes(path: string): string {
  return path.split(sep).join("/");
}
