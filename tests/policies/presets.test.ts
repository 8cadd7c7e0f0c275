// starts processes
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import Ajv from "ajv";
import { UNKNOWN_VALUE } from "../../common/special-values";
import { startPolicyPack } from "../../lab/engine/analyzer";
import type { PolicyPack } from "../../lab/engine/analyzer/types";
import { catalogue as baseline } from "../../policies/baseline/catalogue";
import type { Rule } from "../../policies/kit";
import { schemaOf } from "../../policies/kit/rule/settings";
import { catalogue as multiRegion } from "../../policies/multi-region/catalogue";
import { renderPresets } from "../../policies/presets";

const ROOT = path.resolve(__dirname, "../..");
const CATALOGUES: Readonly<Record<string, readonly Rule[]>> = { baseline, "multi-region": multiRegion };

type Setting = string | Readonly<Record<string, unknown>>;

function readPreset(pack: string, preset: string): Readonly<Record<string, Setting>> {
  return JSON.parse(fs.readFileSync(configFile(pack, preset), "utf8"));
}

function configFile(pack: string, preset: string): string {
  return path.join(ROOT, "policies", pack, "config", `${preset}.json`);
}

/** The level that a preset sets for a rule. */
function levelOf(setting: Setting | undefined): unknown {
  return typeof setting === "object" ? setting["enforcementLevel"] : setting;
}

describe("renderPresets", () => {
  for (const [file, text] of Object.entries(renderPresets())) {
    it(`matches the committed ${file} (npm run docs)`, () => {
      assert.equal(fs.readFileSync(path.join(ROOT, file), "utf8"), text);
    });
  }

  for (const [pack, rules] of Object.entries(CATALOGUES)) {
    for (const preset of ["strict", "recommended", "advisory"]) {
      it(`sets every rule of ${pack} in ${preset}, with settings that its schema accepts`, () => {
        const config = readPreset(pack, preset);
        const ajv = new Ajv({ strict: false, validateFormats: false });

        assert.deepEqual(
          Object.keys(config),
          rules.map(({ name }) => name),
        );
        for (const rule of rules) {
          const setting = config[rule.name];
          if (typeof setting !== "object") continue;
          const { enforcementLevel, ...settings } = setting;
          const { properties } = schemaOf(rule);
          const isValid = ajv.validate({ type: "object", additionalProperties: false, properties }, settings);
          assert.equal(isValid, true, `${rule.name}: ${ajv.errorsText()}`);
          const unchanged = Object.entries(settings).filter(
            ([key, value]) => JSON.stringify(value) === JSON.stringify(properties[key]?.default),
          );
          assert.deepEqual(unchanged, [], rule.name);
        }
      });
    }

    it(`never raises a level of ${pack} in recommended, and lowers medium and low severities`, () => {
      const config = readPreset(pack, "recommended");
      for (const { name, level, severity } of rules) {
        const isOften = severity === "medium" || severity === "low" || name === "billing-alarm-exists";
        assert.equal(config[name], isOften ? "advisory" : level, name);
      }
    });
  }
});

describe("the packs as processes with presets", () => {
  const packs = new Map<string, PolicyPack>();
  before(async () => {
    const starts = Object.keys(CATALOGUES).flatMap((pack) =>
      ["strict", "recommended", "advisory"].map(async (preset) => {
        const started = await startPolicyPack(path.join(ROOT, "policies", pack), {
          project: "program",
          stack: "dev",
          organization: "organization",
          config: {},
          configSecretKeys: [],
          dryRun: true,
          strict: true,
          configFile: configFile(pack, preset),
        });
        packs.set(`${pack} ${preset}`, started);
      }),
    );
    await Promise.all(starts);
  });
  after(async () => {
    await Promise.all([...packs.values()].map((pack) => pack.close()));
  });

  it("accept every preset and have its levels", () => {
    for (const [key, pack] of packs) {
      const [name = "", preset = ""] = key.split(" ");
      const config = readPreset(name, preset);
      // The first policy records inputs, the last one is about the pack.
      for (const policy of pack.policies.slice(1, -1)) {
        assert.equal(policy.enforcementLevel, levelOf(config[policy.name]), `${key} ${policy.name}`);
      }
    }
  });

  it("report an undecided check as a violation in strict alone", async () => {
    const reports = await Promise.all(
      ["strict", "recommended", "advisory"].map(async (preset) => {
        const type = "aws:s3/bucket:Bucket";
        const provider = "pulumi:providers:aws";
        const bucket = {
          type,
          name: "data",
          urn: `urn:pulumi:dev::program::${type}::data`,
          properties: { policy: UNKNOWN_VALUE },
          options: {},
          provider: {
            type: provider,
            name: "aws",
            urn: `urn:pulumi:dev::program::${provider}::aws`,
            properties: { region: "eu-west-1" },
          },
        };
        const pack = packs.get(`baseline ${preset}`);
        await pack?.analyze(bucket);
        const diagnostics = await pack?.analyzeStack([
          { ...bucket, dependencies: [], propertyDependencies: {} },
        ]);
        return (diagnostics ?? [])
          .filter(({ message }) => message.includes("denial of requests without TLS"))
          .map(({ policyName, enforcementLevel }) => `${preset}: ${enforcementLevel} ${policyName}`);
      }),
    );

    assert.deepEqual(reports.flat(), [
      "strict: mandatory s3-tls-only",
      "recommended: advisory pack-self-checks",
      "advisory: advisory pack-self-checks",
    ]);
  });
});
