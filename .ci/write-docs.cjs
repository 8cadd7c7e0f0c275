// Writes the pages that are made from the code: settings and policies. The tests see that they are up to date.
const fs = require("node:fs");
const path = require("node:path");

require("tsx/cjs");
const { settingsPage } = require("../stacks/settings-page.ts");
const { policyPages } = require("../policies/pages.ts");

for (const [file, text] of Object.entries({ "docs/settings.md": settingsPage(), ...policyPages() })) {
  const target = path.join(__dirname, "..", file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, text);
  process.stdout.write(`${file}\n`);
}
