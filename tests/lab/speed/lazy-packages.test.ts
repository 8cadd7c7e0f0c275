// starts processes
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { ROOT } from "../../helpers/lab";

const LAZY = path.join(ROOT, "lab/speed/lazy-packages.js");
const SERIALISATION = `
  const pulumi = require("@pulumi/pulumi");
  const loaded = () => ["typescript", "@npmcli/arborist"].map((name) => require.resolve(name) in require.cache);
  const first = loaded();
  const factor = 3;
  (async () => {
    const { text } = await pulumi.runtime.serializeFunction((count) => count * factor);
    const paths = await pulumi.runtime.computeCodePaths({});
    const asNode = { text, paths: [...paths.keys()], ts: Object.keys(require("@pulumi/pulumi/typescript-shim")).length };
    process.stdout.write(JSON.stringify({ first, then: loaded(), asNode }));
  })();
`;

describe("lazy packages", () => {
  let dir: string;
  before(() => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-lazy-"));
    fs.mkdirSync(path.join(dir, "node_modules/mine"), { recursive: true });
    const write = (file: string, content: object): void =>
      fs.writeFileSync(path.join(dir, file), JSON.stringify(content));
    write("package.json", { name: "lazy", version: "1.0.0", dependencies: { mine: "1.0.0" } });
    write("node_modules/mine/package.json", { name: "mine", version: "1.0.0" });
  });
  after(() => fs.rmSync(dir, { recursive: true }));

  function run(text: string, file: string): Record<string, unknown> {
    const program = `module.paths.push(${JSON.stringify(path.join(ROOT, "node_modules"))});${text}`;
    fs.writeFileSync(path.join(dir, file), program);
    const { stdout, stderr, status } = spawnSync(process.execPath, [file], { cwd: dir, encoding: "utf8" });
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  it("loads the packages when a function is serialised, with the same result as without", () => {
    const install = `require(${JSON.stringify(LAZY)}).install();`;
    const plain = run(SERIALISATION, "plain.js");
    const lazy = run(`${install}${SERIALISATION}`, "lazy.js");

    assert.deepEqual(
      [plain["first"], plain["then"]],
      [
        [true, true],
        [true, true],
      ],
    );
    assert.deepEqual(
      [lazy["first"], lazy["then"]],
      [
        [false, false],
        [true, true],
      ],
    );
    assert.deepEqual(lazy["asNode"], plain["asNode"]);
    assert.match(JSON.stringify(lazy["asNode"]), /__f0.*count \* factor.*"node_modules\/mine"/);
  });
});
