// starts processes
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { SECRET_SIGNATURE, SIGNATURE_KEY } from "../../../common/special-values";
import * as engine from "../../../lab/engine";
import type { ResourceState } from "../../../lab/engine/state";
import { type LabProject, labProject } from "../../helpers/lab";
import { nameOf } from "./plugins/fixture";

const PACK = path.join(__dirname, "analyzer/pack");
const PASSPHRASE = { text: "x", source: "the test" };

const urn = (stack: string, kind: string, name: string): string =>
  `urn:pulumi:${stack}::golden::test:index:${kind}::${name}`;

function state(stack: string, kind: string, name: string, more: Partial<ResourceState> = {}): ResourceState {
  return { urn: urn(stack, kind, name), type: `test:index:${kind}`, custom: true, id: name, ...more };
}

describe("analyze", () => {
  let project: LabProject;
  before(async () => {
    project = labProject();
    const provider = `urn:pulumi:dev-a::golden::pulumi:providers:test::p`;
    const stacks: Readonly<Record<string, readonly ResourceState[]>> = {
      "dev-a": [
        { urn: provider, type: "pulumi:providers:test", custom: true, id: "p-1", inputs: { region: "r1" } },
        state("dev-a", "Bucket", "big", {
          provider: `${provider}::p-1`,
          inputs: { size: 101, versioned: true },
          outputs: { size: 101, arn: "arn:big" },
        }),
        state("dev-a", "Bucket", "gone", { inputs: { size: 102 }, delete: true }),
        state("dev-a", "Bucket", "read", { external: true, outputs: { size: 103 } }),
        state("dev-a", "Seal", "seal", { propertyDependencies: { bucket: [urn("dev-a", "Bucket", "big")] } }),
        state("dev-a", "Mirror", "m", {
          provider: `${provider}::p-1`,
          inputs: { key: { [SIGNATURE_KEY]: SECRET_SIGNATURE, value: "hush-hush" } },
        }),
      ],
      "dev-b": [
        state("dev-b", "Bucket", "plain", { inputs: { size: 1 } }),
        state("dev-b", "Seal", "seal", {
          propertyDependencies: { bucket: [urn("dev-b", "Bucket", "plain")] },
        }),
      ],
    };
    for (const [stack, resources] of Object.entries(stacks)) {
      const session = await project.backend.open("golden", stack, { passphrase: PASSPHRASE });
      await session.append(resources.map((resource, key) => ({ kind: "put", key, resource })));
      await session.close();
    }
  });
  after(() => project.remove());

  async function analyzeStacks(stacks: readonly string[], more: Partial<engine.AnalysisOptions> = {}) {
    const { project: loaded, config } = await project.options();
    const events: engine.EngineEvent[] = [];
    const examined = await engine.examineStates(project.backend, "golden", stacks, PASSPHRASE);
    const result = await engine.analyze({
      project: loaded,
      stack: "dev",
      config,
      examined,
      policyPacks: [{ dir: PACK }],
      onEvent: (event) => events.push(event),
      ...more,
    });
    const findings = events.flatMap((event) => (event.kind === "policy" ? [event] : []));
    return { ...result, findings };
  }

  it("shows rules about the whole stack both states, without deleted and external resources", async () => {
    const files = () =>
      fs
        .readdirSync(path.join(project.dir, ".pulumi"), { recursive: true })
        .map((file) => String(file))
        .sort();
    const before = files();
    const { findings, exitCode, policies, errors } = await analyzeStacks(["dev-a", "dev-b"]);

    assert.deepEqual(errors, []);
    const lines = findings.map(({ level, policy, urn }) => `${level} ${policy} ${nameOf(urn)}`);
    assert.deepEqual(lines.sort(), [
      "advisory reports m",
      "mandatory sealed golden-dev",
      "mandatory sized big",
      "mandatory versioned plain",
    ]);
    assert.match(findings.find(({ policy }) => policy === "sealed")?.text ?? "", /more than one seal/);
    const seen = JSON.parse(findings.find(({ policy }) => policy === "reports")?.detail ?? "");
    assert.deepEqual(seen.props, { key: "[secret]" });
    assert.equal(seen.provider.props.region, "r1");
    assert.equal(seen.dryRun, false);
    assert.equal(seen.stack, "dev");
    assert.equal(exitCode, 1);
    assert.equal(policies.complete, true);
    assert.equal(policies.violations, 3);
    assert.deepEqual(policies.findings, findings);
    assert.deepEqual(
      policies.packs.map(({ name }) => name),
      ["test-pack"],
    );
    assert.deepEqual(files(), before, "nothing is written");
  });

  it("fails and is not complete when a policy throws", async () => {
    const broken = state("dev-a", "Bucket", "broken", { inputs: { break: true, size: 1, versioned: true } });
    const { type } = broken;
    const examined = {
      resources: [{ type, urn: broken.urn, name: "broken", properties: broken.inputs ?? {}, options: {} }],
      stack: [],
    };
    const { exitCode, errors, policies } = await analyzeStacks([], { examined });
    assert.equal(exitCode, 1);
    assert.match(errors.join("\n"), /Bucket::broken: Error validating resource with policy 'brittle'/);
    assert.equal(policies.complete, false);
  });

  it("ends without passing when it is aborted", async () => {
    const { exitCode, errors, policies } = await analyzeStacks(["dev-b"], { signal: AbortSignal.abort() });
    assert.equal(exitCode, 1);
    assert.deepEqual(errors, ["the operation was cancelled"]);
    assert.equal(policies.complete, false);
  });
});
