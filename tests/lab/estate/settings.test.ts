// starts processes
import assert from "node:assert/strict";
import { type Estate, estate, type Written } from "../../helpers/estate";

/** A mistake, and the whole message about it. */
interface Mistake {
  readonly stack: string;
  readonly environment: "dev" | "prod";
  readonly change?: (settings: Written) => void;
  readonly message: string;
}

const SETTINGS = "Pulumi.dev.yaml: archipelago:settings\n";

const MISTAKES: Readonly<Record<string, Mistake>> = {
  "a stack's name that means nothing": {
    stack: "dev-foundatoin",
    environment: "dev",
    message:
      'stack: name is "dev-foundatoin", expected <environment>, <environment>-foundation, <environment>-<region>, <environment>-edge or <environment>-cluster-<name>; did you mean dev-foundation?',
  },
  "a stack that another layout has": {
    stack: "prod",
    environment: "prod",
    message:
      'stack "prod": layout of prod is "cells", expected stack prod-foundation, prod-ap-northeast-2, prod-us-east-1, prod-eu-central-1, prod-us-west-2, prod-edge; run archipelago up prod, or pulumi up -s prod-foundation --config-file Pulumi.prod.yaml',
  },
  "a region that the environment lacks": {
    stack: "prod-eu-west-1",
    environment: "prod",
    message:
      'stack "prod-eu-west-1": region is "eu-west-1", expected one of the regions of prod: ap-northeast-2, us-east-1, eu-central-1, us-west-2; add it to regions in Pulumi.prod.yaml',
  },
  "a typo in a key": {
    stack: "dev",
    environment: "dev",
    change: (settings) => Object.assign(settings, { netwrok: {} }),
    message: `${SETTINGS}✖ unknown key "netwrok"; did you mean network?`,
  },
  "a region that does not exist": {
    stack: "dev",
    environment: "dev",
    change: ({ regions }) => regions.push({ code: "eu-centrl-1", endpoint: "eu.dev.example.net" }),
    message: `${SETTINGS}✖ is "eu-centrl-1", expected the code of a commercial AWS region; did you mean eu-central-1 or eu-central-2?\n  → at regions[2].code`,
  },
  "a region twice": {
    stack: "dev",
    environment: "dev",
    change: ({ regions }) => regions.push({ code: "us-east-1", endpoint: "again.dev.example.net" }),
    message: `${SETTINGS}✖ is "us-east-1", expected each region once; regions[1] is the same\n  → at regions[2]`,
  },
  "addresses that overlap": {
    stack: "dev",
    environment: "dev",
    change: ({ regions }) =>
      regions.push(
        { code: "eu-central-1", endpoint: "eu.dev.example.net", cidr: "10.200.0.0/16" },
        { code: "eu-west-1", endpoint: "ie.dev.example.net", cidr: "10.200.128.0/20" },
      ),
    message: `${SETTINGS}✖ is "10.200.128.0/20" in eu-west-1, expected no overlap with 10.200.0.0/16 of eu-central-1\n  → at regions[3].cidr`,
  },
  "a region out of service": {
    stack: "dev",
    environment: "dev",
    change: ({ regions }) => regions.push({ code: "me-central-1", endpoint: "me.dev.example.net" }),
    message: `${SETTINGS}✖ is "me-central-1", expected a region in service (data centres damaged on 2026-03-01; AWS advised its customers on 2026-04-30 to move out and suspended billing); to use it anyway, list it in allowOutOfService\n  → at regions[2]\n✖ is "me-central-1", expected a region that is enabled by default; enable this opt-in region in the account, then list it in allowOptIn\n  → at regions[2]`,
  },
  "several mistakes": {
    stack: "dev",
    environment: "dev",
    change: (settings) =>
      Object.assign(settings, { primary: "eu-west-1", storage: { noncurrentDays: 0 }, dsn: {} }),
    message: `${SETTINGS}✖ unknown key "dsn"; did you mean dns?\n✖ is "eu-west-1", expected one of regions: ap-northeast-2, us-east-1\n  → at primary\n✖ is 0, expected at least 1\n  → at storage.noncurrentDays`,
  },
  "a layer whose foundation is not up": {
    stack: "prod-us-east-1",
    environment: "prod",
    message:
      'stack "prod-foundation": cannot be read (unknown stack "organization/archipelago/prod-foundation"; stacks that exist: organization/archipelago/prod-us-east-1); deploy it first: pulumi up -s prod-foundation --config-file Pulumi.prod.yaml',
  },
  "a cluster whose environment is not up": {
    stack: "dev-cluster-nightly",
    environment: "dev",
    message:
      'stack "dev": cannot be read (unknown stack "organization/archipelago/dev"; stacks that exist: organization/archipelago/dev-cluster-nightly); deploy it first: pulumi up -s dev',
  },
};

