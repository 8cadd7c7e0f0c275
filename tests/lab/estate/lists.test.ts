// starts processes
import assert from "node:assert/strict";
import { z } from "zod";
import { SettingsSchema } from "../../../stacks/settings";
import { type Estate, estate, type Run, type Written } from "../../helpers/estate";

/** Part of a JSON schema that has lists in it. */
interface Node {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
}

/** Paths of all lists that the settings have, outermost ones only. */
function listsOf(node: Node, path = ""): readonly string[] {
  if (node.items) return [path];
  return Object.entries(node.properties ?? {}).flatMap(([key, child]) =>
    listsOf(child, path === "" ? key : `${path}.${key}`),
  );
}

const LISTS = listsOf(z.toJSONSchema(SettingsSchema, { io: "output", unrepresentable: "any" }) as Node);

const REGION = (code: string) => ({ code, endpoint: `${code}.dev.example.net` });

/** Regions of the test, sorted. */
const REGIONS = ["ap-northeast-2", "eu-west-1", "us-east-1"];

/** Lists whose order has a meaning, or that have one order only. */
const ORDERED = ["billing.thresholds", "network.flowLogFields"];

/** Lists whose entries have no resource of their own. */
const WITHOUT_RESOURCES = ["cdn.countries.codes", "network.trustedBuckets", "network.flowLogFields"];

/** Gives every list of dev two entries or more. */
function fill(settings: Written): void {
  settings.regions = [REGION("eu-west-1"), REGION("us-east-1"), REGION("ap-northeast-2")];
  Object.assign(settings, {
    primary: "ap-northeast-2",
    secondary: "us-east-1",
    allowOutOfService: ["me-south-1", "me-central-1"],
    allowOptIn: ["eu-south-1", "af-south-1"],
    monitoring: {
      emails: ["oncall@example.com", "ops@example.com", "dev@example.com"],
      phones: ["ann", "zoe"],
      endpoints: ["pager", "desk"],
      slack: { workspaceId: "T0123ABCD", channelId: "C0123ABCD" },
    },
    billing: {
      emails: ["billing@example.com", "cfo@example.com"],
      phones: ["ann", "zoe"],
      endpoints: ["pager", "desk"],
      thresholds: [0.01, 1, 5],
    },
    network: {
      nat: "none",
      trustedBuckets: ["partner-reports", "vendor-packages"],
      flowLogFields: ["srcaddr", "dstaddr", "action"],
    },
    storage: { emptyOnDestroy: true, replication: "all" },
    dns: { zone: "dev.example.com", policy: "latency" },
    cdn: {
      aliases: ["dev.example.com", "www.dev.example.com"],
      countries: { access: "allow", codes: ["KR", "US"] },
    },
  });
}

/** Addresses of the contacts that the settings name. */
const config = {
  "archipelago:phone-ann": "+12025550123",
  "archipelago:phone-zoe": "+12025550124",
  "archipelago:endpoint-pager": "https://events.example.com/pager",
  "archipelago:endpoint-desk": "https://events.example.com/desk",
};

/** Changes the list at a path of the settings. */
function changeList(settings: Written, path: string, change: (list: unknown[]) => unknown[]): void {
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const parent = keys.reduce<Record<string, unknown>>(
    (node, key) => node[key] as Record<string, unknown>,
    settings,
  );
  const list = parent[last];
  assert.ok(Array.isArray(list) && list.length >= 2, `${path} has at least two entries`);
  parent[last] = change(list);
}

