import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { type PolicyPack, startPolicyPack } from "../../../../lab/engine/analyzer";
import { ROOT } from "../../../helpers/lab";

/** A pack whose one policy says how many files of a compiler are loaded. */
const PACK = (rules: string): string => `
  const { PolicyPack } = require("@pulumi/policy");
  ${rules}
  const compilers = Object.keys(require.cache).filter((file) => /[\\\\/](typescript|ts-node)[\\\\/](lib|dist)[\\\\/]/.test(file));
  new PolicyPack("late", {
    policies: [{ name: "late", description: text + ": " + (compilers.length > 0), validateStack: () => {} }],
  });
`;
const RULES = PACK('const { text } = require("./rules");');

describe("the compiler of a policy pack", function () {
  this.timeout(60_000);
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

  /** What the pack of these files says of itself. */
  async function said(files: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv = {}): Promise<string> {
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

  it("given a pack in JavaScript, when started, then none is loaded", async () => {
    assert.equal(await said({ "index.js": PACK('const text = "js";') }), "js: false");
  });

  it("given a file in TypeScript, when it is asked for, then it is loaded for that", async () => {
    const rules = 'export const text: string = "ts";';
    assert.equal(await said({ "index.js": RULES, "rules.ts": rules }), "ts: true");
  });

  it("given a file in TypeScript with a wrong type, when it is asked for, then the pack does not start", async () => {
    const rules = "export const text: string = 1;";
    await assert.rejects(
      said({ "index.js": RULES, "rules.ts": rules }),
      /rules\.ts.*TS2322|TS2322.*rules\.ts/s,
    );
  });

  it("given a configuration of the compiler, in a file or the environment, when started, then it is loaded at once", async () => {
    const files = { "index.js": PACK('const text = "js";') };
    assert.equal(await said(files, { TS_NODE_PRETTY: "true" }), "js: true");
    await pack?.close();
    assert.equal(await said({ ...files, "tsconfig.json": "{}" }), "js: true");
  });

  it("given a pack that says it is JavaScript, when started, then none is loaded, and a file in TypeScript is held to its tsconfig.json", async () => {
    const files = {
      "PulumiPolicy.yaml": "runtime: { name: nodejs, options: { typescript: false } }\n",
      "tsconfig.json": '{ "compilerOptions": { "strict": true, "noImplicitAny": true } }',
    };
    assert.equal(await said({ ...files, "index.js": PACK('const text = "js";') }), "js: false");
    await pack?.close();
    const rules = "function say(what) { return String(what); }\nexport const text = say(1);";
    await assert.rejects(said({ ...files, "index.js": RULES, "rules.ts": rules }), /TS7006/);
    const loose = { ...files, "tsconfig.json": '{ "compilerOptions": { "noImplicitAny": false } }' };
    assert.equal(await said({ ...loose, "index.js": RULES, "rules.ts": rules }), "1: true");
  });
});
