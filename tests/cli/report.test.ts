import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import stringWidth from "string-width";
import { createColours, WIDTH } from "../../cli/formatting";
import { OperationLog } from "../../cli/operation-log";
import { inventoryTable, takeInventory } from "../../cli/report/inventory";
import { operationJson } from "../../cli/report/json";
import { outputLines } from "../../cli/report/outputs";
import { stepLines } from "../../cli/report/steps";
import { summaryLines } from "../../cli/report/summary";
import type { OperationReport } from "../../cli/run-operation";
import { SECRET_SIGNATURE, SIGNATURE_KEY } from "../../common/special-values";
import type { OperationResult } from "../../lab/engine";
import type { ResourceState } from "../../lab/engine/state";

const PLAIN = createColours({}, {});
const SECRET_VALUE = { [SIGNATURE_KEY]: SECRET_SIGNATURE, value: "hunter2" };

const urnOf = (type: string, name: string): string => `urn:pulumi:dev::p::${type}::${name}`;

function resource(type: string, name: string, more: Partial<ResourceState> = {}): ResourceState {
  return { urn: urnOf(type, name), type, custom: true, id: `${name}-id`, ...more };
}

function fits(lines: readonly string[]): void {
  for (const line of lines) {
    for (const part of line.split("\n"))
      assert.ok(stringWidth(part) <= WIDTH, `${stringWidth(part)} columns: ${part}`);
  }
}

const locationOf = (_stack: string, urn: string): string =>
  urn.includes("us-east-1") ? "us-east-1" : "global";

describe("takeInventory", () => {
  it("counts only cloud resources, by location and service", () => {
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
      locations: ["us-east-1", "eu-west-1", "global"],
      locationOf,
    });

    assert.deepEqual(inventory, [
      {
        location: "us-east-1",
        count: 3,
        services: [
          ["ec2", 2],
          ["s3", 1],
        ],
        names: ["logs-1a2b", "net-us-east-1-id"],
      },
      { location: "global", count: 1, services: [["route53", 1]], names: ["example.com"] },
    ]);
  });
});

