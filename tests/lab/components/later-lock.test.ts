// starts processes
import assert from "node:assert/strict";
import * as engine from "../../../lab/engine";
import { type LabProject, labProject, SALT } from "../../helpers/lab";

const config = (isLocked: boolean): string =>
  `  pulumi:disable-default-providers: ["aws"]\n  golden:locked: ${isLocked}\n`;

describe("Storage whose lock is added or removed later", () => {
  let project: LabProject;
  const operations: Record<string, readonly string[]> = {};

  async function up(isLocked: boolean): Promise<readonly string[]> {
    project.write("Pulumi.dev.yaml", `encryptionsalt: ${SALT}\nconfig:\n${config(isLocked)}`);
    const options = await project.options();
    const { errors } = await engine.up(options);
    assert.deepEqual(errors, []);
    return options.events.flatMap((event) => {
      if (event.kind !== "step" || event.phase !== "done" || event.op === "same" || !event.custom) return [];
      return [`${event.op} ${engine.parseUrn(event.urn).name}`];
    });
  }

  before(async () => {
    project = labProject({ program: "tests/lab/components/later-lock.ts", config: config(false) });
    await up(false);
    operations["added"] = await up(true);
    operations["again"] = await up(true);
    operations["removed"] = await up(false);
  });

  after(() => project.remove());

  it("locks the existing bucket in place", () => {
    assert.deepEqual(operations["added"], ["create vault-lock"]);
    assert.deepEqual(operations["again"], []);
  });

  it("keeps the bucket and its objects without the lock", () => {
    assert.deepEqual(operations["removed"], ["delete vault-lock"]);
  });
});
