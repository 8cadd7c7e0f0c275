import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { settingsPage } from "../../stacks/settings-page";

describe("settingsPage", () => {
  it("returns the content of docs/settings.md", () => {
    const page = settingsPage();

    assert.equal(readFileSync(`${__dirname}/../../docs/settings.md`, "utf8"), page);
    assert.match(page, /\| `billing.emails` \| list of string \|/);
  });
});
