// starts processes
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { setConfig } from "../../../lab/engine/project";
import { isSecret } from "../../../lab/engine/values/values";
import { TestWorld } from "./plugins/fixture";

const CANARY = 'canary-7f/"3\n+?wings';
const FORMS: Readonly<Record<string, string>> = {
  "as it is": CANARY,
  base64: Buffer.from(CANARY).toString("base64"),
  base64url: Buffer.from(CANARY).toString("base64url"),
  "inside JSON": JSON.stringify(CANARY).slice(1, -1),
  "in a URL": encodeURIComponent(CANARY),
};

function assertHidden(text: string, where: string): void {
  for (const [form, canary] of Object.entries(FORMS))
    assert.ok(!text.includes(canary), `${where} shows the secret ${form}`);
}

function filesBelow(folder: string): readonly string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

describe("secrets of the configuration", () => {
  it("passes a secret to the cloud and shows it in no error, output, log or state", async () => {
    const world = new TestWorld();
    try {
      const { project, passphrase } = await world.project.options();
      await setConfig(project, "dev", "password", CANARY, { secret: true, passphrase });
      world.program(`
        const one = { provider: new Provider("p1", { region: "r1" }) };
        const password = new pulumi.Config().requireSecret("password");
        const a = new Thing("a", { password, nested: [{ password }] }, one);
        new Thing("b", { of: a.password, on: { create: "partial" } }, one);
        password.apply((text) => {
          console.log("printed " + text, Buffer.from(text).toString("base64"), encodeURIComponent(text));
          pulumi.log.warn(JSON.stringify({ text }));
        });
        module.exports = { password, open: "o" };
      `);
      const ran = await world.up();
      assert.equal(ran.exitCode, 1);
      assert.equal(world.made()[0]?.inputs["password"], CANARY, "the provider gets it as it is");
      assertHidden(JSON.stringify(ran.events), "an event");
      assertHidden(ran.events.map((event) => ("text" in event ? event.text : "")).join("\n"), "a message");
      assertHidden(ran.errors.join("\n"), "an error");
      assert.ok(
        ran.events.some((event) => event.kind === "message" && event.text.startsWith("printed [secret]")),
      );
      assert.equal(isSecret(ran.outputs["password"]), true);
      assert.equal(ran.outputs["open"], "o");

      const files = filesBelow(path.join(world.project.dir, ".pulumi"));
      assert.ok(files.length > 3);
      for (const file of files) assertHidden(fs.readFileSync(file, "utf8"), file);
    } finally {
      world.remove();
    }
  });
});