describe("inventoryTable", () => {
  it("fits long and unsafe names into 80 columns without control characters", () => {
    const lines = inventoryTable(
      [
        {
          location: "a-very-long-name-of-a-stack-that-is-hard-to-fit-in",
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

describe("inventoryTable of a large location", () => {
  it("lists the first 19 of a thousand names and counts the rest", () => {
    const names = Array.from({ length: 1000 }, (_, index) => `bucket-${index}`);
    const lines = inventoryTable(
      [{ location: "us-east-1", count: 1000, services: [["s3", 1000]], names }],
      PLAIN,
    );

    assert.equal(lines.length, 21);
    assert.ok(lines.at(-2)?.endsWith(" bucket-18"));
    assert.ok(lines.at(-1)?.endsWith(" and 981 more"));
  });
});

describe("outputLines", () => {
  it("replaces secrets at any depth with [secret]", () => {
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

  it("wraps a value that is longer than a line", () => {
    const lines = outputLines({ arn: `arn:${"x".repeat(150)}` });

    fits(lines);
    assert.equal(lines.join("").replace(/\s/g, ""), `arn:arn:${"x".repeat(150)}`);
  });

  it("returns no lines without outputs", () => {
    assert.deepEqual(outputLines({}), []);
  });
});

describe("stepLines", () => {
  it("lists steps of two locations with their signs and properties", () => {
    const step = (op: "create" | "update" | "replace" | "delete", name: string, location: string) => ({
      stack: "dev",
      location,
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
      "  +- swapped (Bucket), replaced because of bucket",
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
  warnings: [],
  skipped: [],
  outputs: {},
  notices: [],
  drift: [],
  durationMs: 1000,
};

function reportOf(more: Partial<OperationReport> = {}, log = new OperationLog(locationOf)): OperationReport {
  return {
    operation: "up",
    environment: {
      name: "dev",
      file: "Pulumi.dev.yaml",
      config: { values: new Map(), file: "", secretValues: [] },
      layers: [["dev"]],
      locations: ["us-east-1", "global"],
      locationOf,
    },
    outcomes: [{ stack: "dev", state: "done", result: RESULT }],
    log,
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
  messagesShown: false,
};

const same = (log: OperationLog, name: string): void => {
  log.add("dev", {
    kind: "step",
    phase: "done",
    op: "same",
    urn: urnOf("aws:s3/bucket:Bucket", name),
    custom: true,
  });
};

describe("summaryLines", () => {
  it("reports an up without changes", () => {
    const log = new OperationLog(locationOf);
    same(log, "a");
    same(log, "b");

    const lines = summaryLines(reportOf({}, log), CONTEXT);

    assert.ok(lines.includes("up dev: done in 1.5 s; no changes, 2 resources match the program"));
  });

  it("names the resource, the cause and the effects of a failure in 80 columns", () => {
    const log = new OperationLog(locationOf);
    const urn = urnOf("aws:s3/bucket:Bucket", "logs-us-east-1");
    log.add("dev", {
      kind: "step",
      phase: "failed",
      op: "create",
      urn,
      custom: true,
      error: "AccessDenied",
    });
    log.add("dev", {
      kind: "message",
      severity: "error",
      text: `AccessDenied \u001b[31m${"why ".repeat(40)}`,
      urn,
    });
    log.add("dev", {
      kind: "skipped",
      type: "aws:s3/bucketPolicy:BucketPolicy",
      name: "policy",
      because: urn,
    });
    const outcomes = [
      { stack: "dev", state: "failed", result: { ...RESULT, exitCode: 1 } },
      { stack: "edge", state: "skipped", because: ["dev"] },
    ] as const;

    const lines = summaryLines(reportOf({ exitCode: 1, outcomes }, log), CONTEXT);

    fits(lines);
    const text = lines.join("\n");
    assert.ok(text.includes("Failed: 1 error\n  us-east-1  logs-us-east-1 (Bucket): AccessDenied why"));
    assert.ok(text.includes("Skipped: 1 stack, 1 resource"));
    assert.ok(text.includes("  edge: it depends on dev, which failed"));
    assert.ok(text.includes("  policy (BucketPolicy), depends on logs-us-east-1 (Bucket)"));
    assert.ok(text.includes("up dev: failed after 1.5 s; no changes; 0 of 2 stacks complete"));
    assert.ok(!text.includes("\u001b"));
  });

  it("names the clusters that remain after a destroy of their environment", () => {
    const lines = summaryLines(reportOf({ operation: "destroy" }), {
      ...CONTEXT,
      clusters: ["dev-cluster-nightly"],
    });

    assert.ok(lines.includes("Clusters are separate stacks and remain: dev-cluster-nightly"));
  });
});

describe("operationJson", () => {
  it("writes one object without the secrets of its outputs", () => {
    const outcomes = [
      { stack: "dev", state: "done", result: { ...RESULT, outputs: { token: SECRET_VALUE } } },
    ] as const;

    const json = JSON.parse(operationJson(reportOf({ outcomes }), []));

    assert.equal(json.exitCode, 0);
    assert.deepEqual(json.stacks[0].outputs, { token: "[secret]" });
    assert.deepEqual(json.stacks[0].changes, { same: 4 });
  });
});

describe("OperationLog", () => {
  it("counts resources, but no components and providers", () => {
    const log = new OperationLog(locationOf);
    const done = (type: string, custom: boolean): void => {
      log.add("dev", {
        kind: "step",
        phase: "started",
        op: "create",
        urn: urnOf(type, "x-us-east-1"),
        custom,
      });
      log.add("dev", {
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

    assert.deepEqual([...log.countsOf("us-east-1").done], [["create", 1]]);
    assert.equal(log.countsOf("us-east-1").running.size, 0);
    assert.equal(log.steps.length, 1);
  });

  it("counts a repeated error once", () => {
    const log = new OperationLog(locationOf);
    log.add("dev", { kind: "message", severity: "error", text: "no" });
    log.add("dev", { kind: "message", severity: "error", text: "no" });

    assert.deepEqual(log.failures, [{ stack: "dev", location: "global", text: "no" }]);
  });
});

describe("package.json", () => {
  it("runs npm test, and nothing else, in continuous integration", () => {
    const root = path.resolve(__dirname, "../..");
    const job = readFileSync(path.join(root, ".ci/run"), "utf8");

    assert.equal(job.trim().split("\n").at(-1), "exec npm test");
  });
});
