// starts processes
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Command } from "commander";
import { commandLine } from "../../cli/main";

const ROOT = path.resolve(__dirname, "../..");

describe("commandLine", () => {
  it("fits every help page into 80 columns", () => {
    const listPages = (command: Command): readonly string[] => [
      command.helpInformation(),
      ...command.commands.flatMap(listPages),
    ];

    const pages = listPages(commandLine(() => undefined));

    assert.ok(pages.length > 25);
    assert.deepEqual(
      pages.flatMap((page) => page.split("\n")).filter((line) => line.length > 80),
      [],
    );
  });
});

describe("archipelago", () => {
  let home: string;

  beforeEach(() => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-cli-"));
  });

  afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

  function run(...args: readonly string[]) {
    const env: NodeJS.ProcessEnv = { ...process.env, ARCHIPELAGO_LAB_HOME: path.join(home, "lab") };
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [path.join(ROOT, "cli/archipelago.js"), ...args],
      {
        cwd: ROOT,
        env,
        encoding: "utf8",
      },
    );
    return { status, stdout, stderr };
  }

  it("suggests the nearest command for an unknown one and exits with 2", () => {
    assert.deepEqual(run("upp", "dev"), {
      status: 2,
      stdout: "",
      stderr:
        "error: unknown command 'upp'\n(Did you mean up?)\n(run with --help to list commands and options)\n",
    });
  });

  it("rejects --cloud aws, names the Pulumi CLI and creates nothing", () => {
    assert.deepEqual(run("up", "dev", "--cloud", "aws"), {
      status: 2,
      stdout: "",
      stderr:
        'archipelago: --cloud: name is "aws", expected lab; to deploy to AWS, use the\n' +
        "  Pulumi CLI: pulumi up -s <stack> --config-file Pulumi.<env>.yaml\n",
    });
    assert.equal(fs.existsSync(path.join(home, "lab")), false);
  });

  it("names a misspelled setting with its path", () => {
    const text = fs
      .readFileSync(path.join(ROOT, "Pulumi.dev.yaml"), "utf8")
      .replace("layout: single", "layuot: single");
    fs.writeFileSync(path.join(home, "Pulumi.dev.yaml"), text);
    fs.writeFileSync(path.join(home, "Pulumi.yaml"), "name: archipelago\nruntime: nodejs\n");

    const { status, stdout, stderr } = run("check", "dev", "--cwd", home);

    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, /^archipelago: Pulumi\.dev\.yaml: archipelago:settings\n/);
    assert.match(stderr, /"?layuot"?/);
    assert.match(stderr, /layout/);
  });

  it("rejects a passphrase that cannot decrypt the secrets, before it creates anything", () => {
    fs.writeFileSync(path.join(home, "Pulumi.yaml"), "name: own\nruntime: nodejs\n");
    const secret = run("config", "set", "dev", "billingPhone", "+1", "--secret", "--cwd", home);
    fs.rmSync(path.join(home, "lab"), { recursive: true, force: true });

    const { status, stdout, stderr } = run("up", "dev", "--cwd", home);

    assert.equal(secret.stdout, "Pulumi.dev.yaml: billingPhone is set\n");
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr.replace(/\n {2}/g, " "), /passphrase/);
    assert.equal(fs.existsSync(path.join(home, "lab/.pulumi/stacks")), false);
  });

  it("lists the placeholders of the shipped settings with their paths", () => {
    const { status, stdout, stderr } = run("check", "dev");

    assert.deepEqual([status, stderr], [0, ""]);
    assert.equal(
      stdout.slice(stdout.indexOf("7 placeholders")),
      [
        "7 placeholders to replace before AWS; the lab accepts them:",
        "  accountId             123456789012",
        "  regions[0].endpoint   ap-northeast-2.dev.example.net",
        "  regions[1].endpoint   us-east-1.dev.example.net",
        "  tags.owner            change-me",
        "  monitoring.emails[0]  oncall@example.com",
        "  billing.emails[0]     billing@example.com",
        "  dns.zone              dev.example.com",
        "",
      ].join("\n"),
    );
  });

  it("prints only one JSON object with check --json", () => {
    const { status, stdout, stderr } = run("check", "prod", "--json");

    const { layers, placeholders } = JSON.parse(stdout);
    assert.deepEqual([status, stderr], [0, ""]);
    assert.deepEqual(layers[2], ["prod-edge"]);
    assert.deepEqual(placeholders[0], { path: "accountId", value: "123456789012" });
  });
});
