import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import type { Operated } from "../../cli/operate";
import { inventoryTable, takeInventory } from "../../cli/report/inventory";
import { operatedJson } from "../../cli/report/json";
import { outputLines } from "../../cli/report/outputs";
import { stepLines } from "../../cli/report/steps";
import { summaryLines } from "../../cli/report/summary";
import { Tally } from "../../cli/tally";
import { coloursOf, WIDTH } from "../../cli/text";
import type { OperationResult } from "../../lab/engine";
import type { ResourceState } from "../../lab/engine/state";
import { SECRET, SIGNATURE } from "../../lab/engine/values";

const PLAIN = coloursOf({}, {});
const SECRET_VALUE = { [SIGNATURE]: SECRET, value: "hunter2" };

const urnOf = (type: string, name: string): string => `urn:pulumi:dev::p::${type}::${name}`;

function resource(type: string, name: string, more: Partial<ResourceState> = {}): ResourceState {
  return { urn: urnOf(type, name), type, custom: true, id: `${name}-id`, ...more };
}

function fits(lines: readonly string[]): void {
  for (const line of lines) {
    for (const part of line.split("\n")) assert.ok(part.length <= WIDTH, `${part.length} columns: ${part}`);
  }
}

const placeOf = (_stack: string, urn: string): string => (urn.includes("us-east-1") ? "us-east-1" : "global");

describe("takeInventory", () => {
  it("given a state, when taken, then resources of the cloud are counted by place and service, and nothing else is", () => {
    const state = [
      resource("pulumi:pulumi:Stack", "p-dev", { custom: false }),
      resource("pulumi:providers:aws", "aws-us-east-1"),
      resource("archipelago:components:Storage", "storage-us-east-1", { custom: false }),
      resource("aws:ec2/vpc:Vpc", "adopted-us-east-1", { external: true }),
      resource("aws:s3/bucket:Bucket", "logs-us-east-1", { outputs: { bucket: "logs-1a2b" } }),
      resource("aws:ec2/vpc:Vpc", "net-us-east-1"),
      resource("aws:ec2/subnet:Subnet", "net-us-east-1-a"),
      resource("aws:route53/zone:Zone", "zone", { outputs: { name: "example.com" } }),
    ];

    const inventory = takeInventory(new Map([["dev", state]]), {
      places: ["us-east-1", "eu-west-1", "global"],
      placeOf,
    });

    assert.deepEqual(inventory, [
      {
        place: "us-east-1",
        count: 3,
        services: [
          ["ec2", 2],
          ["s3", 1],
        ],
        names: ["logs-1a2b", "net-us-east-1-id"],
      },
      { place: "global", count: 1, services: [["route53", 1]], names: ["example.com"] },
    ]);
  });
});

describe("inventoryTable", () => {
  it("given long places and names from outside, when shown, then it is 80 columns wide and cannot move the cursor", () => {
    const lines = inventoryTable(
      [
        {
          place: "a-very-long-name-of-a-stack-that-nobody-would-choose",
          count: 12_345,
          services: Array.from({ length: 20 }, (_, index) => [`service${index}`, 100] as const),
          names: ["x".repeat(200), "\u001b[2Jcleared"],
        },
      ],
      PLAIN,
    );

    fits(lines);
    assert.ok(!lines.join("").includes("\u001b"));
    assert.ok(lines.some((line) => line.endsWith("cleared")));
  });
});

describe("inventoryTable of a place that holds very much", () => {
  it("given a thousand names, when shown, then the first few are, and how many more there are", () => {
    const names = Array.from({ length: 1000 }, (_, index) => `bucket-${index}`);
    const lines = inventoryTable(
      [{ place: "us-east-1", count: 1000, services: [["s3", 1000]], names }],
      PLAIN,
    );

    assert.equal(lines.length, 21);
    assert.ok(lines.at(-2)?.endsWith(" bucket-18"));
    assert.ok(lines.at(-1)?.endsWith(" and 981 more"));
  });
});

describe("outputLines", () => {
  it("given secrets at any depth, when shown, then only [secret] is", () => {
    const lines = outputLines({
      regions: { "us-east-1": { password: SECRET_VALUE, vpcId: "vpc-1" } },
      token: SECRET_VALUE,
    });

    assert.deepEqual(lines, [
      "  regions:",
      "    us-east-1:",
      '      password: "[secret]"',
      "      vpcId: vpc-1",
      '  token: "[secret]"',
    ]);
  });

  it("given a value that is longer than the line, when shown, then it goes on in the next", () => {
    const lines = outputLines({ arn: `arn:${"x".repeat(150)}` });

    fits(lines);
    assert.equal(lines.join("").replace(/\s/g, ""), `arn:arn:${"x".repeat(150)}`);
  });

  it("given no outputs, when shown, then nothing is", () => {
    assert.deepEqual(outputLines({}), []);
  });
});

describe("stepLines", () => {
  it("given steps of two places, when shown, then each has its sign, its properties and its place", () => {
    const step = (op: "create" | "update" | "replace" | "delete", name: string, place: string) => ({
      stack: "dev",
      place,
      urn: urnOf("aws:s3/bucket:Bucket", name),
      op,
      diffs: op === "update" ? ["tags"] : [],
      replaces: op === "replace" ? ["bucket"] : [],
    });

    const lines = stepLines(
      [
        step("create", "new", "us-east-1"),
        step("update", "changed", "global"),
        step("replace", "swapped", "us-east-1"),
        step("delete", "old", "us-east-1"),
      ],
      ["us-east-1", "global"],
      PLAIN,
    );

    assert.deepEqual(lines, [
      "us-east-1: 3 steps",
      "  +  new (Bucket)",
      "  +- swapped (Bucket), because of bucket",
      "  -  old (Bucket)",
      "global: 1 step",
      "  ~  changed (Bucket): tags",
    ]);
  });
});

