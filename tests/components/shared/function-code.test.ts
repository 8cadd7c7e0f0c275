import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { bundleFunction } from "../../../components/shared/bundle-function";
import { functionCode } from "../../../components/shared/function-code";

describe("functionCode", () => {
  it("returns an archive with the bundled function as its only module", async () => {
    const archive = functionCode("reaper");

    assert.ok(archive instanceof pulumi.asset.AssetArchive);
    const assets = await archive.assets;
    assert.deepEqual(Object.keys(assets), ["index.mjs"]);
    const module = assets["index.mjs"];
    assert.ok(module instanceof pulumi.asset.StringAsset);
    assert.equal(await module.text, bundleFunction("reaper"));
  });

  it("fails for a function that does not exist", () => {
    assert.throws(() => functionCode("missing"), /Could not resolve "\.\/missing\/handler\.ts"/);
  });
});