describe("the program with a mistake", () => {
  let world: Estate;
  beforeEach(() => {
    world = estate();
  });
  afterEach(() => world.remove());

  for (const [mistake, { stack, environment, change, message }] of Object.entries(MISTAKES)) {
    it(`reports only ${mistake} and creates nothing`, async () => {
      world.write(`Pulumi.${environment}.yaml`, environment, change);

      const run = await world.run("up", stack, {
        config: { "archipelago:clusterStartedAt": "2026-11-23T14:00:00Z" },
      });

      assert.deepEqual(run.messages, [message]);
      assert.equal(run.errors.length, 1);
      assert.equal(run.exitCode, 1);
      assert.deepEqual(await world.inCloud(), []);
      const types = (await world.state(stack)).map(({ type }) => type);
      const engineTypes = ["pulumi:pulumi:Stack", "pulumi:providers:pulumi"];
      assert.deepEqual(
        types.filter((type) => !engineTypes.includes(type)),
        [],
      );
    });
  }

  it("lets credentials of another account neither create nor delete anything", async () => {
    const refused = /AWS account ID not allowed: 210987654321/;

    const early = await world.run("up", "dev", { env: { ARCHIPELAGO_LAB_ACCOUNT: "210987654321" } });
    assert.equal(early.exitCode, 1);
    assert.match(early.errors.join("\n"), refused);
    assert.deepEqual(await world.inCloud(), []);

    const up = await world.run("up", "dev");
    const before = await world.inCloud();
    assert.equal(up.exitCode, 0);
    for (const operation of ["preview", "up", "refresh", "destroy"] as const) {
      const run = await world.run(operation, "dev", { env: { ARCHIPELAGO_LAB_ACCOUNT: "210987654321" } });

      assert.equal(run.exitCode, 1, operation);
      assert.match(run.errors.join("\n"), refused);
      assert.deepEqual(await world.inCloud(), before, operation);
    }
  });

  it("refuses placeholders in a real account outside of the lab, and creates nothing", async () => {
    world.write("Pulumi.dev.yaml", "dev", (settings) =>
      Object.assign(settings, { accountId: "314159265358" }),
    );

    const outside = await world.run("up", "dev", {
      env: { ARCHIPELAGO_LAB_CLOUD: "", ARCHIPELAGO_LAB_HOME: world.home },
    });
    assert.equal(outside.exitCode, 1);
    assert.match(
      outside.messages.join("\n"),
      /has placeholders.*\n✖ is "ap-northeast-2\.dev\.example\.net"\n/,
    );
    assert.deepEqual(await world.inCloud(), []);

    const inLab = await world.run("preview", "dev");
    assert.deepEqual([inLab.exitCode, inLab.messages], [0, []]);
  });

  it("lists the existing files for an environment without a file", async () => {
    await assert.rejects(world.run("up", "staging"), (error: Error) => {
      assert.match(
        error.message,
        /Pulumi\.staging\.yaml: the file does not exist, expected one of Pulumi\.dev\.yaml, Pulumi\.prod\.yaml$/,
      );
      return true;
    });
    assert.deepEqual(await world.inCloud(), []);
  });

  it("refuses the file of another environment and creates nothing", async () => {
    const run = await world.run("up", "staging", { file: "Pulumi.dev.yaml" });

    assert.equal(run.exitCode, 1);
    assert.deepEqual(run.messages, [
      `stack "staging": environment is "staging", expected "dev", the environment of these settings; pass the file of the stack's environment: pulumi up -s staging`,
    ]);
    assert.deepEqual(await world.inCloud(), []);
  });
});
