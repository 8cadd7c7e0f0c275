import * as path from "node:path";
import * as engine from "../../lab/engine";
import type { PolicyPack } from "../../lab/engine/analyzer";
import { startPolicyPack } from "../../lab/engine/analyzer";
import { loadProject } from "../../lab/engine/project";
import { FileBackend } from "../../lab/engine/state";
import type { PackCosts, PreviewCosts } from "../policies";

const ROOT = path.resolve(__dirname, "../..");
const PACKS = ["baseline", "multi-region"];
const PASSPHRASE = { text: "x", source: "the bench" };
/** Concurrent evaluations of resources, as in an operation. */
const AT_ONCE = 16;

/** Runs one preview of the flat program, with or without packs; `alone` then runs each pack alone over the same resources. */
async function main(lab: string, mode: string): Promise<PreviewCosts> {
  const project = await loadProject(path.join(ROOT, "bench/peer-program"));
  const env = { ...process.env, ARCHIPELAGO_LAB_CLOUD: path.join(lab, "cloud") };
  const result = await engine.preview({
    project,
    stack: "bench",
    config: { values: new Map(), file: "", secretValues: [] },
    backend: new FileBackend(lab),
    passphrase: PASSPHRASE,
    env,
    ...(mode !== "plain" && {
      policyPacks: PACKS.map((pack) => ({ dir: path.join(ROOT, "policies", pack) })),
    }),
  });
  const resources = Object.values(result.changes).reduce((total, count) => total + count, 0);
  if (result.errors.length > 0) throw new Error(result.errors.join("\n"));
  const packs: PackCosts[] = [];
  const examined = result.policies?.examined;
  if (mode === "alone" && examined) {
    for (const pack of PACKS) packs.push(await alone(pack, examined));
  }
  return {
    resources,
    violations: result.policies?.violations ?? 0,
    seconds: result.durationMs / 1000,
    packs,
  };
}

async function alone(name: string, examined: engine.Examined): Promise<PackCosts> {
  const began = performance.now();
  let process: PolicyPack | undefined;
  try {
    process = await startPolicyPack(path.join(ROOT, "policies", name), {
      project: "bench-peer",
      stack: "bench",
      organization: "organization",
      config: {},
      configSecretKeys: [],
      dryRun: true,
    });
    const pack = process;
    const startedAt = performance.now();
    const waiting = [...examined.resources];
    const worker = async (): Promise<void> => {
      for (let next = waiting.pop(); next; next = waiting.pop()) await pack.analyze(next);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    const analyzedAt = performance.now();
    await pack.analyzeStack(examined.stack);
    const evaluatedAt = performance.now();
    return {
      pack: name,
      rules: pack.policies.length,
      stackRules: pack.policies.filter(({ type }) => type === "stack").length,
      start: startedAt - began,
      resources: analyzedAt - startedAt,
      stack: evaluatedAt - analyzedAt,
    };
  } finally {
    await process?.close();
  }
}

main(process.argv[2] ?? "", process.argv[3] ?? "plain").then(
  (costs) => process.stdout.write(`${JSON.stringify(costs)}\n`),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  },
);
