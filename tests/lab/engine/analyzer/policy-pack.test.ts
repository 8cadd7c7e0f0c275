// starts processes
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import {
  ARCHIVE_SIGNATURE,
  ASSET_SIGNATURE,
  RESOURCE_SIGNATURE,
  SIGNATURE_KEY,
  UNKNOWN_VALUE,
} from "../../../../common/special-values";
import {
  type AnalyzedResource,
  type AnalyzedStackResource,
  type PolicyPack,
  type PolicyPackOptions,
  startPolicyPack,
} from "../../../../lab/engine/analyzer";
import { EngineError, type EngineErrorCode } from "../../../../lab/engine/errors";
import { secret } from "../../../../lab/engine/values/values";

const PACK = path.join(__dirname, "pack");
// Inside of node_modules, so that packs written here find the SDK as an installed one would.
const SCRATCH = path.resolve(__dirname, "../../../../node_modules/.cache");

const OPTIONS: PolicyPackOptions = {
  project: "tides",
  stack: "dev",
  organization: "organization",
  config: { "app:depth": "12 m" },
  configSecretKeys: [],
  dryRun: true,
};

function resource(
  kind: string,
  properties: AnalyzedResource["properties"],
  name = "a",
): AnalyzedStackResource {
  const type = `test:index:${kind}`;
  const urn = `urn:pulumi:dev::tides::${type}::${name}`;
  return { type, urn, name, properties, options: {}, dependencies: [], propertyDependencies: {} };
}

function fault(message: string | RegExp, code: EngineErrorCode = "LAB_POLICY") {
  return (error: unknown) => {
    assert.ok(error instanceof EngineError, String(error));
    assert.equal(error.code, code);
    if (typeof message === "string") assert.equal(error.message, message);
    else assert.match(error.message, message);
    return true;
  };
}

