import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { anchors, codeSpans, type Page, pages, parsePage, ROOT } from "./pages";

/** Paths from the root that a page speaks of in backticks; capitals stand for any name. */
const PATH = /^(?:components|stacks|lab|cli|docs|tests|bench|\.ci)\/(?!.*(?:[A-Z]{4}|NN))[\w./-]*$/;

function links({ prose }: Page): readonly string[] {
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

function fault(page: Page, target: string): string | undefined {
  const [file = "", anchor] = target.split("#");
  const full = file === "" ? path.join(ROOT, page.file) : path.resolve(ROOT, path.dirname(page.file), file);
  if (!fs.existsSync(full)) return `${page.file}: ${target} leads nowhere`;
  if (anchor === undefined || !full.endsWith(".md")) return undefined;
  const { prose } = parsePage(full, fs.readFileSync(full, "utf8"));
  return anchors(prose).has(anchor) ? undefined : `${page.file}: ${target} has no such heading`;
}

describe("pages", () => {
  for (const page of pages()) {
    it(`given ${page.file}, when its links are followed, then each leads to a file, and to a heading of it`, () => {
      assert.deepEqual(
        links(page).flatMap((target) => fault(page, target) ?? []),
        [],
      );
    });

    it(`given ${page.file}, when it names a path of the repository, then that is there`, () => {
      const from = [ROOT, path.join(ROOT, path.dirname(page.file))];
      const missing = codeSpans(page.prose).filter(
        (span) => PATH.test(span) && !from.some((folder) => fs.existsSync(path.join(folder, span))),
      );
      assert.deepEqual(missing, []);
    });
  }

  it("given a folder with more than five files of source, when looked into, then it has a README, or its parent speaks of it", () => {
    const sources = ["components", "stacks", "lab", "cli", "bench"].flatMap((folder) => [
      folder,
      ...fs
        .readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name))),
    ]);
    const silent = sources.filter((folder) => isLarge(folder) && !isDescribed(folder));
    assert.deepEqual(silent, []);
  });
});

function isLarge(folder: string): boolean {
  const files = fs.readdirSync(path.join(ROOT, folder), { withFileTypes: true });
  return files.filter((entry) => entry.isFile() && !entry.name.endsWith(".md")).length > 5;
}

function isDescribed(folder: string): boolean {
  if (fs.existsSync(path.join(ROOT, folder, "README.md"))) return true;
  const above = path.join(ROOT, folder, "../README.md");
  if (!fs.existsSync(above)) return false;
  const text = fs.readFileSync(above, "utf8");
  // one folder per service, of which there will be many, is spoken of as such
  return text.includes(`${path.basename(folder)}/`) || text.includes("`<service>/`");
}
