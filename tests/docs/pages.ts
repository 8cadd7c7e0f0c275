import * as fs from "node:fs";
import * as path from "node:path";

/** The repository. */
export const ROOT = path.resolve(__dirname, "../..");

/** A fenced block of a page. */
export interface Block {
  /** Page and line at which it begins, such as `README.md:12`. */
  readonly at: string;
  /** Language named by the fence: `ts`, `sh`, `yaml`, … */
  readonly language: string;
  readonly text: string;
}

/** A page of the documentation. */
export interface Page {
  /** Path from the repository's root. */
  readonly file: string;
  /** Text of the page without its fenced blocks. */
  readonly prose: string;
  readonly blocks: readonly Block[];
}

/** Folders that are not part of the repository. */
const UNTRACKED = ["coverage", "dist", "node_modules"];

/** Lists every page: at the root, in docs, and the READMEs of folders. */
export function pages(): readonly Page[] {
  const folders = fs
    .readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && !UNTRACKED.includes(entry.name))
    .map(({ name }) => name);
  const nested = folders.flatMap((folder) =>
    fs
      .readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".md"))
      .map((name) => path.join(folder, name)),
  );
  const top = fs.readdirSync(ROOT).filter((name) => name.endsWith(".md"));
  return [...top, ...nested].sort().map(readPage);
}

function readPage(file: string): Page {
  return { file, ...parsePage(file, fs.readFileSync(path.join(ROOT, file), "utf8")) };
}

/** Splits a page into prose and fenced blocks. */
export function parsePage(file: string, text: string): Omit<Page, "file"> {
  const prose: string[] = [];
  const blocks: Block[] = [];
  let open: { language: string; line: number; lines: string[] } | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    const fence = /^```(\w*)\s*$/.exec(line);
    if (fence && open) {
      blocks.push({ at: `${file}:${open.line}`, language: open.language, text: open.lines.join("\n") });
      open = undefined;
    } else if (fence) {
      open = { language: fence[1] ?? "", line: index + 1, lines: [] };
    } else {
      (open?.lines ?? prose).push(line);
    }
  }
  if (open) throw new Error(`${file}:${open.line}: the block is not closed`);
  return { prose: prose.join("\n"), blocks };
}

/** Strings between single backticks. */
export function codeSpans(prose: string): readonly string[] {
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span);
}

/** Anchors of a page: its headings in GitHub's form, and the anchors that it sets itself. */
export function anchors(prose: string): ReadonlySet<string> {
  const headings = [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replace(/ /g, "-"),
  );
  const own = [...prose.matchAll(/<a id="([^"]+)">/g)].map(([, id = ""]) => id);
  return new Set([...headings, ...own]);
}
