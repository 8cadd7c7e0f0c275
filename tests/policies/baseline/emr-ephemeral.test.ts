import assert from "node:assert/strict";
import { emrEphemeral } from "../../../policies/baseline/rules/emr-ephemeral";
import { type Fixtures, prove, remediate, resource, setInput, unsetInput } from "../../helpers/policy";

const compliant: Fixtures = [
  resource("aws:emr/cluster:Cluster", "waiting", {
    autoTerminationPolicy: { idleTimeout: 3600 },
    terminationProtection: false,
    tags: { expiresAt: "2026-01-16T00:00:00Z" },
  }),
  resource("aws:emr/cluster:Cluster", "working", {
    keepJobFlowAliveWhenNoSteps: false,
    steps: [{ name: "report" }],
    terminationProtection: false,
  }),
];
const ENDLESS =
  "it never terminates: autoTerminationPolicy.idleTimeout is missing, expected 14400 or less, or steps with keepJobFlowAliveWhenNoSteps false";
const UNTAGGED =
  'the tag "expires-at" is missing, expected the time of its expiry, such as "2026-11-23T18:00:00Z"';
const PROTECTED = "expected false; otherwise it cannot terminate itself or be deleted";

prove(emrEphemeral, {
  compliant,
  alsoCompliant: {
    "the default idle timeout": setInput(compliant, "waiting", "autoTerminationPolicy", {}),
    "an expiry tag from the provider": [
      resource(
        "aws:emr/cluster:Cluster",
        "waiting",
        { autoTerminationPolicy: { idleTimeout: 3600 } },
        { defaultTags: { "expires-at": "2026-01-16T00:00:00Z" } },
      ),
    ],
  },
  mutants: [
    {
      title: "a cluster without an idle timeout",
      change: (fixtures) => unsetInput(fixtures, "waiting", "autoTerminationPolicy"),
      messages: { waiting: ENDLESS },
    },
    {
      title: "an idle timeout of a day",
      change: (fixtures) => setInput(fixtures, "waiting", "autoTerminationPolicy.idleTimeout", 86_400),
      messages: { waiting: "autoTerminationPolicy.idleTimeout is 86400, expected 14400 or less seconds" },
    },
    {
      title: "a cluster that outlives its steps",
      change: (fixtures) => unsetInput(fixtures, "working", "keepJobFlowAliveWhenNoSteps"),
      messages: { working: [ENDLESS, UNTAGGED] },
    },
    {
      title: "a cluster without steps",
      change: (fixtures) => unsetInput(fixtures, "working", "steps"),
      settings: { expiryTag: "" },
      messages: { working: ENDLESS },
    },
    {
      title: "termination protection",
      change: (fixtures) => setInput(fixtures, "waiting", "terminationProtection", true),
      messages: { waiting: `terminationProtection is true, ${PROTECTED}` },
    },
    {
      title: "the default protection of several primary nodes",
      change: (fixtures) =>
        setInput(unsetInput(fixtures, "waiting", "terminationProtection"), "waiting", "masterInstanceGroup", {
          instanceCount: 3,
        }),
      messages: { waiting: `terminationProtection is missing, ${PROTECTED}` },
    },
    {
      title: "no expiry tag",
      change: (fixtures) => unsetInput(fixtures, "waiting", "tags.expiresAt"),
      messages: { waiting: UNTAGGED },
    },
  ],
});

describe("the remediation of emr-ephemeral", () => {
  it("sets an idle timeout of a cluster that never terminates", () => {
    const fixtures = unsetInput(compliant, "waiting", "autoTerminationPolicy");

    assert.deepEqual(remediate(emrEphemeral, fixtures, "waiting")?.["autoTerminationPolicy"], {
      idleTimeout: 14_400,
    });
  });

  it("does not change clusters that terminate", () => {
    for (const name of ["waiting", "working"]) {
      assert.equal(remediate(emrEphemeral, compliant, name), undefined);
    }
  });
});
