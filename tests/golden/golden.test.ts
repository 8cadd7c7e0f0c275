// starts processes
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { SIGNATURE_KEY } from "../../common/special-values";
import * as engine from "../../lab/engine";
import { type LabProject, labProject, ROOT } from "../helpers/lab";

const OURS = path.join(__dirname, "cases");
const GIVEN = path.join(ROOT, "../shared/golden/cases");
const CASES = fs.existsSync(GIVEN) ? GIVEN : OURS;

interface Operation {
  readonly op: string;
  readonly urn: string;
  readonly failed?: true;
}

/** Recording of the real engine for one step of a case. */
interface Expected {
  readonly preview: {
    readonly exitCode: number;
    readonly changeSummary: object;
    readonly steps: readonly Operation[];
  };
  readonly up: Ran;
  readonly destroy: Ran;
  readonly resources: readonly Record<string, unknown>[];
  readonly pendingOperations: readonly unknown[];
}

interface Ran {
  readonly exitCode: number;
  readonly resourceChanges: object;
  readonly operations: readonly Operation[];
  readonly errors: readonly string[];
}

const PLUGINS = [path.join(path.dirname(CASES), "plugin")];

async function runOperation(
  project: LabProject,
  operation: (options: engine.OperationOptions) => Promise<engine.OperationResult>,
): Promise<{ result: engine.OperationResult; events: readonly engine.EngineEvent[] }> {
  const options = await project.options({ pluginFolders: PLUGINS, env: { ECHO_MODULES_ROOT: ROOT } });
  return { result: await operation(options), events: options.events };
}

/** Lists operations as Pulumi's event log does: that of a component when it returns its outputs, or is deleted. */
function listOperations(events: readonly engine.EngineEvent[]): readonly Operation[] {
  const reported = events.flatMap((event): Operation[] => {
    if (event.kind === "outputs") return [{ op: event.op, urn: event.urn }];
    if (event.kind !== "step" || event.phase === "started") return [];
    if (!event.custom && event.op !== "delete") return [];
    return [{ op: event.op, urn: event.urn, ...(event.phase === "failed" ? { failed: true as const } : {}) }];
  });
  return sortOperations(reported);
}

/** Lists steps as `pulumi preview --json` does: unchanged resources only for the stack itself. */
function listSteps(events: readonly engine.EngineEvent[]): readonly Operation[] {
  const parts = new Set(["create-replacement", "delete-replaced"]);
  const operations = events.flatMap((event): Operation[] =>
    event.kind === "step" &&
    event.phase !== "started" &&
    !parts.has(event.op) &&
    (event.op !== "same" || event.urn.includes("pulumi:pulumi:Stack"))
      ? [{ op: event.op, urn: event.urn }]
      : [],
  );
  return sortOperations(operations);
}

function sortOperations(list: readonly Operation[]): readonly Operation[] {
  const key = ({ urn, op }: Operation): string => `${urn} ${op}`;
  return [...list].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

async function exportStack(project: LabProject): Promise<Pick<Expected, "resources" | "pendingOperations">> {
  const { base } = await project.backend.read("golden", "dev", { text: "x", source: "the test" });
  const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;
  const text = JSON.stringify(base.resources, (key, value) => {
    if (["created", "modified", "sourcePosition", "stackTrace"].includes(key)) return undefined;
    if (value?.[SIGNATURE_KEY] === "1b47061264138c4ac30d75fd1eb44270") return { "<secret>": value.value };
    return value;
  }).replace(uuid, "<uuid>");
  const resources = (JSON.parse(text) as Record<string, unknown>[]).sort((a, b) =>
    String(a["urn"]) < String(b["urn"]) ? -1 : 1,
  );
  return { resources, pendingOperations: base.pendingOperations };
}

/** Checks that the messages contain those of the real engine, or the part of them that names the cause. */
function assertMessages(expected: readonly string[], actual: readonly string[]): void {
  for (const text of expected) {
    if (text === "update failed\n") continue; // reports only that there were errors
    if (/failed to register/.test(text)) continue; // follows from another error
    const sentence = text
      .split("\n")
      .filter((line) => line.trim() !== "" && !/^\s+at |occurred:$/.test(line))
      .map((line) =>
        line
          .replace(/^\s*\* /, "")
          .replace(/ value \{.*?\}/, "")
          .trim(),
      )
      .filter(
        (line) =>
          !line.startsWith("Running program") &&
          !line.startsWith("`pulumi state") &&
          !line.startsWith("because it is protected"),
      );
    for (const line of sentence) {
      assert.ok(
        actual.some((message) => message.includes(line)),
        `expected the message ${JSON.stringify(line)}, got ${JSON.stringify(actual)}`,
      );
    }
  }
  assert.equal(actual.length > 0, expected.length > 0, `got ${JSON.stringify(actual)}`);
}

describe("golden runs of the real engine", () => {
  for (const name of fs.readdirSync(CASES).sort()) {
    it(`does in each step of ${name} what the real engine did`, async () => {
      const project = labProject();
      const folder = path.join(CASES, name);
      const programs = fs.readdirSync(folder).filter((file) => file.endsWith(".js"));
      for (const file of programs) project.write(file, fs.readFileSync(path.join(folder, file), "utf8"));
      const expectation = (step: string): Expected =>
        JSON.parse(fs.readFileSync(path.join(folder, `${step}.expected.json`), "utf8"));
      try {
        for (const file of programs.sort()) {
          const step = path.basename(file, ".js");
          const expected = expectation(step);
          project.write(
            "Pulumi.yaml",
            `name: golden\nruntime:\n  name: nodejs\n  options:\n    typescript: false\nmain: ${file}\n`,
          );
          const previewed = await runOperation(project, engine.preview);
          assert.deepEqual(
            {
              exitCode: previewed.result.exitCode,
              changeSummary: previewed.result.changes,
              steps: listSteps(previewed.events),
            },
            expected.preview,
            `preview of step ${step}: ${previewed.result.errors.join("; ")}`,
          );
          const upped = await runOperation(project, engine.up);
          const { errors, ...happened } = expected.up;
          assert.deepEqual(
            {
              exitCode: upped.result.exitCode,
              resourceChanges: upped.result.changes,
              operations: listOperations(upped.events),
            },
            happened,
            `up of step ${step}: ${upped.result.errors.join("; ")}`,
          );
          assertMessages(errors, upped.result.errors);
          const { resources, pendingOperations } = expected;
          assert.deepEqual(
            await exportStack(project),
            { resources, pendingOperations },
            `state after step ${step}`,
          );
        }
        const expected = expectation("destroy");
        const destroyed = await runOperation(project, engine.destroy);
        const { errors, ...happened } = expected.destroy;
        assert.deepEqual(
          {
            exitCode: destroyed.result.exitCode,
            resourceChanges: destroyed.result.changes,
            operations: listOperations(destroyed.events),
          },
          happened,
          `destroy: ${destroyed.result.errors.join("; ")}`,
        );
        assertMessages(errors, destroyed.result.errors);
        const { resources, pendingOperations } = expected;
        assert.deepEqual(await exportStack(project), { resources, pendingOperations }, "state after destroy");
      } finally {
        project.remove();
      }
    });
  }
});
