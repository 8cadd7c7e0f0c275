import assert from "node:assert/strict";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "mocha";
import { findPassphrase } from "../../../../lab/engine/state";
import { newFolder } from "./fixture";

describe("findPassphrase", () => {
  it("prefers the variable, even an empty one", async () => {
    const env = { PULUMI_CONFIG_PASSPHRASE: "", PULUMI_CONFIG_PASSPHRASE_FILE: "/x" };

    assert.deepEqual(await findPassphrase("/nowhere", env), { text: "", source: "PULUMI_CONFIG_PASSPHRASE" });
  });

  it("reads the file and trims it", async () => {
    const file = join(await newFolder(), "p");
    await writeFile(file, " tide \n");

    assert.deepEqual(await findPassphrase("/nowhere", { PULUMI_CONFIG_PASSPHRASE_FILE: file }), {
      text: "tide",
      source: `PULUMI_CONFIG_PASSPHRASE_FILE (${file})`,
    });
    await assert.rejects(findPassphrase("/nowhere", { PULUMI_CONFIG_PASSPHRASE_FILE: `${file}x` }), {
      code: "LAB_CONFIG",
      message: /^PULUMI_CONFIG_PASSPHRASE_FILE is ".*", expected a readable file; ENOENT/,
    });
  });

  it("creates one private passphrase for many concurrent callers", async () => {
    const home = join(await newFolder(), ".lab");
    const results = await Promise.all([findPassphrase(home, {}), findPassphrase(home, {})]);
    const again = await findPassphrase(home, {});

    assert.match(again.text, /^[\w-]{32}$/);
    assert.deepEqual(results.filter(({ text }) => text === again.text).length, 2);
    assert.equal(again.source, join(home, "passphrase"));
    assert.equal((await stat(again.source)).mode & 0o777, 0o600);
    assert.equal((await readFile(again.source, "utf8")).trim(), again.text);
  });
});
