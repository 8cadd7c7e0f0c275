// Writes the files that are generated from code: pages about settings and policies, and the linter's import rules.
// Tests check that they are up to date.
const fs = require("node:fs");
const path = require("node:path");

require("tsx/cjs");
const { boundariesJson } = require("./boundaries.cjs");
const { settingsPage } = require("../stacks/settings-page.ts");
const { renderPolicyPages } = require("../policies/pages.ts");

const files = {
  ".ci/boundaries.json": boundariesJson(),
  "docs/settings.md": settingsPage(),
  ...renderPolicyPages(),
};
for (const [file, text] of Object.entries(files)) {
  const target = path.join(__dirname, "..", file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, text);
  process.stdout.write(`${file}\n`);
}
