import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { checkScope, layersOf, type Plan, parseScope } from "../../stacks/scope";

const cells: Plan = {
  environment: "prod",
  layout: "cells",
  regions: [{ code: "us-east-1" }, { code: "eu-west-1" }],
};
const single: Plan = { ...cells, environment: "dev", layout: "single" };

function fitted(stack: string, plan: Plan) {
  return checkScope(stack, parseScope(stack), plan);
}

describe("parseScope", () => {
  it("given names of each kind, when read, then each says its scope", () => {
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
    it(`given ${JSON.stringify(stack)}, when read, then the name is refused`, () => {
      assert.throws(() => parseScope(stack), {
        name: "Error",
        message: `stack: name is ${JSON.stringify(stack)}, expected at most 63 lower-case letters, digits, '-', '_' and '.', starting with a letter or digit, without '..', not a device name of Windows`,
      });
    });
  }

  it("given a file's name or two words run together, when read, then the meanings of names are told", () => {
    for (const stack of ["dev.json", "1dev", "dev_edge"]) {
      assert.throws(() => parseScope(stack), {
        message: `stack: name is "${stack}", expected <environment>, <environment>-foundation, <environment>-<region>, <environment>-edge or <environment>-cluster-<name>`,
      });
    }
  });

  it("given a slip in the region, when read, then the right stack is suggested", () => {
    assert.throws(() => parseScope("prod-us-esat-1"), {
      message:
        'stack: name is "prod-us-esat-1", expected <environment>, <environment>-foundation, <environment>-<region>, <environment>-edge or <environment>-cluster-<name>; did you mean prod-us-east-1 or prod-us-west-1 or prod-us-east-2?',
    });
  });

  it("given an environment that does not exist, when read, then those that do are told", () => {
    assert.throws(() => parseScope("staging", ["dev", "prod"]), {
      message: 'stack "staging": environment is "staging", expected dev or prod',
    });
    assert.throws(() => parseScope("prd-edge", ["dev", "prod"]), {
      message: 'stack "prd-edge": environment is "prd", expected dev or prod; did you mean prod?',
    });
  });

  it("given a cluster without a name, when read, then the form is told", () => {
    assert.throws(() => parseScope("dev-cluster-"), {
      message:
        'stack: name is "dev-cluster-", expected dev-cluster-<name>, with a name of letters, digits and single hyphens',
    });
  });
});

describe("layersOf", () => {
  it("given one stack for all, when listed, then there is one layer of one", () => {
    assert.deepEqual(layersOf(single), [["dev"]]);
  });

  it("given cells, when listed, then the foundation is first, the regions are side by side, the edge is last", () => {
    assert.deepEqual(layersOf(cells), [
      ["prod-foundation"],
      ["prod-us-east-1", "prod-eu-west-1"],
      ["prod-edge"],
    ]);
  });
});

describe("fitScope", () => {
  it("given every stack of a layout, when fitted, then each is accepted", () => {
    for (const plan of [single, cells]) {
      for (const stack of layersOf(plan).flat()) assert.deepEqual(fitted(stack, plan), parseScope(stack));
    }
  });

  it("given either layout, when a cluster is fitted, then it is accepted", () => {
    assert.equal(fitted("dev-cluster-nightly", single).kind, "cluster");
    assert.equal(fitted("prod-cluster-reports", cells).kind, "cluster");
  });

  it("given one stack for all, when a cell is meant, then the command for the one stack is told", () => {
    assert.throws(() => fitted("dev-edge", single), {
      message:
        'stack "dev-edge": layout of dev is "single", expected stack dev; run archipelago up dev, or pulumi up -s dev',
    });
  });

  it("given cells, when one stack for all is meant, then the cells and the first command are told", () => {
    assert.throws(() => fitted("prod", cells), {
      message:
        'stack "prod": layout of prod is "cells", expected stack prod-foundation, prod-us-east-1, prod-eu-west-1, prod-edge; run archipelago up prod, or pulumi up -s prod-foundation --config-file Pulumi.prod.yaml',
    });
  });

  it("given cells, when a region is not among them, then the regions and the file are told", () => {
    assert.throws(() => fitted("prod-sa-east-1", cells), {
      message:
        'stack "prod-sa-east-1": region is "sa-east-1", expected one of the regions of prod: us-east-1, eu-west-1; add it to regions in Pulumi.prod.yaml',
    });
  });

  it("given another environment's settings, when fitted, then the right file is told", () => {
    assert.throws(() => fitted("prod-edge", single), {
      message:
        'stack "prod-edge": environment is "prod", expected "dev", the environment of these settings; pass the file of the stack\'s environment: pulumi up -s prod-edge --config-file Pulumi.prod.yaml',
    });
  });
});