describe("startPolicyPack", () => {
  const packs: PolicyPack[] = [];
  const folders: string[] = [];

  after(async () => {
    await Promise.all(packs.map((pack) => pack.close()));
    for (const folder of folders) fs.rmSync(folder, { recursive: true });
  });

  async function start(dir: string, options: Partial<PolicyPackOptions> = {}): Promise<PolicyPack> {
    const pack = await startPolicyPack(dir, { ...OPTIONS, ...options });
    packs.push(pack);
    return pack;
  }

  function folder(files: Record<string, string>, parent = SCRATCH): string {
    fs.mkdirSync(parent, { recursive: true });
    const dir = fs.mkdtempSync(path.join(parent, "pack-"));
    folders.push(dir);
    for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(dir, name), text);
    return dir;
  }

  const whole = (index: string) =>
    folder({
      "PulumiPolicy.yaml": "runtime: nodejs\n",
      "package.json": '{"version":"1.0.0"}',
      "index.js": index,
    });

  describe("running pack", () => {
    let pack: PolicyPack;
    const said: string[] = [];

    before(async () => {
      pack = await start(PACK, { tags: { env: "dev" }, onInfo: (line) => said.push(line) });
    });

    it("returns name, version and policies at the level in force", () => {
      assert.equal(pack.name, "test-pack");
      assert.equal(pack.version, "2.5.0");
      const levels = pack.policies.map(
        ({ name, type, enforcementLevel }) => `${name} ${type} ${enforcementLevel}`,
      );
      assert.deepEqual(levels, [
        "reports resource advisory",
        "tagged resource mandatory",
        "versioned resource remediate",
        "sized resource mandatory",
        "sealed stack mandatory",
        "brittle resource mandatory",
        "off resource disabled",
      ]);
      assert.deepEqual(pack.policies[1], {
        name: "tagged",
        displayName: "",
        description: "resources carry a tag",
        type: "resource",
        enforcementLevel: "mandatory",
        severity: "high",
        tags: [],
        remediationSteps: "",
        url: "",
      });
      assert.ok(said.includes("pack loaded"), said.join("\n"));
    });

    it("shows a policy the resource with clear secrets and without internal keys", async () => {
      const mirror = resource("Mirror", {
        __defaults: ["x"],
        text: "abc",
        nested: { __defaults: [], key: secret("hush") },
        target: { [SIGNATURE_KEY]: RESOURCE_SIGNATURE, urn: "urn:pulumi:dev::tides::t::b", id: "b-1" },
        component: { [SIGNATURE_KEY]: RESOURCE_SIGNATURE, urn: "urn:pulumi:dev::tides::t::c" },
      });
      const [diagnostic, ...others] = await pack.analyze({
        ...mirror,
        options: {
          protect: true,
          ignoreChanges: ["text"],
          deleteBeforeReplace: true,
          aliases: ["urn:pulumi:dev::tides::t::old"],
          customTimeouts: { create: 60 },
          additionalSecretOutputs: ["password"],
          parent: "urn:pulumi:dev::tides::t::parent",
        },
        provider: {
          type: "pulumi:providers:test",
          urn: "urn:pulumi:dev::tides::pulumi:providers:test::p",
          name: "p",
          properties: { region: "eu-west-1", __internal: {} },
        },
      });

      assert.deepEqual(others, []);
      assert.ok(diagnostic);
      const { message, detail, ...rest } = diagnostic;
      assert.deepEqual(rest, {
        policyName: "reports",
        packName: "test-pack",
        packVersion: "2.5.0",
        description: "reports what it sees",
        enforcementLevel: "advisory",
        severity: "low",
        urn: mirror.urn,
      });
      const [first, seen = ""] = message.split("\n");
      assert.equal(first, "reports what it sees");
      assert.equal(detail, seen);
      const { pid, ...report } = JSON.parse(seen);
      assert.ok(pid > 0);
      assert.deepEqual(report, {
        props: {
          text: "abc",
          nested: { key: "hush" },
          target: "b-1",
          component: "urn:pulumi:dev::tides::t::c",
        },
        opts: {
          protect: true,
          ignoreChanges: ["text"],
          aliases: ["urn:pulumi:dev::tides::t::old"],
          customTimeouts: { createSeconds: 60, updateSeconds: 0, deleteSeconds: 0 },
          additionalSecretOutputs: ["password"],
          deleteBeforeReplace: true,
          parent: "urn:pulumi:dev::tides::t::parent",
        },
        urn: mirror.urn,
        name: "a",
        provider: {
          type: "pulumi:providers:test",
          props: { region: "eu-west-1" },
          urn: "urn:pulumi:dev::tides::pulumi:providers:test::p",
          name: "p",
        },
        tags: [["env", "dev"]],
        project: "tides",
        stack: "dev",
        organization: "organization",
        dryRun: true,
        depth: "12 m",
      });
    });

    it("reports a mandatory violation with the pack's own settings", async () => {
      const boat = resource("Boat", { tags: { owner: "me" } });
      const diagnostics = await pack.analyze(boat);
      assert.deepEqual(
        diagnostics.map(({ policyName, enforcementLevel, message }) => [
          policyName,
          enforcementLevel,
          message,
        ]),
        [["tagged", "mandatory", "resources carry a tag\nno tag team"]],
      );
      assert.deepEqual(await pack.analyze(resource("Boat", { tags: { team: "blue" } })), []);
    });

    it("remediates inputs and keeps secrets, internal keys, unknowns and assets", async () => {
      const bucket = resource("Bucket", {
        __defaults: [],
        key: secret("hush"),
        size: UNKNOWN_VALUE,
        code: {
          [SIGNATURE_KEY]: ARCHIVE_SIGNATURE,
          hash: "h1",
          assets: { "a.txt": { [SIGNATURE_KEY]: ASSET_SIGNATURE, hash: "h2", text: "tide" } },
        },
      });

      const { properties, remediations, diagnostics } = await pack.remediate(bucket);

      assert.deepEqual(properties, { ...bucket.properties, versioned: true });
      assert.deepEqual(remediations, [
        {
          policyName: "versioned",
          packName: "test-pack",
          packVersion: "2.5.0",
          description: "buckets keep versions",
          before: bucket.properties,
          after: properties,
        },
      ]);
      assert.deepEqual(diagnostics, []);
    });

    it("reports a violation after a remediation as mandatory", async () => {
      const stubborn = resource("Bucket", { stubborn: true, size: 1 });
      assert.deepEqual((await pack.remediate(stubborn)).remediations, []);
      const diagnostics = await pack.analyze(stubborn);
      assert.deepEqual(
        diagnostics.map(({ policyName, enforcementLevel }) => [policyName, enforcementLevel]),
        [["versioned", "mandatory"]],
      );
    });

    it("reports a violation at the level remediate as mandatory", async () => {
      const diagnostics = await pack.analyze(resource("Horn", {}));
      assert.deepEqual(
        diagnostics.map(({ message, enforcementLevel }) => [message, enforcementLevel]),
        [["toot", "mandatory"]],
      );
    });

    it("reports a remediation that reads an unknown and keeps the inputs", async () => {
      const bucket = resource("Bucket", { stubborn: UNKNOWN_VALUE, size: 1 });
      const { properties, remediations, diagnostics } = await pack.remediate(bucket);
      assert.deepEqual([properties, remediations], [bucket.properties, []]);
      assert.deepEqual(
        diagnostics.map(({ policyName, enforcementLevel, urn }) => [policyName, enforcementLevel, urn]),
        [["versioned", "advisory", bucket.urn]],
      );
      assert.match(
        diagnostics[0]?.message ?? "",
        /^can't run remediation 'versioned' .* during preview: string value at \.stubborn can't be known/,
      );
    });

    it("reports a mandatory policy that reads an unknown, as Pulumi's engine does", async () => {
      const diagnostics = await pack.analyze(resource("Bucket", { versioned: true, size: UNKNOWN_VALUE }));
      assert.deepEqual(
        diagnostics.map(({ policyName, enforcementLevel }) => [policyName, enforcementLevel]),
        [["sized", "advisory"]],
      );
      assert.match(
        diagnostics[0]?.message ?? "",
        /^can't run policy 'sized' .* during preview: string value at \.size can't be known/,
      );
    });

    it("links resources by parent and input even with unknown ids", async () => {
      const parent = resource("Dock", {}, "dock");
      const sealed = { ...resource("Bucket", { versioned: true }, "sealed"), parent: parent.urn };
      const open = { ...resource("Bucket", { versioned: true }, "open"), parent: parent.urn };
      const seal = {
        ...resource("Seal", { bucket: UNKNOWN_VALUE }),
        dependencies: [sealed.urn],
        propertyDependencies: { bucket: [sealed.urn], other: [] },
      };

      const diagnostics = await pack.analyzeStack([parent, sealed, open, seal]);

      assert.deepEqual(diagnostics, [
        {
          policyName: "sealed",
          packName: "test-pack",
          packVersion: "2.5.0",
          description: "every bucket has a seal",
          message: "every bucket has a seal\nno seal, parent dock",
          detail: "no seal, parent dock",
          enforcementLevel: "mandatory",
          urn: open.urn,
        },
      ]);
      const [ofStack] = await pack.analyzeStack([
        sealed,
        seal,
        { ...resource("Seal", {}, "b"), propertyDependencies: { bucket: [sealed.urn] } },
      ]);
      assert.equal(ofStack?.message, "every bucket has a seal\nmore than one seal");
      assert.equal(ofStack !== undefined && "urn" in ofStack, false);
    });

    it("analyzes many resources concurrently", async () => {
      const boats = Array.from({ length: 40 }, (_, index) =>
        resource("Boat", index % 2 === 0 ? {} : { tags: { team: "blue" } }, `boat-${index}`),
      );
      const answers = await Promise.all(boats.map((boat) => pack.analyze(boat)));
      assert.deepEqual(
        answers.map((answer) => answer.map(({ urn }) => urn)),
        boats.map(({ urn }, index) => (index % 2 === 0 ? [urn] : [])),
      );
    });

    it("throws an error with pack, resource and policy when a policy throws", async () => {
      const bad = resource("Bucket", { break: true, size: 1, versioned: true });
      await assert.rejects(
        pack.analyze(bad),
        fault(
          /^policy pack test-pack at urn:pulumi:dev::tides::test:index:Bucket::a: Error validating resource with policy 'brittle' from policy pack 'test-pack@v1\.0\.0':\nError: the rule broke/,
        ),
      );
      assert.deepEqual(await pack.analyze(resource("Bucket", { size: 1, versioned: true })), []);
    });

    it("ends its process on close and refuses further calls", async () => {
      const other = await start(PACK);
      const [diagnostic] = await other.analyze(resource("Mirror", {}));
      const { pid } = JSON.parse(diagnostic?.message.split("\n")[1] ?? "");
      process.kill(pid, 0);

      await other.close();

      assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
      await assert.rejects(other.analyze(resource("Mirror", {})), fault(/^policy pack test-pack at /));
    });
  });

  it("overrides the pack by the configuration file, and by `all` for other policies", async () => {
    const dir = folder({
      "config.json": JSON.stringify({
        all: "advisory",
        tagged: {
          enforcementLevel: "mandatory",
          key: "owner",
          kinds: ["test:index:Boat", "test:index:Ship"],
        },
        brittle: "remediate",
        tagedd: "mandatory",
      }),
    });
    const said: string[] = [];
    const pack = await start(PACK, {
      configFile: path.join(dir, "config.json"),
      onInfo: (line) => said.push(line),
    });

    assert.deepEqual(
      pack.policies.map(({ name, enforcementLevel }) => `${name} ${enforcementLevel}`),
      [
        "reports advisory",
        "tagged mandatory",
        "versioned advisory",
        "sized advisory",
        "sealed advisory",
        "brittle remediate",
        "off advisory",
      ],
    );
    const diagnostics = await pack.analyze(resource("Ship", { tags: { team: "blue" } }));
    assert.deepEqual(
      diagnostics.map(({ policyName, enforcementLevel, message }) => [policyName, enforcementLevel, message]),
      [
        ["tagged", "mandatory", "resources carry a tag\nno tag owner"],
        ["off", "advisory", "is off\nno"],
      ],
    );
    assert.ok(
      said.includes('the configuration of test-pack names "tagedd", which is not a policy of the pack'),
      said.join("\n"),
    );
    await assert.rejects(
      pack.remediate(resource("Bucket", { breakRemediation: true })),
      fault(/Error remediating resource with remediation 'brittle' .*\nError: the remediation broke/),
    );
    await assert.rejects(
      pack.analyze(resource("Boat", { die: true })),
      fault(/; its process has ended, its stderr ends:\n(.*\n)*last words$/),
    );
  });

  it("reports all settings that violate the schema", async () => {
    const dir = folder({ "config.json": JSON.stringify({ tagged: { key: 3, kinds: [] } }) });
    const file = path.join(dir, "config.json");
    await assert.rejects(
      start(PACK, { configFile: file }),
      fault(
        `configuration of policy pack test-pack 2.5.0 with ${file}: tagged: key is 3, expected that it must be string; tagged: kinds is [], expected that it must have at least 1 items`,
        "LAB_CONFIG",
      ),
    );
  });

  it("reports all unknown names in strict mode", async () => {
    const dir = folder({
      "config.json": JSON.stringify({
        all: { enforcementLevel: "advisory", key: "x" },
        tagged: { kind: ["a"], kinds: [] },
        sized: { limit: 3 },
        taged: "mandatory",
      }),
    });
    const file = path.join(dir, "config.json");
    const suggest = (name: string, known: readonly string[]) =>
      known.includes("tagged") && name === "taged" ? "; did you mean tagged?" : "";
    await assert.rejects(
      start(PACK, { configFile: file, strict: true, suggest }),
      fault(
        `configuration of policy pack test-pack 2.5.0 with ${file}: ${[
          "all: key is set, expected enforcementLevel alone",
          'tagged: setting "kind" does not exist; known are key, kinds',
          'sized: setting "limit" does not exist; there are no others',
          'policy is "taged", expected one of the pack\'s; did you mean tagged?',
          "tagged: kinds is [], expected that it must have at least 1 items",
        ].join("; ")}`,
        "LAB_CONFIG",
      ),
    );
  });

  it("reports an invalid configuration file before the pack starts", async () => {
    const dir = folder({ "bad.json": "{", "level.json": '{"tagged":"loud","all":3}' });
    const bad = path.join(dir, "bad.json");
    const level = path.join(dir, "level.json");
    await assert.rejects(
      start(PACK, { configFile: bad }),
      fault(/^policy pack configuration .*bad\.json: .*JSON/, "LAB_CONFIG"),
    );
    await assert.rejects(
      start(PACK, { configFile: level }),
      fault(
        /level\.json: tagged is "loud", expected one of advisory, .*; all is 3, expected one of /,
        "LAB_CONFIG",
      ),
    );
    await assert.rejects(
      start(PACK, { configFile: path.join(dir, "none.json") }),
      fault(/none\.json: ENOENT/, "LAB_CONFIG"),
    );
  });

  it("reports the error of a pack that throws while it loads", async () => {
    const dir = whole('throw new Error("the pack is broken");');
    await assert.rejects(
      start(dir),
      fault(
        /^policy pack .* ended \(exit code \d+\) before it printed its port; its stderr ends:\n[\s\S]*the pack is broken/,
      ),
    );
  });

  it("refuses a pack that prints a line before its port", async () => {
    const dir = whole('console.log("hello"); setInterval(() => {}, 1000);');
    await assert.rejects(start(dir), fault(/ printed "hello" as its first line, expected its port; /));
  });

  it("ends a pack that does not start within the limit", async () => {
    const dir = whole("setInterval(() => {}, 1000);");
    await assert.rejects(start(dir, { startLimitMs: 400 }), fault(/ printed no port within 0\.4 s; /));
  });

  it("throws the abort reason and ends the pack during its start", async () => {
    const dir = whole("setInterval(() => {}, 1000);");
    const abort = new AbortController();
    const starting = start(dir, { signal: abort.signal });
    abort.abort(new Error("the user gave up"));
    await assert.rejects(starting, { message: "the user gave up" });
  });
});

