// starts processes
import * as assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { timeScale } from "../../../lab/provider/clock";
import { PLUGIN, Plugin, temporaryDirectory } from "../../helpers/plugin";

/** An engine that starts a plugin, says its process id, and waits to be killed. */
const ENGINE = `
const child = require("node:child_process").spawn(process.argv[1], [], { stdio: [process.argv[2], "pipe", "inherit"] });
child.stdout.once("data", () => console.log(child.pid));
setInterval(() => {}, 1000);
`;

describe("pulumi-resource-aws process", () => {
  for (const input of ["pipe", "ignore"]) {
    it(`ends with its killed engine when stdin is ${input}`, async () => {
      const environment = { ...process.env, ARCHIPELAGO_LAB_CLOUD: temporaryDirectory() };
      const engine = spawn(process.execPath, ["-e", ENGINE, PLUGIN, input], {
        stdio: ["ignore", "pipe", "inherit"],
        env: environment,
      });
      const [line] = (await once(engine.stdout, "data")) as [Buffer];
      const plugin = Number(line.toString());
      engine.kill("SIGKILL");

      await waitForEnd(plugin);
    });
  }

  it("starts through a symbolic link to the script", async () => {
    const directory = temporaryDirectory();
    const link = path.join(directory, "pulumi-resource-aws");
    fs.symlinkSync(PLUGIN, link);
    const plugin = await Plugin.start(path.join(directory, "cloud"), {}, link);

    assert.ok(plugin.port > 0);
    assert.equal(fs.statSync(path.join(directory, "cloud")).mode & 0o777, 0o700);
    await plugin.stop();
  });

  it("refuses an invalid time setting", () => {
    const start = () =>
      execFileSync(PLUGIN, {
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...process.env, ARCHIPELAGO_LAB_TIME: "fast" },
      });

    assert.throws(start, (error: { status: number; stderr: Buffer }) => {
      assert.equal(error.status, 1);
      assert.match(
        error.stderr.toString(),
        /ARCHIPELAGO_LAB_TIME is "fast", expected "none", "real" or "real:/,
      );
      return true;
    });
  });
});

describe("timeScale", () => {
  it("returns lab seconds per second for each form", () => {
    assert.deepEqual(
      [undefined, "", "none", "real", "real:60", "real:0.5"].map(timeScale),
      [0, 0, 0, 1, 60, 0.5],
    );
    assert.throws(() => timeScale("real:0"), /expected/);
  });
});

/** Waits until a process is gone; only mocha's limit ends it. */
async function waitForEnd(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await wait(20);
  }
}
