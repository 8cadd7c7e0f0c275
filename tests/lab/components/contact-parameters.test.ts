// starts processes
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { preview, up } from "../../../lab/engine";
import { type LabProject, labProject, SALT } from "../../helpers/lab";

const OPERATIONS = { up, preview };

describe("contacts in parameters of the Systems Manager", function () {
  this.timeout(600_000);
  let project: LabProject;

  async function run(operation: "up" | "preview", subscribed: boolean) {
    project.write(
      "Pulumi.dev.yaml",
      `encryptionsalt: ${SALT}\nconfig:\n  pulumi:disable-default-providers: ["aws"]\n  golden:subscribed: ${subscribed}\n`,
    );
    const options = await project.options();
    const result = await OPERATIONS[operation](options);
    const messages = options.events.flatMap((event) => (event.kind === "message" ? [event.text] : []));
    return { ...result, messages };
  }

  before(() => {
    project = labProject({ program: "tests/lab/components/contact-parameters.ts" });
  });
  after(() => project.remove());

  it("are reported when the parameter does not exist", async () => {
    const { exitCode, messages } = await run("preview", true);

    assert.equal(exitCode, 1);
    assert.match(
      messages.join("\n"),
      /ParameterNotFound: parameter \/archipelago\/dev\/phone-boss not found/,
    );
  });

  it("become subscriptions whose number is secret in the state", async () => {
    assert.deepEqual((await run("up", false)).errors, []);
    const second = await run("up", true);
    const third = await run("up", true);
    const { base } = await project.backend.read("golden", "dev", { text: "x", source: "the test" });
    const phone = base.resources.find(({ urn }) => urn.endsWith("::billing-sms-boss"));
    const file = fs.readFileSync(path.join(project.dir, ".pulumi/stacks/golden/dev.json"), "utf8");

    assert.deepEqual(second.errors, []);
    assert.deepEqual(Object.keys(third.changes), ["same"]);
    assert.ok(phone);
    assert.equal(file.includes("+12025550123"), false);
  });
});