const RESULT: OperationResult = {
  exitCode: 0,
  changes: { same: 4 },
  errors: [],
  skipped: [],
  outputs: {},
  notices: [],
  drift: [],
  durationMs: 1000,
};

function operated(more: Partial<Operated> = {}, tally = new Tally(placeOf)): Operated {
  return {
    operation: "up",
    environment: {
      name: "dev",
      file: "Pulumi.dev.yaml",
      config: { values: new Map(), file: "", secretValues: [] },
      layers: [["dev"]],
      places: ["us-east-1", "global"],
      placeOf,
    },
    outcomes: [{ stack: "dev", state: "done", result: RESULT }],
    tally,
    absent: [],
    premature: new Map(),
    interrupted: false,
    exitCode: 0,
    durationMs: 1500,
    ...more,
  };
}

const CONTEXT = {
  colours: PLAIN,
  command: "archipelago",
  inventory: [],
  clusters: [],
  verbose: false,
  told: false,
};

const same = (tally: Tally, name: string): void => {
  tally.add("dev", {
    kind: "step",
    phase: "done",
    op: "same",
    urn: urnOf("aws:s3/bucket:Bucket", name),
    custom: true,
  });
};

describe("summaryLines", () => {
  it("given an up that changed nothing, when told, then it says so plainly", () => {
    const tally = new Tally(placeOf);
    same(tally, "a");
    same(tally, "b");

    const lines = summaryLines(operated({}, tally), CONTEXT);

    assert.ok(lines.includes("up dev: nothing changed, 2 resources are as the program says; in 1.5 s"));
  });

  it("given a failure and what needs it, when told, then resource, reason and consequence are named in 80 columns", () => {
    const tally = new Tally(placeOf);
    const urn = urnOf("aws:s3/bucket:Bucket", "logs-us-east-1");
    tally.add("dev", {
      kind: "step",
      phase: "failed",
      op: "create",
      urn,
      custom: true,
      error: "AccessDenied",
    });
    tally.add("dev", {
      kind: "message",
      severity: "error",
      text: `AccessDenied \u001b[31m${"why ".repeat(40)}`,
      urn,
    });
    tally.add("dev", {
      kind: "skipped",
      type: "aws:s3/bucketPolicy:BucketPolicy",
      name: "policy",
      because: urn,
    });
    const outcomes = [
      { stack: "dev", state: "failed", result: { ...RESULT, exitCode: 1 } },
      { stack: "edge", state: "skipped", because: ["dev"] },
    ] as const;

    const lines = summaryLines(operated({ exitCode: 1, outcomes }, tally), CONTEXT);

    fits(lines);
    const text = lines.join("\n");
    assert.ok(text.includes("Failed: 1 error\n  us-east-1 logs-us-east-1 (Bucket): AccessDenied why"));
    assert.ok(text.includes("Skipped: 1 stack, 1 resource"));
    assert.ok(text.includes("  edge: it needs dev, which failed"));
    assert.ok(text.includes("  policy (BucketPolicy), because of logs-us-east-1 (Bucket)"));
    assert.ok(text.includes("up dev: failed in 1.5 s; nothing was done; 0 of 2 stacks are complete"));
    assert.ok(!text.includes("\u001b"));
  });

  it("given clusters, when their environment is destroyed, then it is said that they stay", () => {
    const lines = summaryLines(operated({ operation: "destroy" }), {
      ...CONTEXT,
      clusters: ["dev-cluster-nightly"],
    });

    assert.ok(lines.includes("Clusters are stacks of their own and stay: dev-cluster-nightly"));
  });
});

describe("operatedJson", () => {
  it("given outputs with secrets, when written, then it is one object without them", () => {
    const outcomes = [
      { stack: "dev", state: "done", result: { ...RESULT, outputs: { token: SECRET_VALUE } } },
    ] as const;

    const json = JSON.parse(operatedJson(operated({ outcomes }), []));

    assert.equal(json.exitCode, 0);
    assert.deepEqual(json.stacks[0].outputs, { token: "[secret]" });
    assert.deepEqual(json.stacks[0].changes, { same: 4 });
  });
});

describe("Tally", () => {
  it("given steps on a component, a provider and a resource, when counted, then only the resource is", () => {
    const tally = new Tally(placeOf);
    const done = (type: string, custom: boolean): void => {
      tally.add("dev", {
        kind: "step",
        phase: "started",
        op: "create",
        urn: urnOf(type, "x-us-east-1"),
        custom,
      });
      tally.add("dev", {
        kind: "step",
        phase: "done",
        op: "create",
        urn: urnOf(type, "x-us-east-1"),
        custom,
      });
    };

    done("archipelago:components:Storage", false);
    done("pulumi:providers:aws", true);
    done("aws:s3/bucket:Bucket", true);

    assert.deepEqual([...tally.at("us-east-1").done], [["create", 1]]);
    assert.equal(tally.at("us-east-1").running.size, 0);
    assert.equal(tally.steps.length, 1);
  });

  it("given one error told twice, when counted, then it is one failure", () => {
    const tally = new Tally(placeOf);
    tally.add("dev", { kind: "message", severity: "error", text: "no" });
    tally.add("dev", { kind: "message", severity: "error", text: "no" });

    assert.deepEqual(tally.failures, [{ stack: "dev", place: "global", text: "no" }]);
  });
});

describe("package.json", () => {
  it("given the scripts, when continuous integration runs, then it runs npm test and nothing else", () => {
    const root = path.resolve(__dirname, "../..");
    const job = readFileSync(path.join(root, ".ci/run"), "utf8");

    assert.equal(job.trim().split("\n").at(-1), "exec npm test");
  });
});
