import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, UsageError } from "../errors";
import type { PolicyReport } from "./findings";
import { renderJunit } from "./junit-report";
import { renderMarkdown } from "./markdown-report";
import { createSarifLog } from "./sarif-report";
import type { SourceLocation } from "./source-locations";

const FILES = { junit: "junit.xml", sarif: "policy.sarif", markdown: "summary.md" } as const;

/** Paths of the reports, by format. */
export type ReportFiles = Readonly<Record<keyof typeof FILES, string>>;

/**
 * Creates the folder of the reports and deletes those of an earlier run, which an interrupted run would otherwise leave as
 * its own.
 *
 * @throws {UsageError} when the folder is not writable
 */
export async function clearReports(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const file of Object.values(FILES)) await rm(join(folder, file), { force: true });
  } catch (error) {
    throw new UsageError(
      `--report: folder is ${JSON.stringify(folder)}, expected a writable one; ${messageOf(error)}`,
    );
  }
}

/** Writes the reports of a run, each atomically. */
export async function writeReports(
  folder: string,
  report: PolicyReport,
  locate: (urn: string) => SourceLocation,
): Promise<ReportFiles> {
  const reports: Readonly<Record<keyof typeof FILES, string>> = {
    junit: renderJunit(report),
    sarif: `${JSON.stringify(createSarifLog(report, locate), undefined, 2)}\n`,
    markdown: renderMarkdown(report),
  };
  const paths: Record<string, string> = {};
  for (const [kind, text] of Object.entries(reports)) {
    const file = join(folder, FILES[kind as keyof typeof FILES]);
    const draft = `${file}.${process.pid}`;
    await writeFile(draft, text);
    await rename(draft, file);
    paths[kind] = file;
  }
  return paths as ReportFiles;
}
