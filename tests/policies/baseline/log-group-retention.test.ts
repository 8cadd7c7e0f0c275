import assert from "node:assert/strict";
import { logGroupRetention } from "../../../policies/baseline/rules/log-group-retention";
import {
  type Fixtures,
  prove,
  remediate,
  resource,
  setInput,
  unknown,
  unsetInput,
} from "../../helpers/policy";

const fixtures: Fixtures = [
  resource("aws:cloudwatch/logGroup:LogGroup", "group", { name: "application", retentionInDays: 30 }),
];
const all =
  "1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653";

prove(logGroupRetention, {
  compliant: fixtures,
  alsoCompliant: {
    "a group of the class DELIVERY": [
      resource("aws:cloudwatch/logGroup:LogGroup", "group", { logGroupClass: "DELIVERY" }),
    ],
    "days as a string": setInput(fixtures, "group", "retentionInDays", "365"),
  },
  mutants: [
    {
      title: "no retention",
      change: (given) => unsetInput(given, "group", "retentionInDays"),
      messages: { group: `retentionInDays is missing, which never expires logs, expected one of ${all}` },
    },
    {
      title: "logs that never expire",
      change: (given) => setInput(given, "group", "retentionInDays", 0),
      messages: { group: `retentionInDays is 0, which never expires logs, expected one of ${all}` },
    },
    {
      title: "days that CloudWatch Logs does not accept",
      change: (given) => setInput(given, "group", "retentionInDays", 45),
      messages: { group: `retentionInDays is 45, expected one of ${all}` },
    },
    {
      title: "too few days",
      change: (given) => given,
      settings: { minDays: 2000 },
      messages: { group: "retentionInDays is 30, expected one of 2192, 2557, 2922, 3288, 3653" },
    },
    {
      title: "an unknown class in a preview",
      change: () => [resource("aws:cloudwatch/logGroup:LogGroup", "group", { logGroupClass: unknown })],
      when: "preview",
      messages: {
        group:
          "retention cannot be decided because logGroupClass is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
    },
  ],
});

describe("the remediation of log-group-retention", () => {
  const endless = unsetInput(fixtures, "group", "retentionInDays");
  const days = (settings: Readonly<Record<string, unknown>>): unknown =>
    remediate(logGroupRetention, endless, "group", { settings: { "log-group-retention": settings } })?.[
      "retentionInDays"
    ];

  it("sets the default retention of logs that never expire", () => {
    assert.deepEqual(remediate(logGroupRetention, endless, "group"), {
      name: "application",
      retentionInDays: 30,
    });
    assert.equal(days({ default: 90 }), 90);
  });

  it("sets the next accepted number of days when the minimum exceeds the default", () => {
    assert.equal(days({ minDays: 100 }), 120);
  });

  it("leaves sufficient and unknown retentions alone", () => {
    assert.equal(remediate(logGroupRetention, fixtures, "group"), undefined);
    const open = setInput(fixtures, "group", "retentionInDays", unknown);
    assert.equal(remediate(logGroupRetention, open, "group"), undefined);
  });
});
