import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, UsageError } from "../errors";
import type { PolicyReport } from "./findings";
import { junitXml } from "./junit";
import { markdownSummary } from "./markdown";
import type { Place } from "./positions";
import { sarifLog } from "./sarif";

const FILES = { junit: "junit.xml", sarif: "policy.sarif", markdown: "summary.md" } as const;

/** The reports of a run, by what they are. */
export type ReportFiles = Readonly<Record<keyof typeof FILES, string>>;

/**
 * Makes the folder of the reports, and takes away those of an earlier run: should this one be ended before its time,
 * none are there that look like its own.
 *
 * @throws {UsageError} when it cannot be written
 */
export async function clearReports(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const file of Object.values(FILES)) await rm(join(folder, file), { force: true });
  } catch (error) {
    throw new UsageError(
      `--report: folder is ${JSON.stringify(folder)}, expected one that can be written; ${messageOf(error)}`,
    );
  }
}

/** Writes the reports of a run, each of them whole or not at all. */
export async function writeReports(
  folder: string,
  report: PolicyReport,
  placeOf: (urn: string) => Place,
): Promise<ReportFiles> {
  const texts: Readonly<Record<keyof typeof FILES, string>> = {
    junit: junitXml(report),
    sarif: `${JSON.stringify(sarifLog(report, placeOf), undefined, 2)}\n`,
    markdown: markdownSummary(report),
  };
  const written: Record<string, string> = {};
  for (const [kind, text] of Object.entries(texts)) {
    const file = join(folder, FILES[kind as keyof typeof FILES]);
    const draft = `${file}.${process.pid}`;
    await writeFile(draft, text);
    await rename(draft, file);
    written[kind] = file;
  }
  return written as ReportFiles;
}
