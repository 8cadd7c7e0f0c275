import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { createTemporaryLab, withoutNewPassphrase } from "../../../cli/policy/temporary-lab";
import { openWorkspace, type Workspace } from "../../../cli/workspace";

describe("withoutNewPassphrase", () => {
  let home: string;
  let workspace: Workspace;
  beforeEach(async () => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-cli-"));
    workspace = await openWorkspace({ cwd: path.resolve(__dirname, "../../.."), lab: home }, {});
  });
  afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

  it("returns one passphrase and writes none to a lab without one", async () => {
    const { passphrase } = withoutNewPassphrase(workspace, {});
    assert.equal((await passphrase()).text, (await passphrase()).text);
    assert.match((await passphrase()).text, /^[\w-]{32}$/);
    assert.deepEqual(fs.readdirSync(home), []);
  });

  it("returns the passphrase of the lab or of the environment", () => {
    assert.equal(withoutNewPassphrase(workspace, { PULUMI_CONFIG_PASSPHRASE: "" }), workspace);
    assert.equal(withoutNewPassphrase(workspace, { PULUMI_CONFIG_PASSPHRASE_FILE: "/x" }), workspace);
    fs.writeFileSync(path.join(home, "passphrase"), "kept");
    assert.equal(withoutNewPassphrase(workspace, {}), workspace);
  });

  it("creates a separate lab and removes it", async () => {
    const scratch = await createTemporaryLab(workspace);
    assert.equal(scratch.workspace.backend.root, scratch.workspace.home);
    assert.equal(scratch.workspace.cloud, path.join(scratch.workspace.home, "cloud"));
    assert.equal(scratch.workspace.project, workspace.project);
    fs.writeFileSync(path.join(scratch.workspace.home, "left"), "");
    await scratch.remove();
    assert.equal(fs.existsSync(scratch.workspace.home), false);
    assert.deepEqual(fs.readdirSync(home), []);
  });
});
