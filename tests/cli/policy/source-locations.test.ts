import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { createLocator } from "../../../cli/policy/source-locations";
import type { AnalyzedResource } from "../../../lab/engine";
import { urn } from "./fixtures";

describe("createLocator", () => {
  let root: string;
  before(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "places-"));
    fs.mkdirSync(path.join(root, ".git"));
    fs.mkdirSync(path.join(root, "infra"));
    fs.writeFileSync(path.join(root, "infra/Pulumi.dev.yaml"), "");
  });
  after(() => fs.rmSync(root, { recursive: true }));

  const at = (file: string, line: number): string => `${pathToFileURL(path.join(root, file))}#${line},7`;
  const resource = (name: string, sourcePosition: string | undefined, parent?: string): AnalyzedResource => ({
    type: "aws:s3/bucket:Bucket",
    urn: urn("dev", name),
    name,
    properties: {},
    options: { parent: parent && urn("dev", parent) },
    sourcePosition,
  });
  const places = (configFile: string) => {
    const placeOf = createLocator(
      [
        resource("own", at("infra/a b.ts", 12)),
        resource("child", at("infra/node_modules/x/index.js", 3), "own"),
        resource("outside", "file:///elsewhere/index.ts#4,1"),
        resource("project", "project:///stacks/one.ts#8,2"),
        resource("silent", undefined),
      ],
      { project: path.join(root, "infra"), configFile, projectFile: path.join(root, "infra/Pulumi.yaml") },
    );
    return (name: string): string => {
      const { file, line } = placeOf(urn("dev", name));
      return `${file}:${line}`;
    };
  };

  it("returns paths from the repository's root, and the parent's location as a fallback", () => {
    const place = places(path.join(root, "infra/Pulumi.dev.yaml"));
    assert.equal(place("own"), "infra/a b.ts:12");
    assert.equal(place("child"), "infra/a b.ts:12");
    assert.equal(place("project"), "infra/stacks/one.ts:8");
    for (const name of ["outside", "silent", "unknown"]) assert.equal(place(name), "infra/Pulumi.dev.yaml:1");
  });

  it("falls back to the project file without a configuration file", () => {
    assert.equal(places(path.join(root, "infra/Pulumi.nope.yaml"))("silent"), "infra/Pulumi.yaml:1");
  });
});
