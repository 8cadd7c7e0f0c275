import assert from "node:assert/strict";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "mocha";
import { findPassphrase } from "../../../../lab/engine/state";
import { newFolder } from "./fixture";

describe("findPassphrase", () => {
  it("given the variable, even an empty one, when looked for, then it wins", async () => {
    const env = { PULUMI_CONFIG_PASSPHRASE: "", PULUMI_CONFIG_PASSPHRASE_FILE: "/x" };

    assert.deepEqual(await findPassphrase("/nowhere", env), { text: "", source: "PULUMI_CONFIG_PASSPHRASE" });
  });

  it("given a file, when looked for, then its text without the blank ends is it", async () => {
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

  it("given neither, when looked for by many at once, then one is made, for this user only, and all get it", async () => {
    const home = join(await newFolder(), ".lab");
    const found = await Promise.all([findPassphrase(home, {}), findPassphrase(home, {})]);
    const again = await findPassphrase(home, {});

    assert.match(again.text, /^[\w-]{32}$/);
    assert.deepEqual(found.filter(({ text }) => text === again.text).length, 2);
    assert.equal(again.source, join(home, "passphrase"));
    assert.equal((await stat(again.source)).mode & 0o777, 0o600);
    assert.equal((await readFile(again.source, "utf8")).trim(), again.text);
  });
});
