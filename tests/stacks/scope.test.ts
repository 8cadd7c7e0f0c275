import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { NAME_LIMITS } from "../../common/name-limits";
import { checkScope, layersOf, type Plan, parseScope } from "../../stacks/scope";

const cells: Plan = {
  environment: "prod",
  layout: "cells",
  regions: [{ code: "us-east-1" }, { code: "eu-west-1" }],
};
const single: Plan = { ...cells, environment: "dev", layout: "single" };

function check(stack: string, plan: Plan) {
  return checkScope(stack, parseScope(stack), plan);
}

describe("parseScope", () => {
  it("returns the scope of each kind of name", () => {
    assert.deepEqual(parseScope("dev"), { kind: "environment", environment: "dev" });
    assert.deepEqual(parseScope("prod-foundation"), { kind: "foundation", environment: "prod" });
    assert.deepEqual(parseScope("prod-edge"), { kind: "edge", environment: "prod" });
    assert.deepEqual(parseScope("prod-ap-northeast-2"), {
      kind: "region",
      environment: "prod",
      region: "ap-northeast-2",
    });
    assert.deepEqual(parseScope("dev-cluster-weekly-report"), {
      kind: "cluster",
      environment: "dev",
      cluster: "weekly-report",
    });
  });

  for (const stack of [
    "..",
    "../../evil",
    "a..b",
    "",
    "-rf",
    ".dev",
    "Dev",
    "a b",
    "dév",
    "con",
    "nul.json",
    "a".repeat(64),
  ]) {
    it(`rejects the name ${JSON.stringify(stack)}`, () => {
      assert.throws(() => parseScope(stack), {
        name: "Error",
        message: `stack: name is ${JSON.stringify(stack)}, expected at most 63 lower-case letters, digits, '-', '_' and '.', starting with a letter or digit, without '..', not a device name of Windows`,
      });
    });
  }

  it("lists the forms of names for a name that has none of them", () => {
    for (const stack of ["dev.json", "1dev", "dev_edge"]) {
      assert.throws(() => parseScope(stack), {
        message: `stack: name is "${stack}", expected <environment>, <environment>-foundation, <environment>-<region>, <environment>-edge or <environment>-cluster-<name>`,
      });
    }
  });

  it("suggests stacks for a mistyped region", () => {
    assert.throws(() => parseScope("prod-us-esat-1"), {
      message:
        'stack: name is "prod-us-esat-1", expected <environment>, <environment>-foundation, <environment>-<region>, <environment>-edge or <environment>-cluster-<name>; did you mean prod-us-east-1 or prod-us-west-1 or prod-us-east-2?',
    });
  });

  it("lists the environments for one that does not exist", () => {
    assert.throws(() => parseScope("staging", ["dev", "prod"]), {
      message: 'stack "staging": environment is "staging", expected dev or prod',
    });
    assert.throws(() => parseScope("prd-edge", ["dev", "prod"]), {
      message: 'stack "prd-edge": environment is "prd", expected dev or prod; did you mean prod?',
    });
  });

  it("leaves room for Pulumi's random part in the names of a cluster's roles", () => {
    const longest = "n".repeat(40);

    assert.deepEqual(parseScope(`dev-cluster-${longest}`), {
      kind: "cluster",
      environment: "dev",
      cluster: longest,
    });
    assert.ok(`cluster-${longest}-service-0123abc`.length <= NAME_LIMITS["aws:iam/role:Role"]);
    assert.throws(() => parseScope(`dev-cluster-${longest}n`), /at most 40 letters/);
  });

  it("requires a name for a cluster", () => {
    assert.throws(() => parseScope("dev-cluster-"), {
      message:
        'stack: name is "dev-cluster-", expected dev-cluster-<name>, with a name of at most 40 letters, digits and single hyphens',
    });
  });
});

describe("layersOf", () => {
  it("returns one layer with one stack for the layout single", () => {
    assert.deepEqual(layersOf(single), [["dev"]]);
  });

  it("returns foundation, regions and edge as three layers for the layout cells", () => {
    assert.deepEqual(layersOf(cells), [
      ["prod-foundation"],
      ["prod-us-east-1", "prod-eu-west-1"],
      ["prod-edge"],
    ]);
  });
});

describe("checkScope", () => {
  it("accepts every stack of a layout", () => {
    for (const plan of [single, cells]) {
      for (const stack of layersOf(plan).flat()) assert.deepEqual(check(stack, plan), parseScope(stack));
    }
  });

  it("accepts a cluster in either layout", () => {
    assert.equal(check("dev-cluster-nightly", single).kind, "cluster");
    assert.equal(check("prod-cluster-reports", cells).kind, "cluster");
  });

  it("names the command of the one stack for a cell of the layout single", () => {
    assert.throws(() => check("dev-edge", single), {
      message:
        'stack "dev-edge": layout of dev is "single", expected stack dev; run archipelago up dev, or pulumi up -s dev',
    });
  });

  it("lists the cells and the first command for one stack of the layout cells", () => {
    assert.throws(() => check("prod", cells), {
      message:
        'stack "prod": layout of prod is "cells", expected stack prod-foundation, prod-us-east-1, prod-eu-west-1, prod-edge; run archipelago up prod, or pulumi up -s prod-foundation --config-file Pulumi.prod.yaml',
    });
  });

  it("lists the regions and the file for a region that is not in the settings", () => {
    assert.throws(() => check("prod-sa-east-1", cells), {
      message:
        'stack "prod-sa-east-1": region is "sa-east-1", expected one of the regions of prod: us-east-1, eu-west-1; add it to regions in Pulumi.prod.yaml',
    });
  });

  it("names the right file for settings of another environment", () => {
    assert.throws(() => check("prod-edge", single), {
      message:
        'stack "prod-edge": environment is "prod", expected "dev", the environment of these settings; pass the file of the stack\'s environment: pulumi up -s prod-edge --config-file Pulumi.prod.yaml',
    });
  });
});
