import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { renderPolicyPages } from "../../policies/pages";

const ROOT = path.resolve(__dirname, "../..");

describe("renderPolicyPages", () => {
  for (const [file, text] of Object.entries(renderPolicyPages())) {
    it(`matches the committed ${file} (npm run docs)`, () => {
      assert.equal(fs.readFileSync(path.join(ROOT, file), "utf8"), text);
    });
  }

  it("renders level, controls and remediation of a rule", () => {
    const page = renderPolicyPages()["docs/policies/baseline.md"] ?? "";
    const section = page.split("\n## s3-versioning-status\n")[1]?.split("\n## ")[0] ?? "";

    assert.match(section, /Mandatory, severity high; topic storage\. Checks one resource/);
    assert.match(section, /can fix violations at the level `remediate`/);
    assert.match(section, /Required by: AWS Security Hub S3\.14, `checkov:CKV_AWS_21`/);
  });
});
