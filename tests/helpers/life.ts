import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import type { CloudRecord } from "../../lab/aws/cloud-store";
import type { Properties } from "../../lab/aws/property-values";
import * as engine from "../../lab/engine";
import type { ResourceState } from "../../lab/engine/state";
import { type CloudControl, openCloud } from "../../lab/provider/cloud-control";
import { type LabProject, labProject } from "./lab";

/** How a program's life is to go. */
export interface LifeOptions {
  /** The program, relative to the repository. */
  readonly program: string;
  /** How many resources there are, by their own type after those of the components they stand in. */
  readonly resources: Readonly<Record<string, number>>;
  /** Types of resources that AWS goes on changing after it has made them, sorted; a refresh right after tells of these. @default - none */
  readonly settling?: readonly string[];
  /** Texts that are secrets: no file of the state may hold them. @default - none */
  readonly secrets?: readonly string[];
  /** What happens in the cloud before the last refresh. @default - nothing, and there is no such refresh */
  readonly later?: (cloud: CloudControl) => void;
}

/** What a program had made after its first `up`. */
export interface Life {
  /** The cloud's resources. */
  readonly cloud: readonly CloudRecord[];
  /** The state's resources. */
  readonly state: readonly ResourceState[];
  /** Properties of the one resource of a type, such as `s3/bucket:Bucket`, or of the one with that logical name. */
  one(type: string, name?: string): Properties;
  /** Resources of a type. */
  all(type: string): readonly CloudRecord[];
  /** What the refresh after {@link LifeOptions.later} found, as type and finding. */
  readonly found: readonly string[];
}

type Run = engine.OperationResult & { readonly events: readonly engine.EngineEvent[] };

/** Declares the tests that every program passes: up, unchanged, no drift, gone. Answers its life, to be asked within tests. */
export function livesAndDies(options: LifeOptions): () => Life {
  const ran: Partial<Record<"up" | "again" | "preview" | "refresh" | "later" | "destroy", Run>> = {};
  const left: string[] = [];
  const leaks: string[] = [];
  let state: readonly ResourceState[] = [];
  let cloud: readonly CloudRecord[] = [];

  before(async () => {
    const project = labProject({ program: options.program });
    try {
      ran.up = await run(project, engine.up);
      state = (await stateOf(project)).resources;
      cloud = await inCloud(project, (control) => control.list());
      leaks.push(...leaking(path.join(project.dir, ".pulumi"), options.secrets ?? []));
      [ran.again, ran.preview] = await Promise.all([run(project, engine.up), run(project, engine.preview)]);
      ran.refresh = await run(project, engine.refresh);
      const { later } = options;
      if (later) {
        await inCloud(project, later);
        ran.later = await run(project, engine.refresh);
      }
      ran.destroy = await run(project, engine.destroy);
      left.push(...(await stateOf(project)).resources.map(({ urn }) => urn));
      left.push(
        ...(await inCloud(project, (control) => control.list())).map(({ urn, id }) => `${urn} ${id}`),
      );
    } finally {
      project.remove();
    }
  });

  it("given an empty account, when up runs, then exactly what was asked for is there, under its component", () => {
    const counts: Record<string, number> = {};
    for (const { urn } of state) {
      const type = (urn.split("::")[2] ?? "").replaceAll("archipelago:components:", "");
      counts[type] = (counts[type] ?? 0) + 1;
    }
    assertWell(ran.up);
    assert.deepEqual(counts, { "pulumi:pulumi:Stack": 1, ...options.resources });
    assert.deepEqual(ran.up?.changes, { create: state.length });
  });

  it("given it is up, when up runs again, then nothing changes", () => {
    assertWell(ran.again);
    assert.deepEqual(ran.again?.changes, { same: state.length });
  });

  it("given it is up, when previewed, then nothing would change", () => {
    assertWell(ran.preview);
    assert.deepEqual(ran.preview?.changes, { same: state.length });
  });

  it("given it is up, when refreshed, then only what AWS itself goes on with has changed", () => {
    assertWell(ran.refresh);
    assert.deepEqual(
      findings(ran.refresh),
      (options.settling ?? []).map((type) => `${type} changed`),
    );
  });

  it("given it is up, when destroyed, then nothing is left in the state or in the cloud", () => {
    assertWell(ran.destroy);
    assert.deepEqual(left, []);
  });

  if (options.secrets) {
    it("given secrets, when up has run, then no file of the state holds them", () => {
      assert.deepEqual(leaks, []);
    });
  }

  return () => ({
    cloud,
    state,
    found: findings(ran.later),
    all: (type) => cloud.filter((record) => record.type === `aws:${type}`),
    one: (type, name) => {
      const found = cloud.filter(
        (record) => record.type === `aws:${type}` && (!name || record.urn.endsWith(`::${name}`)),
      );
      assert.equal(found.length, 1, `${found.length} of ${type} ${name ?? ""} are in the cloud, expected 1`);
      return found[0]?.outputs ?? {};
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

async function inCloud<T>({ cloud }: LabProject, ask: (control: CloudControl) => T): Promise<T> {
  const control = openCloud(cloud);
  try {
    return ask(control);
  } finally {
    await control.close();
  }
}

/** Files below a folder that hold one of the texts. */
function leaking(folder: string, secrets: readonly string[]): readonly string[] {
  const files = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const texts = files.map((file) => [file, fs.readFileSync(file, "utf8")] as const);
  assert.ok(
    texts.some(([, text]) => text.includes("pulumi:pulumi:Stack")),
    `expected to find the state in one of ${files.join(", ")}`,
  );
  return texts.flatMap(([file, text]) =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret} in ${file}`),
  );
}

function findings(result: Run | undefined): readonly string[] {
  return (result?.drift ?? [])
    .map(({ urn, found }) => `${engine.parseUrn(urn).type.replace(/^aws:/, "")} ${found}`)
    .sort();
}

function assertWell(result: Run | undefined): void {
  assert.deepEqual(result?.errors, []);
  assert.equal(result.exitCode, 0);
  const told = result.events.flatMap((event) =>
    event.kind === "message" && event.severity !== "debug" ? [event.text] : [],
  );
  assert.deepEqual(told, [], "nothing is told that a user would have to read");
}
