import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import type { CloudRecord } from "../../lab/aws/cloud-store";
import type { Properties } from "../../lab/aws/property-values";
import * as engine from "../../lab/engine";
import type { ResourceState } from "../../lab/engine/state";
import { type CloudControl, openCloud } from "../../lab/provider/cloud-control";
import { type LabProject, labProject } from "./lab";

/** Options of {@link testLifecycle}. */
export interface LifeOptions {
  /** The program, relative to the repository. */
  readonly program: string;
  /** Number of resources by type, prefixed with the types of their components. */
  readonly resources: Readonly<Record<string, number>>;
  /** Sorted types that AWS keeps changing after their creation; a refresh right after reports them. @default - none */
  readonly settling?: readonly string[];
  /** Secret strings, which no file of the state may contain. @default - none */
  readonly secrets?: readonly string[];
  /** Changes the cloud before a last refresh. @default - no such refresh */
  readonly change?: (cloud: CloudControl) => void;
}

/** Resources of a program after its first `up`. */
export interface Life {
  /** The cloud's resources. */
  readonly cloud: readonly CloudRecord[];
  /** The state's resources. */
  readonly state: readonly ResourceState[];
  /** Properties of the one resource of a type, such as `s3/bucket:Bucket`, or of the one with that logical name. */
  findOne(type: string, name?: string): Properties;
  /** Resources of a type. */
  findAll(type: string): readonly CloudRecord[];
  /** Drift records by the refresh after {@link LifeOptions.change}, as type and finding. */
  readonly drift: readonly string[];
}

type Run = engine.OperationResult & { readonly events: readonly engine.EngineEvent[] };

/** Declares the tests of every program: up, no changes, no drift, destroy. Returns its resources, for use within tests. */
export function testLifecycle(options: LifeOptions): () => Life {
  const runs: Partial<Record<"up" | "again" | "preview" | "refresh" | "later" | "destroy", Run>> = {};
  const leftovers: string[] = [];
  const leaks: string[] = [];
  let state: readonly ResourceState[] = [];
  let cloud: readonly CloudRecord[] = [];

  before(async () => {
    const project = labProject({ program: options.program });
    try {
      runs.up = await run(project, engine.up);
      state = (await stateOf(project)).resources;
      cloud = await inCloud(project, (control) => control.list());
      leaks.push(...findSecrets(path.join(project.dir, ".pulumi"), options.secrets ?? []));
      [runs.again, runs.preview] = await Promise.all([run(project, engine.up), run(project, engine.preview)]);
      runs.refresh = await run(project, engine.refresh);
      const { change } = options;
      if (change) {
        await inCloud(project, change);
        runs.later = await run(project, engine.refresh);
      }
      runs.destroy = await run(project, engine.destroy);
      leftovers.push(...(await stateOf(project)).resources.map(({ urn }) => urn));
      leftovers.push(
        ...(await inCloud(project, (control) => control.list())).map(({ urn, id }) => `${urn} ${id}`),
      );
    } finally {
      project.remove();
    }
  });

  it("creates exactly the expected resources under their components", () => {
    const counts: Record<string, number> = {};
    for (const { urn } of state) {
      const type = (urn.split("::")[2] ?? "").replaceAll("archipelago:components:", "");
      counts[type] = (counts[type] ?? 0) + 1;
    }
    assertSuccess(runs.up);
    assert.deepEqual(counts, { "pulumi:pulumi:Stack": 1, ...options.resources });
    assert.deepEqual(runs.up?.changes, { create: state.length });
  });

  it("changes nothing in a second up", () => {
    assertSuccess(runs.again);
    assert.deepEqual(runs.again?.changes, { same: state.length });
  });

  it("previews no changes after an up", () => {
    assertSuccess(runs.preview);
    assert.deepEqual(runs.preview?.changes, { same: state.length });
  });

  it("finds only the expected drift in a refresh", () => {
    assertSuccess(runs.refresh);
    assert.deepEqual(
      findings(runs.refresh),
      (options.settling ?? []).map((type) => `${type} changed`),
    );
  });

  it("leaves nothing in the state or in the cloud after a destroy", () => {
    assertSuccess(runs.destroy);
    assert.deepEqual(leftovers, []);
  });

  if (options.secrets) {
    it("stores no secret in plain text", () => {
      assert.deepEqual(leaks, []);
    });
  }

  return () => ({
    cloud,
    state,
    drift: findings(runs.later),
    findAll: (type) => cloud.filter((record) => record.type === `aws:${type}`),
    findOne: (type, name) => {
      const records = cloud.filter(
        (record) => record.type === `aws:${type}` && (!name || record.urn.endsWith(`::${name}`)),
      );
      assert.equal(
        records.length,
        1,
        `${records.length} of ${type} ${name ?? ""} are in the cloud, expected 1`,
      );
      return records[0]?.outputs ?? {};
    },
  });
}

/** A policy of AWS' language, parsed. */
export interface PolicyText {
  readonly Statement: readonly {
    readonly Sid?: string;
    readonly Effect: "Allow" | "Deny";
    readonly Principal?: unknown;
    readonly Action: readonly string[];
    readonly Resource?: readonly string[];
    readonly Condition?: unknown;
  }[];
}

/** Reads a property that holds a policy. */
export function policyOf({ policy }: Properties): PolicyText {
  return JSON.parse(String(policy)) as PolicyText;
}

async function run(
  project: LabProject,
  operation: (options: engine.OperationOptions) => Promise<engine.OperationResult>,
): Promise<Run> {
  const options = await project.options();
  return { ...(await operation(options)), events: options.events };
}

async function stateOf({ backend }: LabProject) {
  return (await backend.read("golden", "dev", { text: "x", source: "the test" })).base;
}

async function inCloud<T>({ cloud }: LabProject, act: (control: CloudControl) => T): Promise<T> {
  const control = openCloud(cloud);
  try {
    return act(control);
  } finally {
    await control.close();
  }
}

/** Finds the files below a folder that contain a secret. */
function findSecrets(folder: string, secrets: readonly string[]): readonly string[] {
  const files = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const contents = files.map((file) => [file, fs.readFileSync(file, "utf8")] as const);
  assert.ok(
    contents.some(([, text]) => text.includes("pulumi:pulumi:Stack")),
    `expected to find the state in one of ${files.join(", ")}`,
  );
  return contents.flatMap(([file, text]) =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret} in ${file}`),
  );
}

function findings(result: Run | undefined): readonly string[] {
  return (result?.drift ?? [])
    .map(({ urn, found }) => `${engine.parseUrn(urn).type.replace(/^aws:/, "")} ${found}`)
    .sort();
}

function assertSuccess(result: Run | undefined): void {
  assert.deepEqual(result?.errors, []);
  assert.equal(result.exitCode, 0);
  const messages = result.events.flatMap((event) =>
    event.kind === "message" && event.severity !== "debug" ? [event.text] : [],
  );
  assert.deepEqual(messages, [], "expected no messages for the user");
}
