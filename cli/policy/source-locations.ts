import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { AnalyzedResource } from "../../lab/engine";

/** A line of a file, at which reports show a finding. */
export interface SourceLocation {
  /** From the root of the repository, with `/` between folders. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** Files for findings whose resource has no position in the program. */
export interface Fallback {
  /** Absolute folder of the project. */
  readonly project: string;
  /** Absolute path of the configuration file. */
  readonly configFile: string;
  /** Absolute path of Pulumi.yaml. */
  readonly projectFile: string;
}

/**
 * Creates a function that returns where the program registers a resource: its own location, or that of the nearest parent
 * with one in the project, or else the first line of the configuration file.
 */
export function createLocator(
  resources: readonly AnalyzedResource[],
  fallback: Fallback,
): (urn: string) => SourceLocation {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const root = findRepository(fallback.project);
  const config = existsSync(fallback.configFile) ? fallback.configFile : fallback.projectFile;
  const fallbackLocation = { file: toSlashes(relative(root, config)), line: 1 };
  return (urn) => {
    for (let resource = byUrn.get(urn); resource; resource = byUrn.get(resource.options.parent ?? "")) {
      const location =
        resource.sourcePosition === undefined
          ? undefined
          : parsePosition(resource.sourcePosition, root, fallback.project);
      if (location) return location;
    }
    return fallbackLocation;
  };
}

/** Parses a position of the SDK, `file:///<path>#<line>,<column>`; undefined for one outside of the project. */
function parsePosition(position: string, root: string, project: string): SourceLocation | undefined {
  const [, uri = "", line = ""] = /^(.*)#(\d+)(?:,\d+)?$/.exec(position) ?? [];
  const file = parseUri(uri, project);
  if (file === undefined || Number(line) < 1) return undefined;
  const inside = relative(root, file);
  if (inside.startsWith("..") || inside.split(sep).includes("node_modules")) return undefined;
  return { file: toSlashes(inside), line: Number(line) };
}

function parseUri(uri: string, project: string): string | undefined {
  if (uri.startsWith("project://")) return join(project, decodeURIComponent(new URL(uri).pathname));
  if (!uri.startsWith("file:")) return undefined;
  return fileURLToPath(uri);
}

/** Finds the root of the repository around a project, to which paths in a report are relative. */
function findRepository(project: string): string {
  for (let folder = project; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return folder;
    if (folder === dirname(folder)) return project;
  }
}

function toSlashes(path: string): string {
  return path.split(sep).join("/");
}