describe("readPackProject, through startPolicyPack", () => {
  const folders: string[] = [];
  after(() => {
    for (const folder of folders) fs.rmSync(folder, { recursive: true });
  });

  for (const [what, files, message] of [
    [
      "no PulumiPolicy.yaml",
      {},
      /PulumiPolicy\.yaml is missing; a policy pack needs one with "runtime: nodejs"$/,
    ],
    ["broken YAML", { "PulumiPolicy.yaml": "runtime: [" }, /PulumiPolicy\.yaml cannot be read: /],
    [
      "no runtime",
      { "PulumiPolicy.yaml": "version: 1.0.0" },
      /is not a policy project: runtime: expected nodejs, or an object/,
    ],
    [
      "another runtime",
      { "PulumiPolicy.yaml": "runtime: python" },
      /: runtime is "python", expected nodejs, the only one that the lab supports$/,
    ],
    [
      "no package.json",
      { "PulumiPolicy.yaml": "runtime: nodejs" },
      /package\.json is missing; a policy pack needs it for its version$/,
    ],
    [
      "a package.json without version",
      { "PulumiPolicy.yaml": "runtime: {name: nodejs}", "package.json": "{}" },
      /version of .*package\.json is missing, expected the pack's version$/,
    ],
    [
      "a package.json that is no JSON",
      { "PulumiPolicy.yaml": "runtime: nodejs", "package.json": "{" },
      /package\.json cannot be read: .*JSON/,
    ],
    [
      "no dependencies",
      { "PulumiPolicy.yaml": "runtime: nodejs", "package.json": '{"version":"1.0.0"}' },
      /@pulumi\/policy is not installed; run npm install in .*$/,
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const dir = fs.mkdtempSync(path.join(os.tmpdir(), "pack-"));
      folders.push(dir);
      for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(dir, name), text);
      await assert.rejects(startPolicyPack(dir, OPTIONS), fault(message));
    });
  }
});
