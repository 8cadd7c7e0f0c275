import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { UsageError } from "../../../cli/errors";
import { selectPacks } from "../../../cli/policy/select-packs";
import { ROOT } from "../../helpers/lab";

describe("selectPacks", () => {
  let dir: string;
  const make = (file: string): void => {
    fs.mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
    fs.writeFileSync(path.join(dir, file), "");
  };
  const run = (named?: readonly string[]) =>
    selectPacks(named, { project: dir, cwd: dir, environment: "dev" }).map(
      ({ dir: folder, configFile, strict }) => [
        path.relative(dir, folder),
        configFile && path.relative(dir, configFile),
        strict,
      ],
    );
  beforeEach(() => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), "packs-"));
  });
  afterEach(() => fs.rmSync(dir, { recursive: true }));

  it("selects the project's packs with the environment's configuration by default", () => {
    make("policies/baseline/PulumiPolicy.yaml");
    make("policies/baseline/config/dev.json");
    make("policies/multi-region/PulumiPolicy.yaml");
    make("policies/multi-region/config/prod.json");
    assert.deepEqual(run(), [
      ["policies/baseline", "policies/baseline/config/dev.json", true],
      ["policies/multi-region", undefined, true],
    ]);
  });

  it("selects this package's packs for a project without packs", () => {
    make("policies/multi-region/config/dev.json");
    const chosen = selectPacks(undefined, { project: dir, cwd: dir, environment: "dev" });
    assert.deepEqual(
      chosen.map(({ dir: folder, configFile }) => [folder, configFile]),
      [
        [path.join(ROOT, "policies/baseline"), undefined],
        [path.join(ROOT, "policies/multi-region"), path.join(dir, "policies/multi-region/config/dev.json")],
      ],
    );
  });

  it("selects only the named packs, each with its configuration file", () => {
    make("a/PulumiPolicy.yaml");
    make("b=c/PulumiPolicy.yaml");
    make("x.json");
    assert.deepEqual(run(["a=x.json", "b=c", "b=c=x.json"]), [
      ["a", "x.json", true],
      ["b=c", undefined, true],
      ["b=c", "x.json", true],
    ]);
  });

  it("rejects missing folders and files and names all of them", () => {
    make("a/PulumiPolicy.yaml");
    const where = (file: string): string => JSON.stringify(path.join(dir, file));
    assert.throws(
      () => run(["a=no.json", "nowhere"]),
      (error: unknown) => {
        assert.ok(error instanceof UsageError);
        assert.equal(
          error.message,
          `--pack: configuration is ${where("no.json")}, expected an existing file\n` +
            `--pack: folder is ${where("nowhere")}, expected one with a PulumiPolicy.yaml`,
        );
        return true;
      },
    );
  });
});
