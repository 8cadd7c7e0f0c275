import * as fs from "node:fs";
import * as path from "node:path";

/** The repository. */
export const ROOT = path.resolve(__dirname, "../..");

/** A fenced block of a page. */
export interface Block {
  /** Page and line at which it begins, such as `README.md:12`. */
  readonly at: string;
  /** What stands behind the fence: `ts`, `sh`, `yaml`, … */
  readonly language: string;
  readonly text: string;
}

/** A page of the documentation. */
export interface Page {
  /** Path from the repository's root. */
  readonly file: string;
  /** All of it, without its fenced blocks. */
  readonly prose: string;
  readonly blocks: readonly Block[];
}

/** Every page: those at the root, those in docs, and the READMEs of folders. */
export function pages(): readonly Page[] {
  const folders = ["components", "stacks", "lab", "cli", "tests", "bench", "docs"];
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

/** Parts a page into prose and fenced blocks. */
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
  if (open) throw new Error(`${file}:${open.line}: the block has no end`);
  return { prose: prose.join("\n"), blocks };
}

/** Texts between single backticks. */
export function codeSpans(prose: string): readonly string[] {
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span);
}

/** The anchors that headings of a page have, as GitHub makes them. */
export function anchors(prose: string): ReadonlySet<string> {
  const headings = [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replace(/ /g, "-"),
    ),
  );
}
