import assert from "node:assert/strict";
import { Callback } from "@pulumi/pulumi/proto/callback_pb";
import * as pb from "@pulumi/pulumi/proto/resource_pb";
import { parseDuration, toGoal } from "../../../../lab/engine/goal/goal";

const bare = (): pb.RegisterResourceRequest =>
  new pb.RegisterResourceRequest().setType("test:index:Thing").setName("a").setCustom(true);

describe("toGoal", () => {
  it("leaves open what a bare registration does not set", () => {
    const goal = toGoal(bare());
    assert.equal(goal.protect, undefined);
    assert.equal(goal.retainOnDelete, undefined);
    assert.equal(goal.deleteBeforeReplace, undefined);
    assert.equal(goal.customTimeouts, undefined);
    assert.equal(goal.replacementTrigger, undefined);
    assert.deepEqual(goal.inputs, {});
  });

  it("keeps protect: false apart from an unset option", () => {
    assert.equal(toGoal(bare().setProtect(false)).protect, false);
  });

  it("reads a repeated dependency once", () => {
    assert.deepEqual(toGoal(bare().setDependenciesList(["u", "v", "u"])).dependencies, ["u", "v"]);
  });

  it("reads timeouts in seconds", () => {
    const timeouts = new pb.RegisterResourceRequest.CustomTimeouts().setCreate("1h30m").setDelete("90s");
    assert.deepEqual(toGoal(bare().setCustomtimeouts(timeouts)).customTimeouts, { create: 5400, delete: 90 });
  });

  it("names resource, timeout and value when a timeout is no duration", () => {
    const timeouts = new pb.RegisterResourceRequest.CustomTimeouts().setUpdate("soon");
    assert.throws(() => toGoal(bare().setCustomtimeouts(timeouts)), {
      message: 'a: customTimeouts.update is "soon", expected a duration such as 30s, 5m or 1h30m',
    });
  });

  const unsupported: Readonly<Record<string, (request: pb.RegisterResourceRequest) => unknown>> = {
    import: (request) => request.setImportid("i-1"),
    stateMigrations: (request) => request.setStateMigrationsList([new Callback()]),
    hooks: (request) =>
      request.setHooks(new pb.RegisterResourceRequest.ResourceHooksBinding().setBeforeCreateList(["h"])),
    parameterization: (request) => request.setPackageref("ref"),
    pluginDownloadURL: (request) => request.setPlugindownloadurl("https://example.com"),
    envVarMappings: (request) => request.getEnvvarmappingsMap().set("A", "B"),
    snippet: (request) => request.setSnippetid("s"),
  };
  for (const [option, set] of Object.entries(unsupported)) {
    it(`refuses ${option} by name`, () => {
      const request = bare();
      set(request);
      assert.throws(() => toGoal(request), {
        code: "LAB_UNSUPPORTED",
        message: `a [test:index:Thing] uses ${option}, which the lab engine does not have; the Pulumi CLI does`,
      });
    });
  }

  it("names both of two refused options", () => {
    assert.throws(() => toGoal(bare().setImportid("i").setSnippetid("s")), /uses import, snippet, which/);
  });
});

describe("parseDuration", () => {
  const durations: Readonly<Record<string, number>> = {
    "30s": 30,
    "5m": 300,
    "1h30m": 5400,
    "1.5h": 5400,
    "250ms": 0.25,
    "2h0m0.5s": 7200.5,
    "2µs": 2e-6,
  };
  for (const [text, seconds] of Object.entries(durations)) {
    it(`parses ${text} as ${seconds} s`, () => {
      assert.equal(parseDuration(text, "a", "create"), seconds);
    });
  }
  for (const text of ["", "5", "m", "5 m", "5m!", "-5m", "1d"]) {
    it(`rejects ${JSON.stringify(text)}`, () => {
      assert.throws(() => parseDuration(text, "a", "create"), /customTimeouts\.create is/);
    });
  }
});
