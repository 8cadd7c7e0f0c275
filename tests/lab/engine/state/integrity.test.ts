import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { Deployment, ResourceState } from "../../../../lab/engine/state";
import { repairDeployment, verifyIntegrity } from "../../../../lab/engine/state/integrity";
import { sortResources } from "../../../../lab/engine/state/resource-order";
import { bucket, ROOT, rootResource, urnOf } from "./fixture";

const PROVIDER = "urn:pulumi:dev::archi::pulumi:providers:aws::kr";

function provider(id: string, more: Partial<ResourceState> = {}): ResourceState {
  return { urn: PROVIDER, type: "pulumi:providers:aws", custom: true, id, parent: ROOT, ...more };
}

function faultsOf(...resources: ResourceState[]): string[] {
  return verifyIntegrity({ resources, pendingOperations: [] });
}

describe("verifyIntegrity", () => {
  it("accepts a valid deployment", () => {
    assert.deepEqual(
      faultsOf(
        rootResource(),
        provider("1"),
        bucket("a", { provider: `${PROVIDER}::1` }),
        bucket("b", {
          dependencies: [urnOf("a")],
          propertyDependencies: { tags: [urnOf("a")] },
          deletedWith: urnOf("a"),
        }),
        bucket("a", { delete: true, id: "old" }),
      ),
      [],
    );
  });

  const a = urnOf("a");
  const b = urnOf("b");
  const cases: [string, ResourceState[], string[]][] = [
    [
      "no urn",
      [{ ...rootResource(), urn: "" }],
      ['a resource has the urn "" and the type "pulumi:pulumi:Stack", expected both'],
    ],
    [
      "a component with an id",
      [{ ...rootResource(), id: "x" }],
      [`${ROOT} is a component and has the id "x"`],
    ],
    ["a parent that is missing", [bucket("a")], [`${a}: its parent ${ROOT} is missing`]],
    ["a parent that comes later", [bucket("a"), rootResource()], [`${a}: its parent ${ROOT} comes after it`]],
    [
      "a dependency that is missing",
      [rootResource(), bucket("a", { dependencies: [b] })],
      [`${a}: its dependency ${b} is missing`],
    ],
    [
      "a dependency of a property that comes later",
      [rootResource(), bucket("a", { propertyDependencies: { tags: [b] } }), bucket("b")],
      [`${a}: its dependency of property "tags" ${b} comes after it`],
    ],
    [
      "deletedWith that is missing",
      [rootResource(), bucket("a", { deletedWith: b })],
      [`${a}: the resource it is deleted with ${b} is missing`],
    ],
    [
      "replaceWith that is missing",
      [rootResource(), bucket("a", { replaceWith: [b] })],
      [`${a}: the resource it is replaced with ${b} is missing`],
    ],
    [
      "two live resources with one URN",
      [rootResource(), bucket("a"), bucket("a")],
      [`${a} exists twice and is not marked for deletion`],
    ],
    [
      "a live resource after one that waits for deletion",
      [rootResource(), bucket("a", { delete: true }), bucket("a")],
      [`${a} exists twice and is not marked for deletion`],
    ],
    ["a provider without id", [rootResource(), provider("")], [`${PROVIDER} is a provider and has no id`]],
    [
      "a reference to another id of a provider",
      [rootResource(), provider("1"), bucket("a", { provider: `${PROVIDER}::2` })],
      [`${a}: its provider ${PROVIDER}::2 is missing`],
    ],
    [
      "a malformed provider reference",
      [rootResource(), bucket("a", { provider: "kr" })],
      [`${a}: its provider is "kr", expected URN::ID`],
    ],
    [
      "a deleted resource whose provider was replaced",
      [rootResource(), provider("1"), bucket("a", { provider: `${PROVIDER}::2`, pendingReplacement: true })],
      [],
    ],
  ];
  for (const [what, resources, faults] of cases) {
    it(`checks ${what}`, () => {
      assert.deepEqual(faultsOf(...resources), faults);
    });
  }
});

describe("sortResources", () => {
  it("keeps a sorted list", () => {
    const list = [
      rootResource(),
      bucket("b"),
      bucket("a", { dependencies: [urnOf("b")] }),
      bucket("b", { delete: true }),
    ];

    assert.deepEqual(sortResources(list), list);
  });

  it("sorts live resources before those of their URN that wait for deletion", () => {
    const oldA = bucket("a", { delete: true, id: "old" });
    const oldB = bucket("b", { delete: true, id: "old-b", dependencies: [urnOf("a")] });
    const [newA, newB] = [bucket("a"), bucket("b", { dependencies: [urnOf("a")] })];

    assert.deepEqual(sortResources([oldB, newB, oldA, newA, rootResource()]), [
      rootResource(),
      newA,
      newB,
      oldA,
      oldB,
    ]);
  });

  it("names the resources of a circle", () => {
    const list = [bucket("a", { dependencies: [urnOf("b")] }), bucket("b", { dependencies: [urnOf("a")] })];

    assert.throws(() => sortResources(list), {
      message: `resources refer to each other in a circle: ${urnOf("a")} -> ${urnOf("b")} -> ${urnOf("b")}`,
    });
  });

  it("sorts a reversed chain of 20,000 resources", () => {
    const chain = Array.from({ length: 20_000 }, (_, i) =>
      bucket(`n${i}`, i === 0 ? {} : { dependencies: [urnOf(`n${i - 1}`)] }),
    );

    assert.deepEqual(sortResources([...chain].reverse()), chain);
  });

  it("sorts any shuffled graph into a valid deployment", () => {
    const graph = fc
      .array(fc.array(fc.nat(1000), { maxLength: 4 }), { minLength: 1, maxLength: 30 })
      .chain((refs) => {
        const nodes = refs.map((back, i) =>
          bucket(`n${i}`, { dependencies: i === 0 ? [] : back.map((n) => urnOf(`n${n % i}`)) }),
        );
        return fc.shuffledSubarray([rootResource(), ...nodes], { minLength: nodes.length + 1 });
      });

    fc.assert(
      fc.property(graph, (resources) => {
        const result = sortResources(resources);
        assert.equal(new Set(result).size, resources.length);
        assert.deepEqual(faultsOf(...result), []);
        assert.deepEqual(sortResources(result), result);
      }),
    );
  });
});

describe("repairDeployment", () => {
  it("repairs order, lost references and duplicates, and reports each change", () => {
    const broken: Deployment = {
      resources: [
        bucket("a", { dependencies: [urnOf("gone")], id: "first" }),
        rootResource(),
        bucket("a", { id: "second" }),
      ],
      pendingOperations: [],
    };
    const { deployment, changes } = repairDeployment(broken);

    assert.deepEqual(verifyIntegrity(deployment), []);
    assert.deepEqual(deployment.resources, [
      rootResource(),
      bucket("a", { id: "second" }),
      bucket("a", { id: "first", delete: true, dependencies: [] }),
    ]);
    assert.deepEqual(changes, [
      `${urnOf("a")} exists twice: the earlier one is marked for deletion`,
      `${urnOf("a")}: its dependency ${urnOf("gone")} is missing; the reference is dropped`,
      "resources are sorted",
    ]);
  });

  it("does not change a valid deployment", () => {
    const whole = { resources: [rootResource(), bucket("a")], pendingOperations: [] };

    assert.deepEqual(repairDeployment(whole), { deployment: whole, changes: [] });
  });
});
