// starts processes
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { DOMParser } from "@xmldom/xmldom";
import type { Log } from "sarif";
import { main } from "../../../cli/main";
import { type LabProject, labProject } from "../../helpers/lab";

const PACK = path.resolve(__dirname, "../../lab/engine/analyzer/pack");
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
class Part extends pulumi.ComponentResource {
  constructor(name, kind, args) { super("test:index:" + kind, name, args); }
}
new Part("boat", "Boat", { tags: {} });
new Part("mirror", "Mirror", { key: pulumi.secret("hush-hush") });
`;

/** A stack in the JSON output of an operation. */
interface StackJson {
  readonly failures: readonly { readonly text: string; readonly urn: string }[];
  readonly policies: {
    readonly packs: unknown;
    readonly findings: readonly { readonly level: string; readonly policy: string; readonly urn: string }[];
  };
}

describe("archipelago policy", () => {
  let project: LabProject;
  let passphrase: string | undefined;
  before(() => {
    project = labProject({ name: "foreign", config: "  foreign:depth: 3\n" });
    project.write("index.js", PROGRAM);
    passphrase = process.env["PULUMI_CONFIG_PASSPHRASE"];
    process.env["PULUMI_CONFIG_PASSPHRASE"] = "x";
  });
  after(() => {
    if (passphrase === undefined) delete process.env["PULUMI_CONFIG_PASSPHRASE"];
    else process.env["PULUMI_CONFIG_PASSPHRASE"] = passphrase;
    project.remove();
  });

  /** Runs `archipelago policy`. Returns its exit code and its output. */
  const runPolicy = (...args: readonly string[]) => run("policy", ...args);

  async function run(command: string, ...args: readonly string[]) {
    const { log } = console;
    const { write } = process.stderr;
    const lines: string[] = [];
    console.log = (text: string) => lines.push(text);
    process.stderr.write = (text: string | Uint8Array) => lines.push(String(text)) > 0;
    try {
      const options = ["--cwd", project.dir, "--lab", path.join(project.dir, "home"), ...args];
      const exitCode = await main([command, "dev", ...options]);
      return { exitCode, output: lines.join("\n") };
    } finally {
      console.log = log;
      process.stderr.write = write;
    }
  }

  it("fails a foreign program with a foreign pack, and writes reports without secrets", async () => {
    const { exitCode, output } = await runPolicy("--pack", PACK);

    assert.equal(exitCode, 1, output);
    assert.match(output, /^dev: boat \(Boat\)\n {2}mandatory, high {2}tagged\n {4}no tag team$/m);
    assert.match(output, /^policy dev: failed in .*; 1 mandatory violation, 1 advisory$/m);
    const folder = path.join(project.dir, "home/policy/dev");
    const files = fs.readdirSync(folder).sort();
    assert.deepEqual(files, ["junit.xml", "policy.sarif", "summary.md"]);
    const reports = files.map((file) => fs.readFileSync(path.join(folder, file), "utf8"));
    for (const text of [output, ...reports]) {
      assert.ok(!text.includes("hush-hush"));
      assert.ok(text.includes("[secret]") || text.includes("\\[secret\\]"));
    }
    const [junit = "", sarif = "", summary = ""] = reports;
    const suites = new DOMParser().parseFromString(junit, "text/xml").documentElement;
    assert.equal(suites?.getAttribute("failures"), "1");
    const [result] = (JSON.parse(sarif) as Log).runs[0]?.results ?? [];
    assert.equal(result?.ruleId, "tagged");
    const place = result?.locations?.[0]?.physicalLocation;
    assert.deepEqual([place?.artifactLocation?.uri, place?.region?.startLine], ["index.js", 6]);
    assert.match(summary, /^\| mandatory, high \| tagged \| boat \(Boat\) \| no tag team \|$/m);
    // The lab holds nothing but the reports.
    assert.deepEqual(fs.readdirSync(path.join(project.dir, "home")), ["policy"]);
  });

  it("rejects unknown names in a configuration and deletes earlier reports", async () => {
    project.write("pack.json", '{ "taged": "advisory", "sized": { "limit": 3 } }');
    const { exitCode, output } = await runPolicy("--pack", `${PACK}=${path.join(project.dir, "pack.json")}`);
    assert.equal(exitCode, 2, output);
    const text = output.replace(/\s+/g, " ");
    assert.match(text, /policy is "taged", expected one of the pack's; did you mean tagged\?/);
    assert.match(text, /sized: setting "limit" does not exist; there are no others/);
    assert.deepEqual(fs.readdirSync(path.join(project.dir, "home/policy/dev")), []);
  });

  it("rejects a folder without a pack", async () => {
    const { exitCode, output } = await runPolicy("--pack", project.dir);
    assert.equal(exitCode, 2);
    assert.match(
      output.replace(/\s+/g, " "),
      /--pack: folder is ".*", expected one with a PulumiPolicy\.yaml/,
    );
  });

  for (const command of ["preview", "up"]) {
    it(`fails a ${command} on a mandatory violation and lists its findings in JSON`, async () => {
      const { exitCode, output } = await run(command, "--policy-pack", PACK, "--json");

      assert.equal(exitCode, 1, output);
      assert.ok(!output.includes("hush-hush"));
      const [stack] = (JSON.parse(output) as { stacks: StackJson[] }).stacks;
      const [forbidden] = stack?.failures ?? [];
      assert.equal(forbidden?.text, "tagged (test-pack): resources carry a tag\nno tag team");
      assert.match(forbidden?.urn ?? "", /::boat$/);
      assert.deepEqual(stack?.policies.packs, [{ name: "test-pack", version: "2.5.0" }]);
      const [found] = stack?.policies.findings.filter(({ policy }) => policy === "tagged") ?? [];
      assert.deepEqual([found?.level, found?.urn], ["mandatory", forbidden?.urn]);
    });
  }

  it("lists advisory violations of a preview that succeeds", async () => {
    project.write("advice.json", '{ "all": "disabled", "tagged": "advisory" }');
    const pack = `${PACK}=${path.join(project.dir, "advice.json")}`;
    const { exitCode, output } = await run("preview", "--policy-pack", pack);

    assert.equal(exitCode, 0, output);
    assert.match(output, /^Policies of test-pack 2\.5\.0 \(1\): \d+ advisory$/m);
    assert.match(
      output.replace(/\s+/g, " "),
      /advisory, high: boat \(\w+\): tagged \(test-pack\): resources carry a tag no tag team/,
    );
  });

  it("names the packs of a preview without violations", async () => {
    project.write("easy.json", '{ "all": "disabled", "sized": "mandatory" }');
    const pack = `${PACK}=${path.join(project.dir, "easy.json")}`;
    const { exitCode, output } = await run("preview", "--policy-pack", pack);

    assert.equal(exitCode, 0, output);
    assert.match(output, /^Policies of test-pack 2\.5\.0 \(1\): no violations$/m);
  });

  it("rejects an up with a folder without a pack", async () => {
    const { exitCode, output } = await run("up", "--policy-pack", project.dir);
    assert.equal(exitCode, 2);
    assert.match(
      output.replace(/\s+/g, " "),
      /--policy-pack: folder is ".*", expected one with a PulumiPolicy\.yaml/,
    );
  });
});
