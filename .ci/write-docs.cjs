// Writes the files that are generated from code: pages about settings, policies and components, and the linter's import
// rules. Tests check that they are up to date.
const fs = require("node:fs");
const path = require("node:path");

require("tsx/cjs");
const { boundariesJson } = require("./boundaries.cjs");
const { writeReference } = require("./reference.cjs");
const { settingsPage } = require("../stacks/settings-page.ts");
const { renderPolicyPages } = require("../policies/pages.ts");
const { renderPresets } = require("../policies/presets.ts");

const ROOT = path.join(__dirname, "..");
const REFERENCE = "docs/reference/components";

async function writeDocs() {
  const files = {
    ".ci/boundaries.json": boundariesJson(),
    "docs/settings.md": settingsPage(),
    ...renderPolicyPages(),
    ...renderPresets(),
  };
  for (const [file, text] of Object.entries(files)) {
    const target = path.join(ROOT, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
    process.stdout.write(`${file}\n`);
  }
  await writeReference(path.join(ROOT, REFERENCE));
  process.stdout.write(`${REFERENCE}\n`);
}

writeDocs().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