/** Steps other than deletes that follow when the first entry of a list is removed, each a resource that enumerates the list. */
const UPDATES: Readonly<Record<string, readonly string[]>> = {
  // The budget lists its addresses.
  "billing.emails": ["update aws:budgets/budget:Budget billing-budget"],
  // The policy of each region's endpoint lists the buckets, and a flow log cannot change its fields.
  "network.trustedBuckets": REGIONS.map(
    (code) => `update aws:ec2/vpcEndpoint:VpcEndpoint network-${code}-isolated-s3-endpoint`,
  ),
  "network.flowLogFields": ["create-replacement", "delete-replaced", "replace"].flatMap((step) =>
    REGIONS.map((code) => `${step} aws:ec2/flowLog:FlowLog network-${code}-flow-log`),
  ),
  // A certificate cannot lose a name: a new one takes its place, before the old one is deleted.
  "cdn.aliases": [
    ...["create-replacement", "delete-replaced", "replace"].flatMap((step) => [
      `${step} aws:acm/certificate:Certificate cdn-certificate`,
      `${step} aws:acm/certificateValidation:CertificateValidation cdn-certificate`,
      `${step} aws:route53/record:Record cdn-proof-www.dev.example.com`,
    ]),
    "update aws:cloudfront/distribution:Distribution cdn",
  ],
  "cdn.countries.codes": ["update aws:cloudfront/distribution:Distribution cdn"],
  // Each of the primary's buckets has one replication configuration and one role for all regions.
  // The Slack channel lists the topics of all regions.
  regions: [
    "update aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration slack-c0123abcd-channel",
    "update aws:iam/rolePolicy:RolePolicy replication-role-policy",
    "update aws:iam/rolePolicy:RolePolicy site-replication-role-policy",
    "update aws:s3/bucketReplicationConfig:BucketReplicationConfig replication",
    "update aws:s3/bucketReplicationConfig:BucketReplicationConfig site-replication",
  ],
};

describe("lists of the settings", function () {
  this.timeout(600_000);
  let world: Estate;
  let first: Run;
  let afterReorder: Run;
  const afterRemoval: Record<string, Run> = {};

  before(async () => {
    world = estate();
    world.write("Pulumi.dev.yaml", "dev", fill);
    first = await world.run("up", "dev", { config });
    for (const path of LISTS) {
      world.write("Pulumi.dev.yaml", "dev", (settings) => {
        fill(settings);
        changeList(settings, path, ([, ...rest]) => rest);
      });
      afterRemoval[path] = await world.run("preview", "dev", { config });
    }
    world.write("Pulumi.dev.yaml", "dev", (settings) => {
      fill(settings);
      for (const path of LISTS.filter((each) => !ORDERED.includes(each)))
        changeList(settings, path, (list) => [...list].reverse());
    });
    afterReorder = await world.run("preview", "dev", { config });
  });
  after(() => world.remove());

  it("are deployed with two entries or more each", () => {
    assert.deepEqual(first.errors, []);
    assert.deepEqual(LISTS, [
      "regions",
      "allowOutOfService",
      "allowOptIn",
      "network.trustedBuckets",
      "network.flowLogFields",
      "monitoring.emails",
      "monitoring.phones",
      "monitoring.endpoints",
      "billing.emails",
      "billing.phones",
      "billing.endpoints",
      "billing.thresholds",
      "cdn.aliases",
      "cdn.countries.codes",
    ]);
  });

  for (const path of LISTS) {
    it(`deletes resources only when the first entry of ${path} is removed`, () => {
      const run = afterRemoval[path];
      assert.deepEqual(run?.errors, []);
      const steps = run?.steps ?? [];
      assert.deepEqual(
        steps.filter((step) => !step.startsWith("delete ")),
        UPDATES[path] ?? [],
      );
      const deletes = steps.length - (UPDATES[path] ?? []).length;
      const hasResources = !path.startsWith("allow") && !WITHOUT_RESOURCES.includes(path);
      assert.equal(deletes > 0, hasResources, `${deletes} deletes`);
    });
  }

  it("deletes one subscription for an address, in each region and at the edge", () => {
    assert.deepEqual(
      afterRemoval["monitoring.emails"]?.steps.map((step) => step.replace(/-email-.*/, "")),
      ["monitoring-ap-northeast-2", "monitoring-eu-west-1", "monitoring-us-east-1", "operations"].map(
        (topic) => `delete aws:sns/topicSubscription:TopicSubscription ${topic}`,
      ),
    );
  });

  it("changes nothing when every list is reordered", () => {
    assert.deepEqual(afterReorder.errors, []);
    assert.deepEqual(afterReorder.steps, []);
  });
});
