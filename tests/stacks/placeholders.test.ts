import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { parse } from "yaml";
import { findPlaceholders, isPlaceholder, rejectPlaceholders } from "../../stacks/placeholders";
import { settingsWith } from "../helpers/settings";

const REAL = "314159265358";

describe("isPlaceholder", () => {
  for (const text of [
    "123456789012",
    "000000000000",
    "444455556666",
    "arn:aws:iam::111122223333:role/deploy",
    "arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/a",
    "dev.example.com",
    "EXAMPLE.ORG",
    "app.example",
    "db.internal.test",
    "ops@example.com",
    "ops@team.example.net",
    "https://status.example.com/hook?a=b",
    "+12025550123",
    "+447700900123",
    "203.0.113.0/24",
    "2001:db8::/32",
    "change-me",
    "Replace_Me",
    "<owner>",
    "your-team",
    "TODO",
  ]) {
    it(`recognises ${text}`, () => assert.equal(isPlaceholder(text), true));
  }

  for (const text of [
    REAL,
    `arn:aws:iam::${REAL}:role/deploy`,
    "tide.io",
    "notexample.com",
    "example.tide.io",
    "ops@examples.com",
    "+12025551123",
    "+442079460000",
    "10.0.0.0/16",
    "platform",
    "us-east-1",
    "m5.xlarge",
    "todo-service",
    "",
  ]) {
    it(`accepts ${JSON.stringify(text)}`, () => assert.equal(isPlaceholder(text), false));
  }
});

describe("findPlaceholders", () => {
  it("lists paths through maps and lists", () => {
    const value = { a: ["x", "b@example.com"], b: { c: "tbd", d: 1, e: true, f: undefined } };

    assert.deepEqual(findPlaceholders(value), [
      { path: "a[1]", value: "b@example.com" },
      { path: "b.c", value: "tbd" },
    ]);
  });

  for (const environment of ["dev", "prod"]) {
    it(`finds every value to replace in the shipped file of ${environment}`, () => {
      const file = parse(readFileSync(`${__dirname}/../../Pulumi.${environment}.yaml`, "utf8"));
      const settings = file.config["archipelago:settings"];
      const paths = findPlaceholders(settings).map(({ path }) => path);
      const endpoints = settings.regions.map((_: unknown, index: number) => `regions[${index}].endpoint`);

      assert.deepEqual(paths, [
        "accountId",
        ...endpoints,
        "tags.owner",
        "monitoring.emails[0]",
        "billing.emails[0]",
        "dns.zone",
        ...(environment === "prod" ? ["cdn.aliases[0]"] : []),
      ]);
    });
  }
});

describe("rejectPlaceholders", () => {
  it("refuses placeholders in a real account and lists them with their paths", () => {
    const regions = [{ code: "us-east-1", endpoint: "api.tide.io" }];
    const settings = settingsWith({
      accountId: REAL,
      regions,
      dns: { zone: "dev.example.com", policy: "weighted" },
    });

    assert.throws(() => rejectPlaceholders(settings, {}), {
      message: [
        `Pulumi.dev.yaml: archipelago:settings has placeholders, expected values of your own for the account ${REAL}`,
        '✖ is "billing@example.com"',
        "  → at billing.emails[0]",
        '✖ is "dev.example.com"',
        "  → at dns.zone",
      ].join("\n"),
      __pulumiRunError: true,
    });
  });

  it("accepts them in the lab and with a documentation account", () => {
    rejectPlaceholders(settingsWith({ accountId: REAL }), { ARCHIPELAGO_LAB_CLOUD: "/lab/cloud" });
    rejectPlaceholders(settingsWith({}), {});
  });

  it("accepts settings without placeholders", () => {
    rejectPlaceholders(settingsWith({ accountId: REAL, billing: { emails: ["ops@tide.io"] } }), {});
  });
});
