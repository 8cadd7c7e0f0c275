// starts processes
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { done, messages, nameOf, type Ran, TestWorld } from "./plugins/fixture";

const PACK = path.join(__dirname, "analyzer/pack");

/** A second pack: it reports the resources of the stack, and whether remediations of the first pack ran before it. */
const WITNESS = `
const policy = require("@pulumi/policy");
console.error("witness is here");
new policy.PolicyPack("witness", {
  policies: [
    {
      name: "unremediated", description: "buckets arrive remediated", enforcementLevel: "mandatory", severity: "critical",
      validateResource: (args, report) => {
        if (args.type === "test:index:Bucket" && !args.props.versioned) report("came without versions");
      },
    },
    {
      name: "lists", description: "reports the stack", enforcementLevel: "advisory",
      validateStack: (args, report) => {
        const resources = args.resources.map(({ name, opts, props, type }) => [
          name, opts.aliases, opts.deleteBeforeReplace, type === "pulumi:pulumi:Stack" ? props : undefined,
        ]);
        report(JSON.stringify(resources), "urn:pulumi:dev::golden::test:index:Thing::missing");
        for (const { urn, name } of args.resources) if (name === "a") report("this one", urn);
      },
    },
  ],
});
`;

/** A pack that moves providers, names components, forgets what is secret, prints, and breaks over a resource called so. */
const MEDDLER = `
const policy = require("@pulumi/policy");
new policy.PolicyPack("meddler", {
  policies: [
    {
      name: "moved", description: "providers are in r2", enforcementLevel: "remediate",
      remediateResource: ({ type, props }) => {
        if (type !== "pulumi:providers:test" || props.region === "r2") return;
        props.region = "r2";
        return props;
      },
      validateResource: (args, report) => {
        if (args.provider && args.provider.props.region !== "r2") report("its provider is in " + args.provider.props.region);
      },
    },
    {
      name: "named", description: "components say who named them", enforcementLevel: "remediate",
      remediateResource: ({ type, props }) => type === "test:index:Group" ? { ...props, by: "meddler" } : undefined,
    },
    {
      name: "forgetful", description: "copies", enforcementLevel: "remediate",
      remediateResource: ({ type, props }) => type === "test:index:Mirror" ? { ...props, copied: true } : undefined,
    },
    {
      name: "talks", description: "reports everything", enforcementLevel: "advisory",
      validateResource: ({ type, name, props }, report) => {
        if (type !== "test:index:Mirror") return;
        console.error("a mirror of " + props.key);
        report("mirrors " + props.key);
        if (name === "breaks") throw new Error("broken by " + props.key);
      },
    },
  ],
});
`;

/** Violations, such as `mandatory sized a`, in order. */
function violations(ran: Ran): readonly string[] {
  return ran.events
    .flatMap((event) =>
      event.kind === "policy" ? [`${event.level} ${event.policy} ${nameOf(event.urn)}: ${event.text}`] : [],
    )
    .sort();
}

