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
  "it never ends: autoTerminationPolicy.idleTimeout is missing, expected 14400 or less, or steps with keepJobFlowAliveWhenNoSteps false";
const UNTAGGED =
  'the tag "expires-at" is missing, expected the moment when it is to be gone, such as "2026-11-23T18:00:00Z"';
const PROTECTED = "expected false; else it can neither end itself nor be taken away";

prove(emrEphemeral, {
  compliant,
  alsoCompliant: {
    "an idle time that EMR takes by itself": setInput(compliant, "waiting", "autoTerminationPolicy", {}),
    "a tag that the provider gives": [
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
      title: "a cluster that waits for ever",
      change: (world) => unsetInput(world, "waiting", "autoTerminationPolicy"),
      messages: { waiting: ENDLESS },
    },
    {
      title: "a cluster that waits for a day",
      change: (world) => setInput(world, "waiting", "autoTerminationPolicy.idleTimeout", 86_400),
      messages: { waiting: "autoTerminationPolicy.idleTimeout is 86400, expected 14400 or less seconds" },
    },
    {
      title: "a cluster that outlives its steps",
      change: (world) => unsetInput(world, "working", "keepJobFlowAliveWhenNoSteps"),
      messages: { working: [ENDLESS, UNTAGGED] },
    },
    {
      title: "a cluster that has nothing to do",
      change: (world) => unsetInput(world, "working", "steps"),
      settings: { expiryTag: "" },
      messages: { working: ENDLESS },
    },
    {
      title: "protection",
      change: (world) => setInput(world, "waiting", "terminationProtection", true),
      messages: { waiting: `terminationProtection is true, ${PROTECTED}` },
    },
    {
      title: "protection that several primary nodes bring",
      change: (world) =>
        setInput(unsetInput(world, "waiting", "terminationProtection"), "waiting", "masterInstanceGroup", {
          instanceCount: 3,
        }),
      messages: { waiting: `terminationProtection is missing, ${PROTECTED}` },
    },
    {
      title: "no expiry tag",
      change: (world) => unsetInput(world, "waiting", "tags.expiresAt"),
      messages: { waiting: UNTAGGED },
    },
  ],
});

describe("the remediation of emr-ephemeral", () => {
  it("given a cluster that waits for ever, when put right, then it ends when idle", () => {
    const world = unsetInput(compliant, "waiting", "autoTerminationPolicy");

    assert.deepEqual(remediate(emrEphemeral, world, "waiting")?.["autoTerminationPolicy"], {
      idleTimeout: 14_400,
    });
  });

  it("given clusters that end, when put right, then they are left alone", () => {
    for (const name of ["waiting", "working"]) {
      assert.equal(remediate(emrEphemeral, compliant, name), undefined);
    }
  });
});
