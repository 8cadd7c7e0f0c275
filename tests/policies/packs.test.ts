// starts processes
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { UNKNOWN_VALUE } from "../../common/special-values";
import { startPolicyPack } from "../../lab/engine/analyzer";
import type { AnalyzedResource, AnalyzedStackResource, PolicyPack } from "../../lab/engine/analyzer/types";
import { catalogue as baselineRules } from "../../policies/baseline/catalogue";
import { compileRules } from "../../policies/kit/pack/compile-rules";
import { catalogue as multiRegionRules } from "../../policies/multi-region/catalogue";

const ROOT = path.resolve(__dirname, "../..");
const BUCKET = "aws:s3/bucket:Bucket";
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";

function createAnalyzed(
  type: string,
  name: string,
  properties: AnalyzedResource["properties"],
  provider = "aws-eu-west-1",
): AnalyzedResource {
  const providerType = "pulumi:providers:aws";
  return {
    type,
    name,
    urn: `urn:pulumi:dev::program::${type}::${name}`,
    properties,
    options: {},
    provider: {
      type: providerType,
      name: provider,
      urn: `urn:pulumi:dev::program::${providerType}::${provider}`,
      properties: { region: "eu-west-1" },
    },
  };
}

function complete(
  resource: AnalyzedResource,
  propertyDependencies: AnalyzedStackResource["propertyDependencies"] = {},
): AnalyzedStackResource {
  return { ...resource, dependencies: [], propertyDependencies };
}

describe("the packs as processes", () => {
  let folder: string;
  let baseline: PolicyPack;
  let multiRegion: PolicyPack;

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-packs-"));
    const configFile = path.join(folder, "baseline.json");
    fs.writeFileSync(
      configFile,
      JSON.stringify({
        "s3-versioning-status": "remediate",
        "s3-versioning-enabled": { exempt: [{ match: "scratch", reason: "emptied every night" }] },
      }),
    );
    const options = {
      project: "program",
      stack: "dev",
      organization: "organization",
      config: {},
      configSecretKeys: [],
      dryRun: true,
      strict: true,
    };
    [baseline, multiRegion] = await Promise.all([
      startPolicyPack(path.join(ROOT, "policies/baseline"), { ...options, configFile }),
      startPolicyPack(path.join(ROOT, "policies/multi-region"), options),
    ]);
  });
  after(async () => {
    await Promise.all([baseline?.close(), multiRegion?.close()]);
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it("list the rules of their catalogues, each with its kind", () => {
    for (const [pack, rules] of [
      [baseline, baselineRules],
      [multiRegion, multiRegionRules],
    ] as const) {
      assert.deepEqual(
        pack.policies.map(({ name }) => name),
        compileRules(rules).map(({ name }) => name),
      );
      // The SDK lists a rule with a remediation as one about resources.
      const kinds = rules.map(({ name, kind, remediation }) => [name, remediation ? "resource" : kind]);
      assert.deepEqual(
        pack.policies.slice(1, -1).map(({ name, type }) => [name, type]),
        kinds,
      );
    }
  });

  it("use dependencies and exemptions and report undecided checks in a preview", async () => {
    const resources = ["data", "scratch", "plain"].map((name) => createAnalyzed(BUCKET, name, {}));
    const data = resources[0] as AnalyzedResource;
    const versioning = createAnalyzed(VERSIONING, "versioning", {
      bucket: UNKNOWN_VALUE,
      versioningConfiguration: { status: UNKNOWN_VALUE },
    });
    for (const resource of [...resources, versioning]) await baseline.analyze(resource);

    const diagnostics = await baseline.analyzeStack([
      complete(versioning, { bucket: [data.urn] }),
      ...resources.map((resource) => complete(resource)),
    ]);

    const messages = diagnostics
      .filter(({ policyName, message }) => `${policyName} ${message}`.includes("s3-versioning-"))
      .map(({ policyName, enforcementLevel, severity, message }) =>
        [policyName, enforcementLevel, severity, message.split("\n")[1]?.split(";")[0]].join(" "),
      );
    assert.deepEqual(messages.sort(), [
      "pack-self-checks advisory low s3-versioning-enabled: data: versioning cannot be decided before the update, because versioningConfiguration.status is unknown in this preview",
      "pack-self-checks advisory low s3-versioning-status: versioning: status cannot be decided before the update, because versioningConfiguration.status is unknown in this preview",
      "s3-versioning-enabled mandatory high plain: it is not versioned",
    ]);
  });

  it("fix a resource at the level remediate and keep unknowns and secrets", async () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "x" };
    const { properties, remediations } = await baseline.remediate(
      createAnalyzed(VERSIONING, "versioning", {
        __defaults: [],
        bucket: UNKNOWN_VALUE,
        mfa: secret,
        versioningConfiguration: { status: "Suspended" },
      }),
    );

    assert.deepEqual(properties, {
      __defaults: [],
      bucket: UNKNOWN_VALUE,
      mfa: secret,
      versioningConfiguration: { status: "Enabled" },
    });
    assert.deepEqual(
      remediations.map(({ policyName }) => policyName),
      ["s3-versioning-status"],
    );
  });

  it("report a default provider as a critical violation", async () => {
    const all = await multiRegion.analyze(createAnalyzed(BUCKET, "data", {}, "default_7_48_0"));
    const violation = all.find(({ policyName }) => policyName === "no-default-provider");

    assert.equal(violation?.enforcementLevel, "mandatory");
    assert.equal(violation?.severity, "critical");
    assert.match(violation?.message ?? "", /\ndata: its provider is the default provider/);
  });
});
