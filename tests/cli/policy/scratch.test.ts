import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { leavingNoPassphrase, scratchLab } from "../../../cli/policy/scratch";
import { openWorkspace, type Workspace } from "../../../cli/workspace";

describe("leavingNoPassphrase", () => {
  let home: string;
  let workspace: Workspace;
  beforeEach(async () => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-cli-"));
    workspace = await openWorkspace({ cwd: path.resolve(__dirname, "../../.."), lab: home }, {});
  });
  afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

  it("given a lab without a passphrase, when asked for one, then it is the same each time, and none is left behind", async () => {
    const { passphrase } = leavingNoPassphrase(workspace, {});
    assert.equal((await passphrase()).text, (await passphrase()).text);
    assert.match((await passphrase()).text, /^[\w-]{32}$/);
    assert.deepEqual(fs.readdirSync(home), []);
  });

  it("given a passphrase in the lab or in the environment, when asked for one, then it is that", () => {
    assert.equal(leavingNoPassphrase(workspace, { PULUMI_CONFIG_PASSPHRASE: "" }), workspace);
    assert.equal(leavingNoPassphrase(workspace, { PULUMI_CONFIG_PASSPHRASE_FILE: "/x" }), workspace);
    fs.writeFileSync(path.join(home, "passphrase"), "kept");
    assert.equal(leavingNoPassphrase(workspace, {}), workspace);
  });

  it("given a lab, when another is made for one run, then it is beside it, and gone when removed", async () => {
    const scratch = await scratchLab(workspace);
    assert.equal(scratch.workspace.backend.root, scratch.workspace.home);
    assert.equal(scratch.workspace.cloud, path.join(scratch.workspace.home, "cloud"));
    assert.equal(scratch.workspace.project, workspace.project);
    fs.writeFileSync(path.join(scratch.workspace.home, "left"), "");
    await scratch.remove();
    assert.equal(fs.existsSync(scratch.workspace.home), false);
    assert.deepEqual(fs.readdirSync(home), []);
  });
});
