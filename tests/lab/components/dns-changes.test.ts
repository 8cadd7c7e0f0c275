// starts processes
import assert from "node:assert/strict";
import type { DnsEndpoint, DnsRecord } from "../../../components/dns-routing";
import * as engine from "../../../lab/engine";
import { openCloud } from "../../../lab/provider/cloud-control";
import { type LabProject, labProject, SALT } from "../../helpers/lab";

const values = (address: string, ttl = 60): DnsEndpoint => ({ target: { values: [address], ttl } });
const alias: DnsEndpoint = { target: { alias: { dnsName: "lb.example.net", zoneId: "Z35SXDOTRQ7X7K" } } };

const weighted = (blue: DnsEndpoint, green: DnsEndpoint): DnsRecord => ({
  policy: "weighted",
  name: "web.sea.example.com",
  endpoints: { blue: { ...blue, weight: 1 }, green: { ...green, weight: 1 } },
});
const failover = (primary: string, secondary: string, address: Record<string, string>): DnsRecord => ({
  policy: "failover",
  name: "app.sea.example.com",
  primary,
  endpoints: {
    [primary]: { ...values(address[primary] ?? ""), healthCheck: "west" },
    [secondary]: values(address[secondary] ?? ""),
  },
});
const addresses = { east: "192.0.2.1", west: "192.0.2.2", north: "192.0.2.3", south: "192.0.2.4" };

describe("changes of records in the lab", function () {
  this.timeout(600_000);
  let project: LabProject;

  beforeEach(() => {
    project = labProject({ program: "tests/lab/components/dns-changes.ts" });
  });
  afterEach(() => project.remove());

  /** Deploys records, and returns the finished steps in their order. */
  async function up(records: Record<string, DnsRecord> | "former"): Promise<readonly string[]> {
    const config = records === "former" ? "former: true" : `records: ${JSON.stringify(records)}`;
    project.write(
      "Pulumi.dev.yaml",
      `encryptionsalt: ${SALT}\nconfig:\n  pulumi:disable-default-providers: ["aws"]\n  golden:${config}\n`,
    );
    const options = await project.options();
    const { errors } = await engine.up(options);
    assert.deepEqual(errors, []);
    return options.events
      .flatMap((event) =>
        event.kind === "step" && event.phase === "done" && event.op !== "same" && event.op !== "replace"
          ? [`${event.op} ${event.urn.split("::").at(-1)}`]
          : [],
      )
      .filter((step) => !step.endsWith(" sea"));
  }

  /** Record sets of the cloud: set identifier, policy or role, TTL and values. */
  async function recordSets(): Promise<readonly string[]> {
    const control = openCloud(project.cloud);
    try {
      return control
        .list()
        .filter(({ type }) => type === "aws:route53/record:Record")
        .map(({ outputs }) => {
          const { setIdentifier, failoverRoutingPolicies: role, ttl, records, type } = outputs;
          const fields = [
            type,
            setIdentifier,
            Array.isArray(role) ? Object(role[0]).type : undefined,
            ttl,
            records,
          ];
          return fields
            .flatMap((field) => (field === undefined || field === "" ? [] : [String(field)]))
            .join(" ");
        })
        .sort();
    } finally {
      await control.close();
    }
  }

  it("change the TTL of weighted records while the first of them keeps answering", async () => {
    await up({ web: weighted(values("192.0.2.1"), values("192.0.2.2")) });
    const steps = await up({ web: weighted(values("192.0.2.1", 300), values("192.0.2.2", 300)) });

    assert.deepEqual(
      steps.filter((step) => !step.includes("-ttl")),
      ["delete-replaced sea-web-green", "update sea-web-blue", "create-replacement sea-web-green"],
    );
    assert.deepEqual(await recordSets(), ["A blue 300 192.0.2.1", "A green 300 192.0.2.2"]);
  });

  it("change weighted records between values and aliases", async () => {
    await up({ web: weighted(values("192.0.2.1"), values("192.0.2.2")) });

    assert.deepEqual(await up({ web: weighted(alias, values("192.0.2.2")) }), ["update sea-web-blue"]);
    await up({ web: weighted(alias, alias) });
    await up({ web: weighted(values("192.0.2.1", 5), values("192.0.2.2", 5)) });
    assert.deepEqual(await recordSets(), ["A blue 5 192.0.2.1", "A green 5 192.0.2.2"]);
  });

  it("swap and exchange the endpoints of a failover in place", async () => {
    await up({ app: failover("east", "west", addresses) });

    for (const [primary, secondary] of [
      ["west", "east"],
      ["west", "north"],
      ["south", "east"],
    ] as const) {
      const steps = await up({ app: failover(primary, secondary, addresses) });
      assert.deepEqual([...new Set(steps.map((step) => step.split(" ")[0]))], ["update"]);
      assert.deepEqual(await recordSets(), [
        `A primary-${primary} PRIMARY 60 ${addresses[primary]}`,
        `A secondary-${secondary} SECONDARY 60 ${addresses[secondary]}`,
      ]);
    }
  });

  it("change between all policies, and from CNAME to A", async () => {
    const name = "app.sea.example.com";
    const regions = { "us-east-1": values("192.0.2.1"), "eu-west-1": values("192.0.2.2") };
    const weights = Object.fromEntries(
      Object.entries(regions).map(([label, endpoint]) => [label, { ...endpoint, weight: 1 }]),
    );
    const policies: readonly DnsRecord[] = [
      { policy: "simple", name, target: { values: ["192.0.2.9"] } },
      { policy: "latency", name, endpoints: regions },
      failover("us-east-1", "eu-west-1", { "us-east-1": "192.0.2.1", "eu-west-1": "192.0.2.2" }),
      { policy: "weighted", name, endpoints: weights },
      failover("eu-west-1", "us-east-1", { "us-east-1": "192.0.2.1", "eu-west-1": "192.0.2.2" }),
      { policy: "latency", name, endpoints: regions },
      {
        policy: "weighted",
        name,
        type: "CNAME",
        endpoints: {
          blue: { target: { values: ["a.example.net"] }, weight: 1 },
          green: { target: { values: ["b.example.net"] }, weight: 1 },
        },
      },
      {
        policy: "weighted",
        name,
        endpoints: {
          blue: { ...values("192.0.2.1"), weight: 1 },
          green: { ...values("192.0.2.2"), weight: 1 },
        },
      },
    ];
    for (const app of policies) {
      await up({ app });
      assert.equal((await recordSets()).length, app.policy === "simple" ? 1 : 2);
      assert.deepEqual(await up({ app }), []);
    }
  });

  it("keep the record sets of former programs", async () => {
    await up("former");
    const steps = await up({
      app: failover("west", "east", addresses),
      web: weighted(values("192.0.2.1"), values("192.0.2.2")),
    });

    assert.deepEqual(steps.filter((step) => step.includes("sea-app-") || step.includes("sea-web-")).sort(), [
      "create sea-app-policy",
      "create sea-web-policy",
      "create sea-web-ttl",
      "update sea-app-primary",
      "update sea-app-secondary",
    ]);
    await up({
      app: failover("west", "east", addresses),
      web: weighted(values("192.0.2.1", 5), values("192.0.2.2", 5)),
    });
    assert.deepEqual(await recordSets(), [
      "A blue 5 192.0.2.1",
      "A green 5 192.0.2.2",
      "A primary-west PRIMARY 60 192.0.2.2",
      "A secondary-east SECONDARY 60 192.0.2.1",
    ]);
  });
});
