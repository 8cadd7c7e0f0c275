import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { anchors, codeSpans, type Page, pages, parsePage, ROOT } from "./pages";

/** A path of the repository in backticks; capitals are placeholders. */
const PATH = /^(?:components|stacks|lab|cli|docs|tests|bench|\.ci)\/(?!.*(?:[A-Z]{4}|NN))[\w./-]*$/;

function listLinks({ prose }: Page): readonly string[] {
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

function findFault(page: Page, target: string): string | undefined {
  const [file = "", anchor] = target.split("#");
  const full = file === "" ? path.join(ROOT, page.file) : path.resolve(ROOT, path.dirname(page.file), file);
  if (!fs.existsSync(full)) return `${page.file}: ${target} does not exist`;
  if (anchor === undefined || !full.endsWith(".md")) return undefined;
  const { prose } = parsePage(full, fs.readFileSync(full, "utf8"));
  return anchors(prose).has(anchor)
    ? undefined
    : `${page.file}: ${target} names a heading that does not exist`;
}

describe("pages", () => {
  for (const page of pages()) {
    it(`links only to existing files and headings in ${page.file}`, () => {
      assert.deepEqual(
        listLinks(page).flatMap((target) => findFault(page, target) ?? []),
        [],
      );
    });

    it(`names only existing paths of the repository in ${page.file}`, () => {
      const from = [ROOT, path.join(ROOT, path.dirname(page.file))];
      const missing = codeSpans(page.prose).filter(
        (span) => PATH.test(span) && !from.some((folder) => fs.existsSync(path.join(folder, span))),
      );
      assert.deepEqual(missing, []);
    });
  }

  it("describes each folder of more than five files in its README or its parent's", () => {
    const sources = ["components", "stacks", "lab", "cli", "bench", "docs"].flatMap((folder) => [
      folder,
      ...fs
        .readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name))),
    ]);
    const undescribed = sources.filter((folder) => isLarge(folder) && !isDescribed(folder));
    assert.deepEqual(undescribed, []);
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
  // the folders of services are described together
  return text.includes(`${path.basename(folder)}/`) || text.includes("`<service>/`");
}
