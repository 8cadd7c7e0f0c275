import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parseSettings } from "../../stacks/settings";
import { LEAST as least } from "../helpers/settings";

/** Returns the faults of settings, one line each, without the line that names the file. */
function faults(raw: unknown): string[] {
  try {
    parseSettings(raw, "Pulumi.dev.yaml");
  } catch (error) {
    assert.ok(error instanceof Error);
    const [first, ...lines] = error.message.split("\n");
    assert.equal(first, "Pulumi.dev.yaml: archipelago:settings");
    assert.equal("__pulumiRunError" in error, true, "a user's mistake is shown without a stack");
    return lines;
  }
  return [];
}

describe("parseSettings", () => {
  it("completes the smallest settings with defaults", () => {
    const settings = parseSettings(least, "Pulumi.dev.yaml");

    assert.deepEqual(settings, {
      environment: "dev",
      accountId: "123456789012",
      protect: false,
      layout: "single",
      primary: "ap-northeast-2",
      secondary: "us-east-1",
      regions: [
        {
          code: "ap-northeast-2",
          cidr: "10.10.0.0/16",
          zones: 2,
          zoneNames: undefined,
          nat: "single",
          flowLogKmsKeyArn: undefined,
          weight: 100,
          endpoint: undefined,
        },
        {
          code: "us-east-1",
          cidr: "10.1.0.0/16",
          zones: 2,
          zoneNames: undefined,
          nat: "single",
          flowLogKmsKeyArn: undefined,
          weight: 100,
          endpoint: undefined,
        },
      ],
      allowOutOfService: [],
      allowOptIn: [],
      tags: {},
      accountGuard: { blockPublicBuckets: true, blockPublicClusters: true },
      network: {
        zones: 2,
        nat: "single",
        gatewayAccess: "any",
        trustedBuckets: [],
        flowLogDestination: "cloudwatch",
        flowLogAggregationSeconds: 600,
        flowLogTraffic: "ALL",
        flowLogRetentionDays: 30,
      },
      storage: {
        accessLogs: false,
        accessLogDays: 90,
        infrequentAfterDays: 30,
        archiveAfterDays: 90,
        noncurrentDays: 90,
        noncurrentInfrequentAfterDays: 30,
        noncurrentArchiveAfterDays: 90,
        emptyOnDestroy: false,
        replication: "secondary",
        replicationAlarms: false,
      },
      logs: { retentionDays: 30 },
      monitoring: { emails: [], phones: [], endpoints: [] },
      billing: {
        emails: ["billing@example.com"],
        phones: [],
        endpoints: [],
        thresholds: [0.01, 1, 5, 10, 50, 100],
      },
      contacts: "config",
      customerManagedKeys: false,
      cluster: {
        nodes: 10,
        instanceType: "m5.xlarge",
        ttlHours: 4,
        idleMinutes: 60,
        reaperMinutes: 5,
      },
    });
  });

  it("takes the number of zones from their names", () => {
    const zoneNames = ["us-east-1d", "us-east-1a", "us-east-1f"];
    const { regions } = parseSettings({ ...least, regions: [{ code: "us-east-1", zoneNames }] }, "f");

    assert.deepEqual([regions[0]?.zones, regions[0]?.zoneNames], [3, zoneNames]);
  });

  it("prefers a region's own setting to the common one", () => {
    const own = { code: "us-east-1", cidr: "10.200.0.0/20", zones: 6, nat: "perAz" };
    const settings = parseSettings({ ...least, regions: [own], network: { nat: "none" } }, "f");

    assert.deepEqual(settings.regions, [
      { ...own, zoneNames: undefined, flowLogKmsKeyArn: undefined, weight: 100, endpoint: undefined },
    ]);
    assert.equal(settings.secondary, undefined);
  });

  it("keeps the address blocks of regions when another is added before them", () => {
    const before = parseSettings(least, "f");
    const after = parseSettings({ ...least, regions: ["eu-west-1", ...least.regions] }, "f");

    assert.deepEqual(after.regions.slice(1), before.regions);
  });

  it("completes the smallest CDN with defaults", () => {
    assert.deepEqual(parseSettings({ ...least, cdn: {} }, "f").cdn, {
      priceClass: "PriceClass_100",
      aliases: [],
      pages: "files",
      servers: {},
      httpsSubdomains: false,
      logs: "cloudwatch",
      errorRatePercent: 5,
    });
  });

  const zone = {
    regions: [{ code: "us-east-1", endpoint: "us.example.net" }],
    dns: { zone: "example.com" },
  };
  const INVALID: readonly [string, object, readonly string[]][] = [
    [
      "settings without an account",
      { accountId: undefined },
      ['✖ is missing, expected 12 digits in quotes, such as "123456789012"', "  → at accountId"],
    ],
    [
      "an account that YAML reads as a number",
      { accountId: 123456789012 },
      [
        '✖ is 123456789012, expected a string of 12 digits; write it in quotes, such as "123456789012"',
        "  → at accountId",
      ],
    ],
    [
      "an account of 11 digits",
      { accountId: "12345678901" },
      ['✖ is "12345678901", expected 12 digits in quotes, such as "123456789012"', "  → at accountId"],
    ],
    [
      "a role of another account",
      { assumeRole: { roleArn: "arn:aws:iam::210987654321:role/deploy" } },
      [
        '✖ is "arn:aws:iam::210987654321:role/deploy", expected a role of the account 123456789012, which is accountId',
        "  → at assumeRole.roleArn",
      ],
    ],
    [
      "a user in place of a role, and faults of its session",
      {
        assumeRole: { roleArn: "arn:aws:iam::123456789012:user/me", externalId: "a b", sessionName: "x" },
      },
      [
        '✖ is "arn:aws:iam::123456789012:user/me", expected the ARN of a role, such as arn:aws:iam::123456789012:role/deploy',
        "  → at assumeRole.roleArn",
        '✖ is "a b", expected 2 to 1224 letters, digits and _+=,.@:/-',
        "  → at assumeRole.externalId",
        '✖ is "x", expected 2 to 64 letters, digits and _+=,.@-',
        "  → at assumeRole.sessionName",
      ],
    ],
    [
      "aliases and servers of a CDN without dns",
      { cdn: { aliases: ["www.example.com"], servers: { api: { paths: ["/api/*"] } } } },
      [
        '✖ is "www.example.com", expected none without dns, whose zone gets the records',
        "  → at cdn.aliases[0]",
        "✖ is missing, expected the host name of the server, since there is no dns that routes to one",
        "  → at cdn.servers.api.domainName",
      ],
    ],
    [
      "aliases of a CDN outside of the zone, of the routed record, and twice",
      {
        ...zone,
        cdn: { aliases: ["notexample.com", "app.example.com", "www.example.com", "www.example.com"] },
      },
      [
        '✖ is "notexample.com", expected a name in dns.zone, example.com',
        "  → at cdn.aliases[0]",
        '✖ is "app.example.com", expected another name than that of dns.record, which routes to the regions',
        "  → at cdn.aliases[1]",
        '✖ is "www.example.com", expected each name once; cdn.aliases[2] is the same',
        "  → at cdn.aliases[3]",
      ],
    ],
    [
      "a country of a CDN in lower case, and one twice",
      { cdn: { countries: { access: "block", codes: ["kr", "US", "US"] } } },
      [
        '✖ is "kr", expected a two-letter code such as KR',
        "  → at cdn.countries.codes[0]",
        '✖ is "US", expected each code once',
        "  → at cdn.countries.codes[2]",
      ],
    ],
    [
      "values of a CDN that CloudFront rejects",
      {
        cdn: {
          notFoundPage: "404.html",
          webAclArn: "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/a/b",
          servers: { api: { paths: ["api/*"], domainName: "api.example.net" } },
        },
      },
      [
        '✖ is "404.html", expected a path such as /404.html',
        "  → at cdn.notFoundPage",
        '✖ is "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/a/b", expected the ARN of a web ACL of scope CLOUDFRONT',
        "  → at cdn.webAclArn",
        '✖ is "api/*", expected a pattern such as /api/*',
        "  → at cdn.servers.api.paths[0]",
      ],
    ],
    [
      "addresses that a list repeats in upper or lower case",
      {
        monitoring: { emails: ["ops@example.com", "Ops@example.com"] },
        billing: { emails: ["a@example.com", "b@example.com", "a@example.com"] },
      },
      [
        '✖ is "Ops@example.com", expected each address once; monitoring.emails[0] is the same',
        "  → at monitoring.emails[1]",
        '✖ is "a@example.com", expected each address once; billing.emails[0] is the same',
        "  → at billing.emails[2]",
      ],
    ],
    [
      "an unknown region with a near one",
      { regions: ["us-esat-1"] },
      [
        '✖ is "us-esat-1", expected the code of a commercial AWS region; did you mean us-east-1 or us-west-1 or us-east-2?',
        "  → at regions[0].code",
      ],
    ],
    [
      "an unknown region like no other",
      { regions: ["zz-nope-9"] },
      ['✖ is "zz-nope-9", expected the code of a commercial AWS region', "  → at regions[0].code"],
    ],
    [
      "a region listed twice",
      { regions: ["us-east-1", "eu-west-1", { code: "us-east-1" }] },
      ['✖ is "us-east-1", expected each region once; regions[0] is the same', "  → at regions[2]"],
    ],
    [
      "a region out of service",
      { regions: ["me-south-1"], allowOptIn: ["me-south-1"] },
      [
        '✖ is "me-south-1", expected a region in service (data centres damaged on 2026-03-01; AWS advised its customers on 2026-04-30 to move out and suspended billing); to use it anyway, list it in allowOutOfService',
        "  → at regions[0]",
      ],
    ],
    [
      "an opt-in region that is not allowed",
      { regions: ["ap-east-1"] },
      [
        '✖ is "ap-east-1", expected a region that is enabled by default; enable this opt-in region in the account, then list it in allowOptIn',
        "  → at regions[0]",
      ],
    ],
    [
      "no region at all",
      { regions: [] },
      [
        "✖ is [], expected at least one region; to delete an environment, run archipelago destroy",
        "  → at regions",
      ],
    ],
    [
      "a typo in a key",
      { regoins: ["us-east-1"], network: { zone: 2 } },
      [
        '✖ unknown key "regoins"; did you mean regions?',
        '✖ unknown key "zone"; did you mean zones?',
        "  → at network",
      ],
    ],
    [
      "contacts that are addresses, twice, or a Slack channel by its name",
      {
        monitoring: {
          phones: ["+12025550123"],
          endpoints: ["pager", "pager"],
          slack: { workspaceId: "example", channelId: "#alarms" },
        },
      },
      [
        '✖ is ["pager","pager"], expected each label once',
        "  → at monitoring.endpoints",
        '✖ is "+12025550123", expected lower-case letters, digits and single dashes',
        "  → at monitoring.phones[0]",
        '✖ is "example", expected the id of a workspace such as T0123ABCD',
        "  → at monitoring.slack.workspaceId",
        '✖ is "#alarms", expected the id of a channel such as C0123ABCD',
        "  → at monitoring.slack.channelId",
      ],
    ],
    ["a secret in plain text", { password: "hunter2" }, ['✖ unknown key "password"']],
    [
      "overlapping addresses of two regions",
      {
        regions: [
          { code: "us-east-1", cidr: "10.7.0.0/16" },
          { code: "eu-west-1", cidr: "10.7.128.0/17" },
        ],
      },
      [
        '✖ is "10.7.128.0/17" in eu-west-1, expected no overlap with 10.7.0.0/16 of us-east-1',
        "  → at regions[1].cidr",
      ],
    ],
    [
      "addresses over another region's own block",
      { regions: [{ code: "us-east-1", cidr: "10.2.0.0/24" }, "eu-west-1"] },
      [
        '✖ is "10.2.0.0/24" in us-east-1, expected no overlap with 10.2.0.0/16 of eu-west-1',
        "  → at regions[0].cidr",
      ],
    ],
    ...["10.1.0.1/16", "10.1.0.0/15", "10.1.0.0/25", "10.1.0/16", "ten"].map(
      (cidr): [string, object, readonly string[]] => [
        `the block ${cidr}`,
        { regions: [{ code: "us-east-1", cidr }] },
        [
          `✖ is ${JSON.stringify(cidr)}, expected an IPv4 block from /16 to /24 without host bits, such as 10.1.0.0/16`,
          "  → at regions[0].cidr",
        ],
      ],
    ),
    [
      "names of zones beside their number, of another region, and twice",
      {
        regions: [
          { code: "us-east-1", zones: 2, zoneNames: ["us-east-1a", "us-east-1-bos-1a"] },
          { code: "eu-west-1", zoneNames: ["eu-west-1a", "eu-west-1a"] },
        ],
      },
      [
        "✖ is 2, expected none beside zoneNames, which has 2",
        "  → at regions[0].zones",
        '✖ is "us-east-1-bos-1a", expected a zone such as us-east-1a',
        "  → at regions[0].zoneNames[1]",
        '✖ is "eu-west-1a", expected each zone once',
        "  → at regions[1].zoneNames[1]",
      ],
    ],
    [
      "more zones than one region has",
      { regions: ["us-east-1", { code: "eu-west-1", zones: 4 }] },
      ["✖ is 4, expected at most 3, the number of zones in eu-west-1", "  → at regions[1].zones"],
    ],
    [
      "more zones everywhere than one region has",
      { regions: ["us-east-1", "us-west-1"], network: { zones: 3 } },
      ["✖ is 3, expected at most 2, the number of zones in us-west-1", "  → at network.zones"],
    ],
    [
      "a wrong type, a null and a missing field",
      { layout: undefined, network: null, logs: { retentionDays: "30" } },
      [
        '✖ is missing, expected "single", "cells"',
        "  → at layout",
        "✖ is null, expected a map",
        "  → at network",
        '✖ is "30", expected 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653',
        "  → at logs.retentionDays",
      ],
    ],
    [
      "a primary that is not among the regions",
      { primary: "eu-west-1" },
      ['✖ is "eu-west-1", expected one of regions: ap-northeast-2, us-east-1', "  → at primary"],
    ],
    [
      "one region for both parts",
      { secondary: "ap-northeast-2" },
      ['✖ is "ap-northeast-2", expected a region other than the primary', "  → at secondary"],
    ],
    [
      "a cluster in private subnets without a way out",
      { network: { nat: "none" }, cluster: { subnets: "private" } },
      [
        '✖ is "private", expected "public" in ap-northeast-2, where nat is "none", so that private subnets have no way out; or set nat there',
        "  → at cluster.subnets",
      ],
    ],
    [
      "a cluster outside of the regions",
      { cluster: { region: "sa-east-1" } },
      ['✖ is "sa-east-1", expected one of regions: ap-northeast-2, us-east-1', "  → at cluster.region"],
    ],
    [
      "an archive before its time",
      { storage: { infrequentAfterDays: 60, archiveAfterDays: 89 } },
      [
        "✖ is 89, expected at least 90: 30 days more than infrequentAfterDays",
        "  → at storage.archiveAfterDays",
      ],
    ],
    [
      "an archive of old versions before its time",
      { storage: { noncurrentInfrequentAfterDays: 60, noncurrentArchiveAfterDays: 89 } },
      [
        "✖ is 89, expected at least 90: 30 days more than noncurrentInfrequentAfterDays",
        "  → at storage.noncurrentArchiveAfterDays",
      ],
    ],
    [
      "thresholds that fall",
      { billing: { emails: ["billing@example.com"], thresholds: [1, 5, 5] } },
      ["✖ is 5, expected more than 5, the one before", "  → at billing.thresholds[2]"],
    ],
    [
      "routing to a region that answers nowhere",
      { regions: ["us-east-1"], dns: { zone: "example.com", policy: "failover" } },
      [
        '✖ is "failover", expected at least two regions',
        "  → at dns.policy",
        "✖ is missing for us-east-1, expected the host name of the region, since dns routes to it",
        "  → at regions[0].endpoint",
      ],
    ],
    [
      "an environment whose name has a hyphen",
      { environment: "pre-prod" },
      [
        '✖ is "pre-prod", expected 1 to 16 lower-case letters and digits, starting with a letter',
        "  → at environment",
      ],
    ],
    [
      "a tag of AWS's own",
      { tags: { "aws:name": "x" } },
      ['✖ is "aws:name", expected a key that does not begin with aws:', '  → at tags["aws:name"]'],
    ],
  ];
  for (const [title, change, expected] of INVALID) {
    it(`rejects ${title} and names the path`, () => {
      assert.deepEqual(faults({ ...least, ...change }), expected);
    });
  }

  it("reports faults of fields and faults between fields together", () => {
    const lines = faults({ ...least, bogus: 1, regions: ["us-east-1", "us-east-1"], primary: "eu-west-1" });

    assert.deepEqual(lines.filter((line) => line.startsWith("✖")).sort(), [
      '✖ is "eu-west-1", expected one of regions: us-east-1, us-east-1',
      '✖ is "us-east-1", expected each region once; regions[0] is the same',
      '✖ unknown key "bogus"',
    ]);
  });

  it("reports one fault for settings that are no object", () => {
    for (const raw of [undefined, null, 3, "dev", []])
      assert.equal(faults(raw).length, 1, JSON.stringify(raw));
  });

  it("accepts a region out of service that is allowed", () => {
    const raw = {
      ...least,
      regions: ["me-south-1"],
      allowOutOfService: ["me-south-1"],
      allowOptIn: ["me-south-1"],
    };

    assert.equal(parseSettings(raw, "f").primary, "me-south-1");
  });
});
