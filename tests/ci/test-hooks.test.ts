// starts processes
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { runWatched } from "../../.ci/watchdog.cjs";
import { ROOT } from "../helpers/lab";

const MOCHA = [path.join(ROOT, "node_modules/mocha/bin/mocha.js"), "--no-config", "--require"];
const HOOKS = path.join(ROOT, ".ci/test-hooks.cjs");

describe("test hooks", () => {
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-hooks-"));
  });

  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** Writes a test file and returns the arguments with which mocha runs it. */
  const writeTest = (statement: string, firstLine = "// a test"): readonly string[] => {
    const file = path.join(folder, "a.test.js");
    fs.writeFileSync(file, `${firstLine}\nit("starts something", async () => {\n${statement}\n});\n`);
    return [...MOCHA, HOOKS, "--timeout", "0", file];
  };
  const run = (args: readonly string[]) => {
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8", cwd: folder });
    return { status, stdout };
  };

  for (const [name, statement] of [
    ["spawn", 'require("node:child_process").spawn(process.execPath, ["--version"]);'],
    ["fork", 'require("node:child_process").fork("x.js");'],
    ["exec", 'require("node:child_process").exec("node --version");'],
    ["execFile", 'require("node:child_process").execFile(process.execPath, ["--version"]);'],
    ["spawnSync", 'require("node:child_process").spawnSync(process.execPath, ["--version"]);'],
    ["execSync", 'require("node:child_process").execSync("node --version");'],
    ["execFileSync", 'require("node:child_process").execFileSync(process.execPath, ["--version"]);'],
    ["an ES module's spawn", '(await import("node:child_process")).spawn(process.execPath, ["--version"]);'],
    ["a thread", 'new (require("node:worker_threads").Worker)("0", { eval: true });'],
  ] as const) {
    it(`refuse ${name} in a file without the marker`, () => {
      const { status, stdout } = run(writeTest(statement));

      assert.equal(status, 1, stdout);
      assert.match(
        stdout,
        /a\.test\.js: a test starts .*; begin the file with the line "\/\/ starts processes"/s,
      );
    });

    it(`allow ${name} in a file with the marker`, () => {
      const caught = name === "fork" ? `${statement.slice(0, -1)}.on("error", () => undefined);` : statement;
      const { status, stdout } = run(writeTest(caught, "// starts processes"));

      assert.equal(status, 0, stdout);
    });
  }

  for (const [name, statement] of [
    ["blocks its thread", "for (;;) {}"],
    ["never resolves", "setInterval(() => {}, 1000); await new Promise(() => {});"],
  ] as const) {
    it(`let the watchdog name and stop a test that ${name}`, async () => {
      const reports: string[] = [];
      let onSilence = (): void => undefined;

      const code = await runWatched(process.execPath, writeTest(`console.log("running"); ${statement}`), {
        onLine: (line) => line === "running" && onSilence(),
        startTimer: (fire) => {
          onSilence = fire;
          return setTimeout(fire, 2 ** 31 - 1);
        },
        report: (text) => reports.push(text),
      });

      assert.equal(code, 1);
      assert.equal(reports[0], "no test has ended for a long time; stopped");
      assert.match(reports[1] ?? "", /^ {2}hung: .*a\.test\.js: starts something$/);
    });
  }

  it("let the watchdog pass on output and exit code of a run that ends", async () => {
    const lines: string[] = [];

    const code = await runWatched(process.execPath, writeTest("await Promise.reject(new Error('no'));"), {
      onLine: (line) => lines.push(line),
    });

    assert.equal(code, 1);
    assert.ok(lines.includes("  1 failing"), lines.join("\n"));
  });
});
