// starts processes
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { type PolicyPack, startPolicyPack } from "../../../lab/engine/analyzer";
import { ROOT } from "../../helpers/lab";

/** A pack whose policy describes whether a compiler is loaded. */
const PACK = (rules: string): string => `
  const { PolicyPack } = require("@pulumi/policy");
  ${rules}
  const compilers = Object.keys(require.cache).filter((file) => /[\\\\/](typescript|ts-node)[\\\\/](lib|dist)[\\\\/]/.test(file));
  new PolicyPack("late", {
    policies: [{ name: "late", description: text + ": " + (compilers.length > 0), validateStack: () => {} }],
  });
`;
const RULES = PACK('const { text } = require("./rules");');

describe("late TypeScript", () => {
  let dir: string;
  let pack: PolicyPack | undefined;
  beforeEach(() => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-late-"));
    fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(dir, "node_modules"));
  });
  afterEach(async () => {
    await pack?.close();
    pack = undefined;
    fs.rmSync(dir, { recursive: true });
  });

  /** Starts a pack of these files and returns the description of its policy. */
  async function startAndDescribe(
    files: Readonly<Record<string, string>>,
    env: NodeJS.ProcessEnv = {},
  ): Promise<string> {
    const all = { "PulumiPolicy.yaml": "runtime: nodejs\n", "package.json": '{"version":"1.0.0"}', ...files };
    for (const [name, text] of Object.entries(all)) fs.writeFileSync(path.join(dir, name), text);
    pack = await startPolicyPack(dir, {
      project: "tides",
      stack: "dev",
      organization: "organization",
      config: {},
      configSecretKeys: [],
      dryRun: true,
      env: { ...process.env, ...env },
    });
    return pack.policies[0]?.description ?? "";
  }

  it("loads no compiler for a pack in JavaScript", async () => {
    assert.equal(await startAndDescribe({ "index.js": PACK('const text = "js";') }), "js: false");
  });

  it("loads the compiler with the first TypeScript file", async () => {
    const rules = 'export const text: string = "ts";';
    assert.equal(await startAndDescribe({ "index.js": RULES, "rules.ts": rules }), "ts: true");
  });

  it("refuses a pack whose TypeScript has a type error", async () => {
    const rules = "export const text: string = 1;";
    await assert.rejects(
      startAndDescribe({ "index.js": RULES, "rules.ts": rules }),
      /rules\.ts.*TS2322|TS2322.*rules\.ts/s,
    );
  });

  it("loads the compiler immediately when a file or the environment configures it", async () => {
    const files = { "index.js": PACK('const text = "js";') };
    assert.equal(await startAndDescribe(files, { TS_NODE_PRETTY: "true" }), "js: true");
    await pack?.close();
    assert.equal(await startAndDescribe({ ...files, "tsconfig.json": "{}" }), "js: true");
  });

  it("applies the tsconfig.json late in a pack with `typescript: false`", async () => {
    const files = {
      "PulumiPolicy.yaml": "runtime: { name: nodejs, options: { typescript: false } }\n",
      "tsconfig.json": '{ "compilerOptions": { "strict": true, "noImplicitAny": true } }',
    };
    assert.equal(await startAndDescribe({ ...files, "index.js": PACK('const text = "js";') }), "js: false");
    await pack?.close();
    const rules = "function say(what) { return String(what); }\nexport const text = say(1);";
    await assert.rejects(startAndDescribe({ ...files, "index.js": RULES, "rules.ts": rules }), /TS7006/);
    const loose = { ...files, "tsconfig.json": '{ "compilerOptions": { "noImplicitAny": false } }' };
    assert.equal(await startAndDescribe({ ...loose, "index.js": RULES, "rules.ts": rules }), "1: true");
  });
});