describe("policy packs", () => {
  let world: TestWorld;
  const packs = { policyPacks: [{ dir: PACK }] };
  const stack = (text: string): void =>
    world.program(`
      const one = { provider: new Provider("p1", { region: "r1" }) };
      const bucket = (name, args) => new Thing(name, args, one, "Bucket");
      const sealed = (bucket) => new Thing("seal", { bucket: bucket.arn }, one, "Seal");
      ${text}
    `);
  beforeEach(() => {
    world = new TestWorld();
  });
  afterEach(() => world.remove());
  const packOf = (name: string, text: string): { readonly dir: string } => {
    world.project.write(`${name}/PulumiPolicy.yaml`, "runtime: nodejs\n");
    world.project.write(`${name}/package.json`, '{ "version": "0.3.0" }');
    world.project.write(`${name}/index.js`, text);
    return { dir: path.join(world.project.dir, name) };
  };
  const witness = (): { readonly dir: string } => packOf("witness", WITNESS);

  it("lists all mandatory violations in a preview and stops an up before the resource", async () => {
    stack(`
      sealed(bucket("big", { size: 101 }));
      bucket("bigger", { size: 102 });
    `);
    const preview = await world.preview(packs);
    assert.equal(preview.exitCode, 1);
    assert.deepEqual(
      violations(preview)
        .filter((text) => text.includes("sized"))
        .map((text) => text.split(":")[0]),
      ["mandatory sized big", "mandatory sized bigger"],
    );
    assert.match(violations(preview).join("\n"), /mandatory sealed bigger: every bucket has a seal\nno seal/);
    assert.deepEqual(preview.errors, [], "violations are no errors");
    assert.equal(preview.policies?.complete, true);
    assert.equal(preview.policies?.violations, 3);
    const ran = await world.up(packs);
    assert.equal(ran.exitCode, 1);
    assert.match(
      ran.errors.join("\n"),
      /urn:pulumi:dev::golden::test:index:Bucket::big violates a mandatory policy/,
    );
    assert.deepEqual(world.madeNames(), []);
    assert.equal(ran.policies?.complete, false);
  });

  it("applies a remediation to a created resource and to its replacement", async () => {
    const text = (version: number): string => `
      const a = bucket("a", { size: 1, fixed: ${version} });
      sealed(a);
      new Thing("mirror", {}, one, "Mirror");
    `;
    stack(text(1));
    const ran = await world.up(packs);
    assert.equal(ran.exitCode, 0, ran.errors.join("\n"));
    const lines = violations(ran);
    assert.ok(
      lines.some((line) => line.startsWith("advisory reports mirror")),
      lines.join("\n"),
    );
    assert.ok(
      lines.some((line) => line.startsWith("remediate versioned a")),
      lines.join("\n"),
    );
    const inputs = (): unknown => world.made().find(({ urn }) => nameOf(urn) === "a")?.inputs;
    assert.deepEqual(inputs(), { size: 1, fixed: 1, versioned: true });

    stack(text(2));
    const replaced = await world.up(packs);
    assert.equal(replaced.exitCode, 0, replaced.errors.join("\n"));
    assert.ok(done(replaced).includes("replace a"));
    assert.deepEqual(inputs(), { size: 1, fixed: 2, versioned: true });
    assert.deepEqual(done(await world.up(packs)), []);
  });

  it("fails an up at its end when a rule about the whole stack is violated", async () => {
    stack('const a = bucket("a", { size: 1 }); sealed(a); exports.version = 1;');
    assert.equal((await world.up(packs)).exitCode, 0);
    stack('bucket("a", { size: 1 }); exports.version = 2;');
    const ran = await world.up(packs);
    assert.equal(ran.exitCode, 1);
    assert.match(violations(ran).join("\n"), /mandatory sealed a: .*\nno seal/);
    assert.deepEqual(done(ran), ["delete seal"]);
    assert.deepEqual(ran.outputs, { version: 2 });
    const history = path.join(world.project.dir, ".pulumi/history/golden/dev");
    const last = fs
      .readdirSync(history)
      .filter((file) => file.endsWith(".history.json"))
      .sort()
      .at(-1);
    assert.equal(JSON.parse(fs.readFileSync(path.join(history, last ?? ""), "utf8")).result, "failed");
  });

  it("remediates by the first pack before the second evaluates, and reports in their order", async () => {
    const second = witness();
    world.project.write(
      ".pulumi/stacks/golden/dev.pulumi-tags",
      JSON.stringify({ version: 1, tags: { owner: "tide" } }),
    );
    stack(`
      bucket("a", { size: 1 });
      const key = new Thing("m", { key: pulumi.secret("hush-hush") }, {
        ...one, aliases: [{ name: "former" }], deleteBeforeReplace: true,
      }, "Mirror");
      exports.depth = key.region;
    `);
    const ran = await world.up({ policyPacks: [{ dir: PACK }, second] });

    assert.equal(ran.exitCode, 1, ran.errors.join("\n"));
    const events = ran.events.flatMap((event) => (event.kind === "policy" ? [event] : []));
    assert.deepEqual(ran.policies?.findings, events);
    assert.deepEqual(
      events.map(({ pack, policy, level, severity, urn }) => [pack, policy, level, severity, nameOf(urn)]),
      [
        ["test-pack", "versioned", "remediate", undefined, "a"],
        ["test-pack", "reports", "advisory", "low", "m"],
        ["test-pack", "sealed", "mandatory", undefined, "a"],
        ["witness", "lists", "advisory", undefined, "golden-dev"],
        ["witness", "lists", "advisory", undefined, "a"],
      ],
    );
    const [reports, lists] = [events[1], events[3]].map((event) => JSON.parse(event?.detail ?? ""));
    const seen = reports as { props: { key: string }; opts: { aliases: unknown }; tags: unknown };
    assert.equal(seen.props.key, "[secret]");
    assert.deepEqual(seen.tags, [["owner", "tide"]]);
    const former = "urn:pulumi:dev::golden::test:index:Mirror::former";
    assert.deepEqual(seen.opts.aliases, [former]);
    assert.deepEqual(lists, [
      ["p1", [], null, null],
      ["golden-dev", [], null, { depth: "r1" }],
      ["a", [], null, null],
      ["m", [former], true, null],
    ]);
    assert.ok(messages(ran, "info").includes("witness is here"));
    const about = ran.events.find((event) => event.kind === "message" && event.text === "witness is here");
    assert.ok(about?.kind === "message" && nameOf(about.urn ?? "") === "golden-dev");

    const { packs: given = [], examined } = ran.policies ?? {};
    assert.deepEqual(
      given.map(({ name, version, dir, policies }) => [name, version, dir, policies.length]),
      [
        ["test-pack", "2.5.0", PACK, 7],
        ["witness", "0.3.0", second.dir, 2],
      ],
    );
    assert.deepEqual(
      examined?.resources.map(({ name }) => name).sort(),
      examined?.stack.map(({ name }) => name).sort(),
    );
    const bucket = examined?.resources.find(({ name }) => name === "a");
    assert.equal(bucket?.properties["versioned"], true);
    assert.equal(bucket?.properties["arn"], undefined);
    assert.match(String(examined?.stack.find(({ name }) => name === "a")?.properties["arn"]), /^arn:/);
  });

  it("does not evaluate rules about the stack after a failed step", async () => {
    stack('bucket("a", { size: 1 }); new Thing("b", { on: { create: "fail" } }, one);');
    const ran = await world.up(packs);
    assert.equal(ran.exitCode, 1);
    assert.match(ran.errors.join("\n"), /create of b failed as requested/);
    assert.equal(ran.policies?.complete, false);
    assert.deepEqual(
      violations(ran).filter((text) => text.includes("sealed")),
      [],
    );
  });

  it("fails when a policy throws, and evaluates no further resource", async () => {
    stack(`
      const a = new Thing("a", { break: true, stubborn: true }, one, "Bucket");
      new Thing("b", { of: a.arn }, { ...one, dependsOn: [a] }, "Mirror");
    `);
    const ran = await world.preview(packs);
    assert.equal(ran.exitCode, 1);
    assert.match(ran.errors.join("\n"), /Bucket::a: Error validating resource with policy 'brittle'/);
    assert.deepEqual(violations(ran), []);
  });

  it("applies remediations to a provider, to a component and to what they contain", async () => {
    stack('const group = new Group("g"); new Thing("a", {}, { ...one, parent: group });');
    const meddler = { policyPacks: [packOf("meddler", MEDDLER)] };
    const ran = await world.up(meddler);

    assert.equal(ran.exitCode, 0, ran.errors.join("\n"));
    assert.match(world.made()[0]?.id ?? "", /^r2\.a\./);
    const states = await world.resources();
    assert.equal(states["p1"]?.inputs?.["region"], "r2");
    assert.deepEqual(states["g"]?.inputs, { by: "meddler" });
    assert.deepEqual(
      violations(ran).filter((text) => text.startsWith("mandatory")),
      [],
    );
    assert.deepEqual(done(await world.up(meddler)), []);
  });

  it("hides secrets that a pack unmarks, prints or throws", async () => {
    stack(`
      const secret = { key: pulumi.secret("hush-hush") };
      const a = new Thing("a", secret, one, "Mirror");
      new Thing("breaks", secret, { ...one, dependsOn: [a] }, "Mirror");
    `);
    const ran = await world.preview({ policyPacks: [packOf("meddler", MEDDLER)] });

    assert.match(ran.errors.join("\n"), /broken by \[secret\]/);
    assert.match(violations(ran).join("\n"), /advisory talks a: reports everything\nmirrors \[secret\]/);
    assert.ok(messages(ran, "info").includes("a mirror of [secret]"), messages(ran, "info").join("\n"));
    assert.doesNotMatch(JSON.stringify(ran.events), /hush-hush/);
  });

  it("fails once with the pack's own message when a pack does not start", async () => {
    world.project.write("broken/PulumiPolicy.yaml", "runtime: nodejs\n");
    world.project.write("broken/package.json", '{ "version": "0.3.0" }');
    world.project.write("broken/index.js", 'throw new Error("the pack is broken");');
    stack('bucket("a", { size: 1 });');
    const ran = await world.up({
      policyPacks: [{ dir: PACK }, { dir: path.join(world.project.dir, "broken") }],
    });
    assert.equal(ran.exitCode, 1);
    assert.equal(ran.errors.length, 1, ran.errors.join("\n"));
    assert.match(ran.errors[0] ?? "", /^policy pack .*broken.* ended .*the pack is broken/s);
    assert.deepEqual(world.madeNames(), []);
    assert.deepEqual(ran.policies?.packs, []);
  });
});
