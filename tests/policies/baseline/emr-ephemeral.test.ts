import assert from "node:assert/strict";
import { emrEphemeral } from "../../../policies/baseline/rules/emr-ephemeral";
import { prove, remedied, resource, set, unset, type World } from "../../helpers/policy";

const compliant: World = [
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
    "an idle time that EMR takes by itself": set(compliant, "waiting", "autoTerminationPolicy", {}),
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
      given: "a cluster that waits for ever",
      change: (world) => unset(world, "waiting", "autoTerminationPolicy"),
      told: { waiting: ENDLESS },
    },
    {
      given: "a cluster that waits for a day",
      change: (world) => set(world, "waiting", "autoTerminationPolicy.idleTimeout", 86_400),
      told: { waiting: "autoTerminationPolicy.idleTimeout is 86400, expected 14400 or less seconds" },
    },
    {
      given: "a cluster that outlives its steps",
      change: (world) => unset(world, "working", "keepJobFlowAliveWhenNoSteps"),
      told: { working: [ENDLESS, UNTAGGED] },
    },
    {
      given: "a cluster that has nothing to do",
      change: (world) => unset(world, "working", "steps"),
      settings: { expiryTag: "" },
      told: { working: ENDLESS },
    },
    {
      given: "protection",
      change: (world) => set(world, "waiting", "terminationProtection", true),
      told: { waiting: `terminationProtection is true, ${PROTECTED}` },
    },
    {
      given: "protection that several primary nodes bring",
      change: (world) =>
        set(unset(world, "waiting", "terminationProtection"), "waiting", "masterInstanceGroup", {
          instanceCount: 3,
        }),
      told: { waiting: `terminationProtection is missing, ${PROTECTED}` },
    },
    {
      given: "no expiry tag",
      change: (world) => unset(world, "waiting", "tags.expiresAt"),
      told: { waiting: UNTAGGED },
    },
  ],
});

describe("the remedy of emr-ephemeral", () => {
  it("given a cluster that waits for ever, when put right, then it ends when idle", () => {
    const world = unset(compliant, "waiting", "autoTerminationPolicy");

    assert.deepEqual(remedied(emrEphemeral, world, "waiting")?.["autoTerminationPolicy"], {
      idleTimeout: 14_400,
    });
  });

  it("given clusters that end, when put right, then they are left alone", () => {
    for (const name of ["waiting", "working"]) {
      assert.equal(remedied(emrEphemeral, compliant, name), undefined);
    }
  });
});
